// The draft of an assistant as an agent meets it: read with how it came about, used below what was begun, taken out, used again, sent.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, nothingIsAwaited, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page) => {
  await signIn(page, input);
  const card = page.getByRole("region", { name: "Suggested answer" });
  await arrive(page, `${input.address}/conversations/${input.conversation}`, card.getByText("Ada suggests an answer"));
  await page.getByText("Ada, an assistant, drafted an answer for the team.").waitFor();
  await page.locator("[contenteditable][aria-label='Your reply']").waitFor();
  await look(page, "suggestion");
  await card.getByRole("button", { name: "How this came about" }).click();
  const dialog = page.getByRole("dialog", { name: "How this came about" });
  await dialog.getByText("We are open from 9 to 17.").waitFor();
  await nothingIsAwaited(page);
  await look(page, "suggestion-exchange");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });

  const answer = page.getByRole("textbox", { name: "Your reply" });
  await answer.click();
  await page.keyboard.type("Dear Zoe,");
  await card.getByRole("button", { name: "Use", exact: true }).click();
  await answer.getByText("We are open from 9 to 17.").waitFor();
  await card.getByText("The text of Ada is in your answer").waitFor();
  await look(page, "suggestion-used");
  await card.getByRole("button", { name: "Take it out again" }).click();
  await answer.getByText("We are open from 9 to 17.").waitFor({ state: "detached" });
  await answer.getByText("Dear Zoe,").waitFor();
  await card.getByRole("button", { name: "Use", exact: true }).click();
  await answer.getByText("We are open from 9 to 17.").waitFor();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await card.waitFor({ state: "detached" });
  await page.getByRole("article").getByText("We are open from 9 to 17.").waitFor();
  return null;
}, { viewport: { width: 1440, height: 900 }, allowed });
