// The smallest journey: opens an address and tells the page's title and first heading. It proves that the browser itself works.
import { input, journey } from "./journey.mjs";

await journey(async (page) => {
  await page.goto(input.address);
  return { title: await page.title(), heading: await page.locator("h1").first().innerText() };
});
