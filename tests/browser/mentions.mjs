// Two people, two browsers, no mouse: one mentions the other in a note, who hears of it, finds it in a list of their own, and
// follows what happens there; drafts and what was sent have their lists too.
import { input, journey, second } from "./journey.mjs";
import { look } from "./looks.mjs";
import { signIn } from "./smtp.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");
const menu = (page) => page.getByRole("navigation", { name: "Main menu" });
const rows = (page) => page.getByTestId("conversation-row");

await journey(async (anna, context) => {
  const ben = await second(context);
  await signIn(anna, input.address, input.anna);
  await signIn(ben, input.address, input.ben);
  await ben.goto(`${input.address}/held`);
  await menu(ben).waitFor();

  await anna.goto(`${input.address}/views/open/${input.conversation}`);
  await anna.getByRole("heading", { name: new RegExp(input.subject), level: 1 }).waitFor();
  await anna.keyboard.press("n");
  await anna.locator("textarea:focus").waitFor();
  await anna.keyboard.type("Do you know her? @be");
  const offered = anna.getByRole("listbox", { name: "People who may see this" });
  await offered.getByRole("option", { name: /Ben/, selected: true }).waitFor();
  await anna.getByText("One person fits: Ben").waitFor();
  await look(anna, "mention-offered");
  await anna.keyboard.press("Enter");
  await anna.keyboard.type("from the fair");
  await anna.keyboard.press("Control+Enter");

  // Ben is told where he is, and the list of his own counts it until he has seen it.
  await ben.getByText(`First Agent mentioned you: ${input.subject}`).waitFor();
  await anna.locator("article.note mark", { hasText: "@Ben" }).waitFor();
  await look(anna, "mention-written");
  await menu(ben).getByRole("link", { name: /Mentions.*1/ }).waitFor();
  await look(ben, "mention-told");
  await ben.keyboard.press("g");
  await ben.keyboard.press("m");
  await ben.getByRole("heading", { name: "Mentions", level: 1 }).waitFor();
  await rows(ben).first().waitFor();
  const mentioned = await rows(ben).count();
  await ben.keyboard.press("Enter");
  await ben.locator("article.note mark", { hasText: "@Ben" }).waitFor();
  await ben.getByRole("button", { name: "You follow", pressed: true }).waitFor();
  await menu(ben).getByRole("link", { name: "Mentions", exact: true }).waitFor();
  await look(ben, "mention-read");

  // Follows no longer, and again; then hears what a colleague does there.
  await ben.keyboard.press("t");
  await ben.getByRole("button", { name: "Follow", exact: true }).waitFor();
  await ben.keyboard.press("t");
  await ben.getByRole("button", { name: "You follow", pressed: true }).waitFor();
  await anna.getByRole("complementary", { name: "Details" }).getByText("Ben", { exact: true }).waitFor();
  await ben.keyboard.press("g");
  await ben.keyboard.press("h");
  await ben.getByRole("heading", { name: "Held", level: 1 }).waitFor();
  await anna.getByRole("region", { name: "Messages" }).focus();
  await anna.keyboard.press("e");
  await ben.getByText(`First Agent set to Resolved: ${input.subject}`).waitFor();

  // What was begun, and what was sent.
  await anna.goto(`${input.address}/views/all/${input.other}`);
  await anna.getByRole("heading", { name: /Refund/, level: 1 }).waitFor();
  await anna.keyboard.press("n");
  await anna.locator("textarea:focus").waitFor();
  await anna.keyboard.type("To be asked");
  await menu(anna).getByRole("link", { name: /Drafts.*1/ }).waitFor();
  await anna.keyboard.press("Escape");
  await anna.keyboard.press("g");
  await anna.keyboard.press("d");
  await anna.getByRole("heading", { name: "Drafts", level: 1 }).waitFor();
  await rows(anna).first().waitFor();
  const begun = await rows(anna).count();
  await look(anna, "list-drafts");
  await anna.keyboard.press("g");
  await anna.keyboard.press("t");
  await anna.getByRole("heading", { name: "Sent", level: 1 }).waitFor();
  await rows(anna).first().waitFor();
  const sent = await rows(anna).count();
  await anna.keyboard.press("?");
  await anna.getByRole("dialog").getByText("Mentions").waitFor();
  await look(anna, "keys");
  return { mentioned, begun, sent };
}, { viewport: { width: 1440, height: 900 }, allowed });
