// Sets up categories and what new conversations of a mailbox get; then works with them: the list of a queue, the category
// in the panel, and a category deleted with its question. By keyboard.
import { input, journey } from "./journey.mjs";
import { choose, fill, press, tabTo } from "./keyboard.mjs";
import { look } from "./looks.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");

await journey(async (page) => {
  await page.goto(input.part === "use" ? input.address : `${input.address}/settings/categories`);
  await fill(page, page, "E-mail", input.email);
  await fill(page, page, "Password", input.password);
  await page.keyboard.press("Enter");
  return input.part === "use" ? await use(page) : await setUp(page);
}, { viewport: { width: 1440, height: 900 }, allowed });

async function add(page, name, whole) {
  await press(page, page, "Add category");
  await fill(page, page, "Name", name);
  if (whole) await choose(page, page, "Belongs to", whole);
  await press(page, page, "Save");
  await page.getByRole("heading", { name, level: 2 }).waitFor();
}

async function setUp(page) {
  await page.getByText("There is no category yet").waitFor();
  await look(page, "categories-none");
  await add(page, "Orders");
  await add(page, "Late", "Orders");
  await press(page, page, "Add category");
  await fill(page, page, "Name", "orders");
  await press(page, page, "Save");
  await page.getByText("Another category in the same place has this name.").waitFor();
  await look(page, "categories");
  await fill(page, page, "Name", "Returns");
  await press(page, page, "Save");
  await page.getByRole("heading", { name: "Returns", level: 2 }).waitFor();

  await tabTo(page, page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Mailboxes" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("link", { name: /^Support/ }));
  await page.keyboard.press("Enter");
  await choose(page, page, "Queue", "Shop");
  await choose(page, page, "Category of new conversations", "Orders");
  // Its part stands behind it; the mark between the two is on no keyboard.
  await page.keyboard.press("ArrowDown");
  await look(page, "mailbox-defaults", 1900);
  await press(page, page, "Save");
  await page.getByRole("status").filter({ hasText: /^Saved$/ }).first().waitFor();
  return {};
}

async function use(page) {
  const link = page.getByRole("navigation", { name: "Main menu" }).getByRole("link", { name: /^Shop/ });
  await tabTo(page, link);
  await link.getByText("1 open").waitFor({ state: "attached" });
  const counted = await link.innerText();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Shop", level: 1 }).waitFor();
  const row = page.getByTestId("conversation-row").filter({ hasText: input.subject });
  await row.waitFor();
  await row.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary");
  await panel.getByText("Orders › Late").waitFor();
  await tabTo(page, panel.getByRole("button", { name: "Category: Orders › Late" }));
  await page.keyboard.press("Enter");
  const choice = page.getByRole("menuitemradio", { name: "Returns" });
  await choice.focus();
  await page.keyboard.press("Enter");
  await panel.getByRole("button", { name: "Category: Returns" }).waitFor();
  await page.getByText(/put this into the category Returns/).waitFor();
  await look(page, "queue-list");

  await page.goto(`${input.address}/settings/categories`);
  await press(page, page, "Edit Returns");
  await press(page, page, "Delete category");
  const dialog = page.getByRole("dialog", { name: "Delete Returns" });
  await dialog.getByText("1 conversation has it.").waitFor();
  await choose(page, dialog, "What becomes of them", "Orders");
  await look(page, "category-delete");
  await press(page, dialog, "Delete category");
  await page.getByText("The category Returns was deleted.").waitFor();
  return { counted };
}
