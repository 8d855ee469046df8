// Pictures of a screen as people see it: wide and narrow, light and dark. Leaves the page as it was.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { artefacts } from "./journey.mjs";

const WIDTHS = [
  [1440, 900],
  [1024, 768],
  [390, 844],
];

/** Takes six pictures, `screens/<name>-<width>-<scheme>.png`; with a `height` of their own where a page is longer than a screen. */
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
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
}
