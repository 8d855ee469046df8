// Opens conversations and tells which address stands beside each sender's name, and whether it is really painted: the picture of the line
// changes when the address is hidden.
import { input, journey } from "./journey.mjs";
import { fill } from "./keyboard.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page) => {
  await page.goto(input.address);
  await fill(page, page, "E-mail", input.email);
  await fill(page, page, "Password", input.password);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: /^Held/ }).waitFor();
  const shown = [];
  for (const id of input.conversations) {
    await page.goto(`${input.address}/conversations/${id}`);
    const address = page.locator("article .address, .letter .address, .line .address").first();
    await address.waitFor();
    const line = address.locator("xpath=..");
    const seen = await line.screenshot();
    await address.evaluate((element) => { element.style.visibility = "hidden"; });
    const hidden = await line.screenshot();
    shown.push({ address: await address.textContent(), painted: !seen.equals(hidden) });
  }
  return shown;
}, { allowed });
