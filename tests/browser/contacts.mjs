// From a conversation to the page of its contact: name, address, note, merge, erase; and the priority by its key.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { signIn } from "./screen.mjs";

// Not signed in yet, and an address that is somebody else's: Chromium notes both answers as faults of the page.
const allowed = (text) => /401 \(Unauthorized\)|422 \(Unprocessable/.test(text);

await journey(async (page) => {
  await signIn(page, input);
  await page.goto(`${input.address}/views/open/${input.conversation}`);
  await page.getByRole("heading", { name: /Lamp is dark/, level: 1 }).focus();
  await page.keyboard.press("p");
  await page.getByRole("menuitemradio", { name: "Urgent" }).click();
  await page.getByRole("button", { name: "Priority: Urgent" }).waitFor();
  const panel = page.getByRole("complementary");
  await panel.getByRole("link", { name: "Acme", exact: true }).waitFor();
  await look(page, "conversation-with-priority");

  await panel.getByRole("heading", { level: 2 }).getByRole("link").click();
  await page.getByLabel("Name", { exact: true }).fill("Maria Nováková");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Maria Nováková", level: 1 }).waitFor();
  await page.getByLabel("New note").fill("Prefers to be called in the morning.");
  await page.getByRole("button", { name: "Add note" }).click();
  await page.getByRole("listitem").filter({ hasText: "Prefers to be called" }).waitFor();

  // The address of somebody else is refused, and merging is offered.
  await page.getByLabel("Another address").fill(input.other);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: /^Merge with/ }).click();
  await page.getByRole("radio", { name: new RegExp(input.other) }).first().waitFor();
  await look(page, "contact-merge");
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.getByRole("heading", { name: "Merged contacts" }).waitFor();
  const conversations = page.getByRole("region", { name: "Conversations" }).getByRole("listitem");
  await conversations.nth(1).waitFor();
  await page.getByRole("radio", { name: new RegExp(input.other) }).waitFor();
  await page.getByText("Another contact has this address").waitFor({ state: "detached" });
  const count = await conversations.count();
  await look(page, "contact");

  await page.getByRole("link", { name: "Contacts" }).first().click();
  await page.getByRole("searchbox").fill("novak");
  await page.getByRole("link", { name: /Maria Nováková/ }).waitFor();
  await look(page, "contacts");
  await page.getByRole("link", { name: /Maria Nováková/ }).click();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Erase…" }).click();
  await page.getByLabel(/^Type .* to confirm$/).fill(input.primary);
  await look(page, "contact-erase");
  await page.getByRole("button", { name: "Erase for good" }).click();
  await page.getByText("The contact was erased.").waitFor();
  return { conversations: count };
}, { viewport: { width: 1440, height: 900 }, allowed });
