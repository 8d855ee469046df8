// Decides about held mail as a person does: looks at one, releases it, undoes and repeats that, deletes and blocks others
// together, reads why a mail is where it is, and looks at the ledger of the mailbox. By keyboard.
import { input, journey } from "./journey.mjs";
import { fill, press, tabTo } from "./keyboard.mjs";
import { look } from "./looks.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page) => {
  const row = (subject) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: subject }) });
  const menu = async (subject, entry) => {
    await press(page, row(subject), `More for ${subject}`);
    const choice = page.getByRole("menuitem", { name: entry, exact: true });
    await choice.focus();
    await page.keyboard.press("Enter");
  };
  const toast = (text) => page.getByText(text).first().waitFor();

  await page.goto(input.address);
  await fill(page, page, "E-mail", input.email);
  await fill(page, page, "Password", input.password);
  await page.keyboard.press("Enter");
  const held = page.getByRole("navigation", { name: "Main menu" }).getByRole("link", { name: /^Held/ });
  await tabTo(page, held);
  const counted = await held.innerText();
  await page.keyboard.press("Enter");

  // Looked at before it is decided about: text, files, nothing fetched.
  await press(page, row(input.held), input.held);
  await row(input.held).getByText(input.words).waitFor();
  await row(input.held).getByText("invoice.txt").waitFor();
  await look(page, "held-look");
  await press(page, row(input.held), `Release: ${input.held}`);
  await toast("Released.");
  await row(input.held).waitFor({ state: "detached" });
  await press(page, page, "Undo");
  await row(input.held).waitFor();
  await press(page, row(input.held), `Release: ${input.held}`);
  await row(input.held).waitFor({ state: "detached" });

  // Two at once.
  for (const subject of input.junk) {
    await tabTo(page, row(subject).getByRole("checkbox"));
    await page.keyboard.press("Space");
  }
  await page.getByText("2 chosen").waitFor();
  await look(page, "held-chosen");
  await press(page, page, "Block the sender");
  await toast("2 senders are blocked.");
  await page.getByText("No mail is held.").waitFor();

  await tabTo(page, page.getByRole("link", { name: "Set aside" }));
  await page.keyboard.press("Enter");
  await row(input.junk[0]).getByText("Its sender is on the list of blocked senders.").waitFor();
  await look(page, "held-ignored");
  await press(page, row(input.junk[0]), `Unblock the sender: ${input.junk[0]}`);
  await row(input.junk[0]).waitFor({ state: "detached" });
  await menu(input.junk[1], "Make it a new conversation");
  await toast("It becomes a conversation of its own in a moment.");

  // Why is this here?
  await tabTo(page, page.getByRole("link", { name: /^All open/ }));
  await page.keyboard.press("Enter");
  const conversation = page.getByTestId("conversation-row").filter({ hasText: input.held });
  await conversation.waitFor();
  await conversation.focus();
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("article").getByRole("button", { name: /^Actions for the message/ }));
  await page.keyboard.press("Enter");
  const why = page.getByRole("menuitem", { name: "Why is this here?" });
  await why.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Why is this here?" });
  await dialog.getByText("Somebody of the team looked at it and released it.").waitFor();
  const steps = await dialog.getByRole("heading", { level: 3 }).allInnerTexts();
  await look(page, "why");
  await page.keyboard.press("Escape");

  // The ledger.
  await page.goto(`${input.address}/settings/mailboxes/${input.mailbox}/ledger`);
  await page.getByRole("table").getByText(input.held).waitFor();
  await page.getByText("was missing at").waitFor();
  await look(page, "ledger");
  await press(page, page, "Compare with the server");
  await toast("Nothing is missing");
  const lines = await page.getByRole("table").getByRole("row").count();
  return { counted, steps, lines };
}, { allowed });
