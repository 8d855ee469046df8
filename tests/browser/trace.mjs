// Measures, for `make bench`, how a desk with years of history feels: from a key until the next picture (interaction to next
// paint, by the browser's own event timing), and tasks that hold the page up for more than 50 ms. Judges nothing.
import { input, journey } from "./journey.mjs";
import { signIn } from "./smtp.mjs";

await journey(async (page) => {
  await page.addInitScript(observe);
  await signIn(page, input.address, input.anna);
  await page.goto(`${input.address}/views/all`);
  const row = page.getByTestId("conversation-row");
  await row.first().waitFor();
  const script_bytes = await page.evaluate(() =>
    performance.getEntriesByType("resource").filter((one) => /\.js(\?|$)/.test(one.name)).reduce((sum, one) => sum + one.encodedBodySize, 0),
  );
  await settled(page);
  const parts = {};
  const first = await taken(page);
  parts["the list is loaded"] = { ...first, keys: 0 };

  await row.first().focus();
  parts["200 moves down and up by `j` and `k`"] = await part(page, 200, (n) => press(page, n < 120 ? "j" : "k"));
  await page.keyboard.press("Enter");
  // The list keeps its own heading beside it.
  await page.getByRole("article").first().waitFor();
  parts["60 conversations opened one after the other by `j`"] = await part(page, 60, () => press(page, "j"));
  parts["40 fast turns of the wheel over the list"] = await part(page, 0, async () => {
    const box = await page.getByRole("listbox").or(page.locator("[data-testid=conversation-row] >> nth=0")).first().boundingBox();
    await page.mouse.move(box.x + 40, box.y + 40);
    for (let n = 0; n < 40; n++) {
      await page.mouse.wheel(0, n < 30 ? 1_500 : -1_500);
      await page.waitForTimeout(30);
    }
  });
  await page.keyboard.press("r");
  await page.locator("[contenteditable=true], textarea").first().waitFor();
  const words = "We looked into it, and your parcel leaves tomorrow. ".repeat(4);
  parts[`${words.length} letters typed into an answer`] = await part(page, words.length, (n) => press(page, words[n] === " " ? "Space" : words[n]));
  return { script_bytes, parts };
}, { viewport: { width: 1440, height: 900 }, allowed: (text) => text.includes("401 (Unauthorized)") });

/** Notes what the browser says of events and tasks; runs within the page, before anything else. */
function observe() {
  const seen = (window.seen = { events: [], tasks: [] });
  const watch = (type, take, more = {}) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  watch("event", (one) => one.interactionId && seen.events.push([one.interactionId, one.duration, one.name, one.processingEnd - one.startTime]), { durationThreshold: 16 });
  watch("longtask", (one) => seen.tasks.push(one.duration));
}

async function press(page, key) {
  await page.keyboard.press(key);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
}

function settled(page) {
  return page.waitForTimeout(1_000);
}

/** What was seen since. */
function taken(page) {
  return page.evaluate(() => {
    const { events, tasks } = window.seen;
    const longest = new Map();
    for (const [id, duration] of events) longest.set(id, Math.max(longest.get(id) ?? 0, duration));
    const found = { slow: [...longest.values()], tasks: [...tasks], handlers: events.map((one) => Math.round(one[3])).sort((a, b) => b - a).slice(0, 5) };
    events.length = tasks.length = 0;
    return found;
  });
}

/** Does something so often, or once, and gives what was seen meanwhile. */
async function part(page, keys, step) {
  await taken(page);
  for (let n = 0; n < Math.max(1, keys); n++) await step(n);
  await settled(page);
  return { ...(await taken(page)), keys };
}
