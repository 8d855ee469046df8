// Looks at every screen of the desk, with what a working desk shows and with what it shows when there is nothing or something fails.
// The pages of the settings are looked at by `screens_settings.mjs`.
import { complaints, input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, nothingIsAwaited, signIn } from "./screen.mjs";

// A screen that shows a failure was failed on purpose; whoever is not signed in is told so by 401.
const allowed = (text) => /40[14] \(|500 \(|ERR_FAILED|ERR_INTERNET_DISCONNECTED/.test(text);

await journey(async (page, context) => {
  await doors(page);
  await signIn(page, input);
  await inbox(page);
  await conversations(page);
  await people(page);
  await written(page);
  await failures(page, context);
  return {};
}, { allowed });

async function doors(page) {
  for (const [path, name, heading] of [
    ["/sign-in", "sign-in", "Sign in"],
    ["/forgot", "forgot", /password/i],
    ["/join#no-such-link", "join", /./],
    ["/new-password#no-such-link", "new-password", /./],
    ["/api", "reference", /API/],
  ]) {
    await arrive(page, input.address + path, page.getByRole("heading", { level: 1, name: heading }).first());
    await look(page, name);
  }
}

async function inbox(page) {
  await arrive(page, `${input.address}/views/open`, page.getByTestId("conversation-row").first());
  await look(page, "inbox");
  for (const [path, name] of [
    ["/views/postponed", "view-empty"],
    ["/views/trash", "trash-empty"],
    ["/views/open?q=nothing%20has%20these%20words", "search-nothing"],
    ["/held", "held"],
    ["/held/ignored", "ignored"],
    ["/no/such/page", "lost"],
  ]) {
    await arrive(page, input.address + path, page.locator("main").first());
    await look(page, name);
  }
}

async function conversations(page) {
  for (const [name, id] of Object.entries(input.conversations)) {
    await arrive(page, `${input.address}/views/all/${id}`, page.locator("li.letter").last());
    await look(page, `conversation-${name}`);
  }
}

async function people(page) {
  for (const [path, name] of [
    ["/contacts", "contacts"],
    [`/contacts/${input.contact}`, "contact"],
    ["/companies", "companies"],
    [`/companies/${input.company}`, "company"],
  ]) {
    await arrive(page, input.address + path, page.getByRole("heading", { level: 1 }).first());
    await look(page, name, 1200);
  }
}

async function written(page) {
  await arrive(page, `${input.address}/views/all/${input.conversations.plain}`, page.locator("li.letter").last());
  await page.keyboard.press("r");
  await page.locator("[contenteditable=true], textarea").first().waitFor();
  await look(page, "composer");
  await page.keyboard.press("Escape");
  await printed(page);
  await arrive(page, `${input.address}/new`, page.getByRole("heading", { level: 1 }).first());
  await look(page, "new");
  await arrive(page, `${input.address}/views/open`, page.getByTestId("conversation-row").first());
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await look(page, "shortcuts");
  await page.keyboard.press("Escape");
}

// LA-5: what goes on paper is the letters alone, unless the notes are asked for.
async function printed(page) {
  await arrive(page, `${input.address}/views/all/${input.conversations.thread}`, page.locator("li.letter").last());
  await page.keyboard.press("w");
  await page.getByRole("dialog").waitFor();
  await look(page, "print");
  await page.keyboard.press("Escape");
  await page.emulateMedia({ media: "print" });
  const parts = { letter: page.locator("article.inbound").last(), note: page.locator("article.note").last(), list: page.getByTestId("conversation-row").first() };
  const shown = await Promise.all(Object.values(parts).map((part) => part.isVisible()));
  if (shown.join() !== "true,false,false") complaints.push(`on paper, of ${Object.keys(parts)} there are ${shown}`);
  await page.evaluate(() => (document.documentElement.dataset.print = "all"));
  if (!(await parts.note.isVisible())) complaints.push("on paper with notes there is no note");
  await page.evaluate(() => delete document.documentElement.dataset.print);
  await page.emulateMedia({ media: "screen" });
}

async function failures(page, context) {
  await page.route("**/api/v1/conversations?*", (route) => route.fulfill({ status: 500, contentType: "application/problem+json", body: "{}" }));
  await page.goto(`${input.address}/views/mine`);
  await page.getByRole("button", { name: "Try again" }).first().waitFor();
  await look(page, "list-failed");
  await page.unroute("**/api/v1/conversations?*");
  await arrive(page, `${input.address}/views/all/999999`, page.locator("main").first());
  await look(page, "conversation-missing");
  await arrive(page, `${input.address}/views/open`, page.getByTestId("conversation-row").first());
  await context.setOffline(true);
  await page.getByText("You are offline.").first().waitFor();
  await nothingIsAwaited(page);
  await look(page, "offline");
  await context.setOffline(false);
}
