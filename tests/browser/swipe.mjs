// A finger on the rows of a phone: to the right resolves and reopens, to the left asks until when; a finger that comes back, one
// that scrolls, and a mouse change nothing.
import { join } from "node:path";
import { artefacts, input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { nothingIsAwaited, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");
const STEPS = 8;

await journey(async (page, context) => {
  await signIn(page, input);
  await page.setViewportSize({ width: 390, height: 640 });
  const cdp = await context.newCDPSession(page);
  const rows = page.getByTestId("conversation-row");
  const row = (subject) => rows.filter({ hasText: subject });
  const show = async (view, subject) => {
    await page.goto(`${input.address}/views/${view}`);
    await row(subject).waitFor();
    await nothingIsAwaited(page);
  };
  const touch = (type, ...points) => cdp.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  /** Puts a finger on a row and moves it to each of these distances, in steps. */
  const drag = async (subject, ...ways) => {
    // It stands still, and nothing is above it.
    await row(subject).click({ trial: true });
    const box = await row(subject).boundingBox();
    const from = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
    let at = from;
    await touch("touchStart", at);
    for (const [across, along] of ways) {
      const [begin, end] = [at, { x: from.x + across, y: from.y + along }];
      for (let step = 1; step <= STEPS; step += 1) {
        at = { x: begin.x + ((end.x - begin.x) * step) / STEPS, y: begin.y + ((end.y - begin.y) * step) / STEPS };
        await touch("touchMove", at);
      }
    }
  };
  const lift = () => touch("touchEnd");
  const picture = async (name) => {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(artefacts, "screens", `${name}-390-${colorScheme}.png`) });
    }
    await page.emulateMedia({ colorScheme: "light" });
  };

  await show("open", "Lamp is dark");
  await look(page, "list-for-fingers");
  // A finger that comes back leaves everything as it was.
  await drag("Lamp is dark", [60, 2]);
  await page.locator(".below:not(.reached)", { hasText: "Resolve" }).waitFor();
  await picture("swipe-begun");
  await lift();
  await page.locator(".below").waitFor({ state: "detached" });
  await drag("Lamp is dark", [170, 4], [12, 4]);
  await lift();
  await page.locator(".below").waitFor({ state: "detached" });

  // To the right: resolved, and taken back where every change is taken back.
  await drag("Lamp is dark", [170, 4]);
  await page.locator(".below.reached", { hasText: "Resolve" }).waitFor();
  await picture("swipe-resolve");
  await lift();
  await page.getByRole("button", { name: "Undo" }).click();
  await row("Lamp is dark").waitFor();
  await drag("Lamp is dark", [170, 4]);
  await lift();
  await row("Lamp is dark").waitFor({ state: "detached" });

  // To the left: until when.
  await drag("Invoice 17", [-170, 4]);
  await page.locator(".below.left.reached", { hasText: "Postpone" }).waitFor();
  await picture("swipe-postpone");
  await lift();
  const dialog = page.getByRole("dialog", { name: /^Postpone #/ });
  await dialog.waitFor();
  await look(page, "postpone");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await drag("Invoice 17", [-170, 4]);
  await lift();
  await dialog.getByRole("button", { name: /tomorrow morning/ }).click();
  await row("Invoice 17").waitFor({ state: "detached" });

  // Up and down is scrolling, and a mouse moves nothing.
  await drag(input.middle, [8, -200], [150, -200]);
  await lift();
  await page.waitForFunction(() => document.querySelector("[data-index]").closest("ul").parentElement.scrollTop > 50);
  const box = await rows.first().boundingBox();
  await page.mouse.move(box.x + 100, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 32, { steps: STEPS });
  const under = await page.locator(".below").count();
  await page.mouse.up();

  // What is resolved is opened again.
  await show("all", "Found and resolved");
  await drag("Found and resolved", [170, 4]);
  await page.locator(".below.reached", { hasText: "Reopen" }).waitFor();
  await lift();
  await page.getByRole("button", { name: "Undo" }).waitFor();
  return { under };
}, { allowed, hasTouch: true });
