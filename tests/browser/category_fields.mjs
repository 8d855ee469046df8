// Says what a category asks to be known, tries to resolve a conversation of it, fills in what is missing and goes on; then
// changes a value in the panel. By keyboard.
import { input, journey } from "./journey.mjs";
import { choose, fill, press, tabTo } from "./keyboard.mjs";
import { look } from "./looks.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");

await journey(async (page) => {
  await page.goto(`${input.address}/settings/categories`);
  await fill(page, page, "E-mail", input.email);
  await fill(page, page, "Password", input.password);
  await page.keyboard.press("Enter");
  await define(page);
  return use(page);
}, { viewport: { width: 1440, height: 900 }, allowed });

async function define(page) {
  await press(page, page, "Fields of Orders");
  const fields = page.getByRole("region", { name: "Fields of Orders" });
  await fields.getByText("It asks for nothing of its own yet.").waitFor();
  await press(page, fields, "Add field");
  await fill(page, fields, "Name", "Level");
  await choose(page, fields, "Kind", "Choice");
  await fill(page, fields, "Word 1", "gold");
  await fill(page, fields, "Word 2", "silver");
  await look(page, "category-field-form", 1500);
  await press(page, fields, "Save");
  await fields.getByText("Choice: gold, silver").waitFor();

  await press(page, fields, "Add field");
  await fill(page, fields, "Name", "Order number");
  await fill(page, fields, "What to write there", "As it stands on the invoice.");
  await tabTo(page, fields.getByRole("switch", { name: "Required" }));
  await page.keyboard.press("Space");
  await press(page, fields, "Save");
  await fields.getByText("As it stands on the invoice.").waitFor();
  await press(page, fields, "Move Order number up");
  await page.getByText("Order number was moved.").waitFor();

  await press(page, fields, "Edit Level");
  await fill(page, fields, "Word 1", "top");
  await press(page, fields, "Save");
  await fields.getByText("Choice: top, silver").waitFor();
  await look(page, "category-fields", 1200);
}

async function use(page) {
  await page.goto(`${input.address}/conversations/${input.conversation}`);
  const panel = page.getByRole("complementary");
  await panel.getByLabel("Order number (required)").waitFor();
  await look(page, "conversation-fields");

  await page.getByRole("heading", { name: input.subject }).first().focus();
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog", { name: "What is still missing" });
  await dialog.getByLabel("Order number (required)").waitFor();
  await press(page, dialog, "Save and go on");
  await dialog.getByText("Fill this in.").waitFor();
  await look(page, "fields-needed");
  await fill(page, dialog, "Order number (required)", "4711");
  await press(page, dialog, "Save and go on");
  await page.getByText(/set the status to Resolved/).waitFor();

  await page.goto(`${input.address}/conversations/${input.conversation}`);
  await page.getByText(/filled in Order number: 4711/).waitFor();
  await choose(page, panel, "Level", "top");
  await page.getByText(/filled in Level: top/).waitFor();
  await fill(page, panel, "Order number (required)", "4712");
  await page.keyboard.press("Enter");
  await page.getByText(/filled in Order number: 4712/).waitFor();
  return { shown: await panel.getByLabel("Order number (required)").inputValue() };
}
