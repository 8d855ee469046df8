// What every browser journey shares: starts Debian's Chromium on loopback, hands over input and result, and keeps a picture of a failure.
// Must not touch the desk in another way than a person with a keyboard and a screen does.
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** How long a step may take: long for a busy machine, since each waits for a condition of its own. */
const PATIENCE_MS = 60_000;

/** What the Rust side passed. */
export const input = JSON.parse(process.env.JOURNEY_INPUT ?? "{}");

/** What is wrong with the page, in words: any of it fails the journey at its end. */
export const complaints = [];

/** Where pictures go. */
export const artefacts = process.env.JOURNEY_ARTEFACTS ?? ".";

/** Somebody else's page, in a browser of their own that knows nothing of the first; it is closed with the journey. */
export async function second(context) {
  const other = await context.browser().newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const page = await other.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/**
 * Runs `steps(page, context)` in a fresh browser; what it returns is the result for the Rust side.
 * A console error or an uncaught exception of the page fails the journey unless `allowed(text)` says that it is expected.
 */
export async function journey(steps, { viewport = { width: 1280, height: 800 }, allowed = () => false, hasTouch = false } = {}) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGUMENTS });
  const context = await browser.newContext({ viewport, hasTouch, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complain = (text) => allowed(text) || complaints.push(text);
  page.on("console", (message) => message.type() === "error" && complain(message.text()));
  page.on("pageerror", (error) => complain(String(error)));
  try {
    const result = await steps(page, context);
    if (complaints.length > 0) throw new Error(`complaints of the page:\n${complaints.join("\n")}`);
    writeFileSync(process.env.JOURNEY_RESULT, JSON.stringify(result ?? null));
  } catch (error) {
    mkdirSync(artefacts, { recursive: true });
    const picture = join(artefacts, `${basename(process.argv[1], ".mjs")}-${process.pid}.png`);
    await page.screenshot({ path: picture }).catch(() => {});
    console.error(`picture: ${picture}\naddress: ${page.url()}\n${complaints.join("\n")}\n${error.stack ?? error}`);
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}
