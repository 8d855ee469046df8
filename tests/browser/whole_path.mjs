// The first day of a desk, by keyboard alone: set up, add mailboxes, open the channel, sign in, read and answer mail that arrives meanwhile.
import { input, journey } from "./journey.mjs";
import { choose, fill, press, tabTo } from "./keyboard.mjs";
import { look } from "./looks.mjs";
import { mark } from "./marks.mjs";

// Whoever is not signed in yet is told so by 401, which Chromium notes as a fault of the page.
const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page) => {
  await setUp(page);
  for (const mailbox of input.mailboxes) await addMailbox(page, mailbox);
  await openChannel(page);
  await seeHealth(page);
  await signInAgain(page);
  // A reload would lose this.
  await page.evaluate(() => (window.neverReloaded = true));
  const found = [];
  for (const talk of input.talks) found.push(await answer(page, talk));
  await look(page, `${input.name}-conversation`);
  await page.keyboard.press("u");
  await look(page, `${input.name}-list`);
  return { talks: found, reloaded: !(await page.evaluate(() => window.neverReloaded === true)) };
}, { allowed });

async function setUp(page) {
  await page.goto(input.link);
  const main = page.locator("body");
  await fill(page, main, "Your name", input.agent.name);
  await fill(page, main, "E-mail", input.agent.email);
  await fill(page, main, "Password", input.agent.password);
  await look(page, `${input.name}-setup`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Add mailbox" }).waitFor();
}

async function addMailbox(page, mailbox) {
  if (!page.url().endsWith("/new")) {
    await tabTo(page, page.getByRole("link", { name: "All mailboxes" }));
    await page.keyboard.press("Enter");
    await press(page, page, "Add mailbox");
  }
  const form = page.locator("form");
  await fill(page, form, "Name", mailbox.name);
  await fill(page, form, "E-mail address", mailbox.address);
  await choose(page, form, "How mail comes in", mailbox.incoming ? "Read by IMAP" : "Forwarded");
  if (mailbox.incoming) await connection(page, form.getByRole("group", { name: "Receiving" }), mailbox.incoming);
  await connection(page, form.getByRole("group", { name: "Sending" }), mailbox.outgoing);
  await press(page, form, "Test connection");
  await steps(page, "Sending", 2);
  if (mailbox.incoming) await steps(page, "Receiving", 3);
  await look(page, `${input.name}-mailbox-${mailbox.incoming ? "imap" : "forwarded"}`);
  await press(page, form, "Save");
  await page.getByRole("heading", { name: mailbox.name }).waitFor();
}

async function connection(page, part, server) {
  await fill(page, part, "Host", "127.0.0.1");
  await fill(page, part, "Port", String(server.port));
  await choose(page, part, "Security", "None");
  if (!server.login) return;
  await fill(page, part, "Login", server.login);
  await fill(page, part, "Password", server.password);
}

/** The test shows each of its steps, and each worked. */
async function steps(page, title, count) {
  const shown = page.getByRole("status", { name: title }).getByRole("listitem");
  await shown.and(page.locator("[data-ok]")).nth(count - 1).waitFor();
  const words = await shown.allInnerTexts();
  const worked = await shown.and(page.locator("[data-ok=true]")).count();
  if (worked !== count || words.length !== count) throw new Error(`${title}: ${JSON.stringify(words)}`);
}

async function openChannel(page) {
  await tabTo(page, page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "E-mail settings" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("switch", { name: "E-mail channel" }));
  await page.keyboard.press("Space");
  await press(page, page, "Save");
  await page.getByText("Saved", { exact: true }).first().waitFor();
}

/** Every mailbox says in a sentence that it receives; without a reload. */
async function seeHealth(page) {
  await tabTo(page, page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Mailboxes" }));
  await page.keyboard.press("Enter");
  const list = page.getByRole("list", { name: "Mailboxes" });
  for (const mailbox of input.mailboxes) {
    const entry = list.getByRole("listitem").filter({ hasText: mailbox.address });
    const words = mailbox.incoming ? "Receiving: connected." : "Receiving: takes the mail that is forwarded here.";
    await entry.getByText(words).waitFor();
  }
  await look(page, `${input.name}-mailboxes`);
}

async function signInAgain(page) {
  await tabTo(page, page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Account" }));
  await page.keyboard.press("Enter");
  await press(page, page.locator("main"), "Sign out");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await fill(page, page, "E-mail", input.agent.email);
  await fill(page, page, "Password", input.agent.password);
  await look(page, `${input.name}-sign-in`);
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "All open" }).waitFor();
}

/** One matter from its first mail to the second answer. */
async function answer(page, talk) {
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  mark(`${talk.mark}-waiting`);
  const rows = page.getByTestId("conversation-row");
  const row = rows.filter({ hasText: talk.subject });
  await row.waitFor();
  for (let step = 0; !(await row.evaluate((element) => element === document.activeElement)); step += 1) {
    if (step > 5) throw new Error("the row cannot be reached with the arrow keys");
    await page.keyboard.press(step === 0 ? "j" : "ArrowUp");
  }
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: talk.subject }).waitFor();
  const timeline = page.getByRole("region", { name: "Messages" });
  await timeline.getByText(talk.question).waitFor();
  await write(page, talk.answers[0]);
  for (const words of talk.more) await timeline.getByText(words).waitFor();
  await write(page, talk.answers[1]);
  await page.getByTestId("delivery").and(page.locator("[data-state=sent]")).nth(1).waitFor();
  const letters = await timeline.getByRole("article").allInnerTexts();
  return { letters: letters.length, rows: await rows.filter({ hasText: talk.subject }).count() };
}

async function write(page, words) {
  await page.keyboard.press("r");
  const box = page.getByRole("textbox", { name: "Your reply" });
  await box.and(page.locator(":focus")).waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("region", { name: "Messages" }).getByText(words.split("\n")[0]).waitFor();
  await page.keyboard.press("Escape");
}
