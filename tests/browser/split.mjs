// A letter that is another matter: split off by its menu and taken back, split off again by a key; what its customer answers
// comes to where it stands.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");
const heading = (page, name) => page.getByRole("heading", { name: new RegExp(name), level: 1 }).waitFor();

await journey(async (page) => {
  await page.goto(input.address);
  await page.getByLabel("E-mail", { exact: true }).fill(input.email);
  await page.getByLabel("Password", { exact: true }).fill(input.password);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Main menu" }).waitFor();
  await page.goto(`${input.address}/views/open/${input.conversation}`);
  await heading(page, "Order 4711");

  // By the message's menu, with the mouse, and back by the toast's key.
  const letters = page.getByRole("region", { name: "Messages" }).getByRole("article");
  await letters.nth(1).getByRole("button", { name: /^Actions/ }).click();
  await page.getByRole("menuitem", { name: "Split off…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("This message alone").waitFor();
  await look(page, "split");
  await dialog.getByLabel("This message alone").check();
  await dialog.getByLabel("Subject of the new conversation").fill("A broken lamp");
  await dialog.getByRole("button", { name: "Split off", exact: true }).click();
  await heading(page, "A broken lamp");
  await page.getByText(/split this off #/).waitFor();
  await look(page, "split-new");
  await page.keyboard.press("z");
  await heading(page, "Order 4711");
  await page.getByText(/undid the split/).waitFor();
  const back = await letters.count();

  // By keys alone: the newest letter.
  await page.getByRole("region", { name: "Messages" }).focus();
  await page.keyboard.press("s");
  await dialog.getByLabel("Subject of the new conversation").waitFor();
  await dialog.getByLabel("Subject of the new conversation").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Where is the invoice");
  await page.keyboard.press("Enter");
  await heading(page, "Where is the invoice");
  const split = new URL(page.url()).pathname.split("/").at(-1);

  // The link in the timeline leads to the other one, which tells of it too.
  await page.getByText(/split this off/).getByRole("link").click();
  await heading(page, "Order 4711");
  // What was shown before is shown at once, and then what came of it.
  await page.getByText(/split a message off into/).getByRole("link", { name: `#${split}` }).click();
  await heading(page, "Where is the invoice");
  return { back, split };
}, { viewport: { width: 1440, height: 900 }, allowed });
