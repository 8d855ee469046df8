// Pictures of a screen as people see it: wide and narrow, light and dark; and axe's verdict on each of them. Leaves the page as it was.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { artefacts, complaints } from "./journey.mjs";

const WIDTHS = [
  [1440, 900],
  [1024, 768],
  [390, 844],
];
/** Widths at which axe looks: the one between has nothing of its own. */
const CHECKED = [1440, 390];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** WCAG 2.2 AA and what axe calls best practice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Takes six pictures, `screens/<name>-<width>-<scheme>.png`; with a `height` of their own where a page is longer than a screen.
 * What axe finds, and a page that is wider than the screen, is a complaint.
 */
export async function look(page, name, tall = 0) {
  const folder = join(artefacts, "screens");
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize();
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height: Math.max(height, tall) });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      // Two frames: what follows the width and the scheme is then drawn.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
      if (CHECKED.includes(width)) complaints.push(...(await findingsOf(page, colorScheme)).map((text) => `${name}, ${width}, ${colorScheme}: ${text}`));
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
}

/**
 * What axe finds in the page as it stands, and whether it must be scrolled sideways. Mail in its frames is its author's. In
 * the dark only colours are other ones.
 */
async function findingsOf(page, colorScheme) {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  const runOnly = colorScheme === "dark" ? { type: "rule", values: ["color-contrast"] } : { type: "tag", values: RULES };
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { runOnly, iframes: false, resultTypes: ["violations"] });
    const found = violations.flatMap((one) => one.nodes.map((node) => `${one.id} (${one.impact}) at ${node.target.join(" ")}: ${node.failureSummary?.split("\n")[1]?.trim() ?? one.help}`));
    const root = document.scrollingElement;
    return root.scrollWidth > root.clientWidth ? [...found, `the page is ${root.scrollWidth} wide, the screen ${root.clientWidth}`] : found;
  }, runOnly);
}
