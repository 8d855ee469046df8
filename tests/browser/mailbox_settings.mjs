// Changes the settings of a mailbox and of the e-mail channel by keyboard alone, and looks at every page of theirs.
import { input, journey } from "./journey.mjs";
import { choose, fill, press, tabTo } from "./keyboard.mjs";
import { look } from "./looks.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");

await journey(async (page) => {
  await page.goto(`${input.address}/settings/mailboxes`);
  await fill(page, page, "E-mail", input.email);
  await fill(page, page, "Password", input.password);
  await page.keyboard.press("Enter");
  const settings = page.getByRole("navigation", { name: "Settings" });
  await tabTo(page, page.getByRole("link", { name: /^Acme Support/ }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Acme Support", level: 1 }).waitFor();
  await mailbox(page);
  await tabTo(page, settings.getByRole("link", { name: "E-mail settings" }));
  await page.keyboard.press("Enter");
  await channel(page);
  await tabTo(page, settings.getByRole("link", { name: "General" }));
  await page.keyboard.press("Enter");
  await page.getByLabel("Company name").waitFor();
  await look(page, "settings-general");
  return {};
}, { allowed });

async function saved(page) {
  await page.getByRole("status").filter({ hasText: /^Saved$/ }).first().waitFor();
}

async function toggle(page, name) {
  await tabTo(page, page.getByRole("switch", { name }));
  await page.keyboard.press("Space");
}

async function mailbox(page) {
  await choose(page, page, "Sender's name", input.sender);
  await choose(page, page, "Language", "Czech");
  await fill(page, page, "Signature", "S pozdravem");
  await fill(page, page, "Aliases", "nonsense");
  await press(page, page, "Save");
  await page.getByText("One of the addresses cannot be read").waitFor();
  await fill(page, page, "Aliases", "hilfe@acme.example");
  await toggle(page, "Begin with");
  await toggle(page, "Conversation number in the subject");
  await choose(page, page, "Repeated mail", "Joins");
  await fill(page, page, "Within hours", "0");
  await look(page, "mailbox-settings", 1900);
  await press(page, page, "Save");
  await page.getByText("Choose 1 to 8,760 hours").waitFor();
  await look(page, "mailbox-settings-refused", 1900);
  await fill(page, page, "Within hours", "12");
  await press(page, page, "Save");
  await saved(page);
  await tabTo(page, page.getByRole("link", { name: "Connection" }));
  await page.keyboard.press("Enter");
  await press(page, page, "Set up forwarding");
  await page.getByText(/^Until .* the question of Gmail/).waitFor();
  await look(page, "mailbox-connection", 1100);
}

async function channel(page) {
  await choose(page, page, "Agent replies by e-mail", "Are sent");
  await toggle(page, "Repeated mail joins");
  await toggle(page, "A late answer starts");
  await fill(page, page, "Hours after closing", "48");
  await fill(page, page, "Domains of agents that cannot sign their mail", "gmail.com");
  await press(page, page, "Save");
  await page.getByText("Anybody can have an address there").waitFor();
  await look(page, "email-settings", 2200);
  await fill(page, page, "Domains of agents that cannot sign their mail", "acme.example");
  await press(page, page, "Save");
  await saved(page);
}
