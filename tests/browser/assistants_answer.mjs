// A conversation that an assistant has, on a page that stays open: who has it, what it answered and why it came to it; the hand-over
// with its note; and another conversation that a person takes over.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, nothingIsAwaited, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page) => {
  await signIn(page, input);
  const has = page.getByText("Ada, an assistant, has this conversation and answers it.");
  await arrive(page, `${input.address}/views/all/${input.conversation}`, has);
  await page.getByText("Ada, an assistant, took this conversation.").waitFor();
  await page.getByText("Ada, an assistant, answered from “Returns”.").waitFor();
  const written = page.getByRole("article").filter({ hasText: "You can return the bicycle within 30 days." });
  await written.getByText("Assistant", { exact: true }).waitFor();
  const row = page.locator(`[data-testid=conversation-row][data-id='${input.conversation}']`);
  await row.getByText("Assistant Ada has it").waitFor({ state: "attached" });
  await nothingIsAwaited(page);
  await look(page, "assistant-has");

  await page.locator("aside").getByRole("button", { name: "How this came about" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("named in the answer").waitFor();
  await dialog.getByText("What was asked").click();
  await dialog.getByText("We sell bicycles.").waitFor();
  await look(page, "assistant-exchange");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.locator("aside").getByRole("button", { name: "Why is this here?" }).click();
  await dialog.getByText("The first assistant of the mailbox answers it by itself.").waitFor();
  await look(page, "assistant-why");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });

  // The customer writes once more, and the page hears of it.
  await fetch(input.post);
  await page.getByText("Ada, an assistant, handed this conversation to people. Nothing was found that answers it.").waitFor();
  await page.getByRole("article").getByText("The customer looks for a parcel.").waitFor();
  await has.waitFor({ state: "detached" });
  await look(page, "assistant-handed-over");

  await arrive(page, `${input.address}/views/all/${input.other}`, has);
  await page.getByRole("button", { name: "Take over", exact: true }).click();
  await has.waitFor({ state: "detached" });
  await page.getByText(/ assigned this to /).waitFor();
  return null;
}, { viewport: { width: 1440, height: 900 }, allowed });
