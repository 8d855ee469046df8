// A model that helps agents: nothing of it before somebody chose one; then an answer from the knowledge, another tone that is put
// back, a summary, and a customer's message in the agent's language.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, nothingIsAwaited, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");

await journey(async (page) => {
  await signIn(page, input);
  const conversation = `${input.address}/conversations/${input.conversation}`;
  const box = page.getByRole("textbox", { name: "Your reply" });
  const menu = page.getByRole("button", { name: "Have a model help" });
  const help = async (what) => {
    await menu.click();
    await page.getByRole("menuitem", { name: what }).click();
  };
  const open = async () => {
    const told = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/helper"));
    await arrive(page, conversation, page.getByText(input.question).first());
    await told;
    await box.click();
    await page.getByRole("button", { name: "Insert a snippet" }).waitFor();
  };
  await open();
  const before = await menu.count();

  await arrive(page, `${input.address}/settings/assistants`, page.getByLabel("Whose model helps agents"));
  await page.getByLabel("Whose model helps agents").selectOption({ label: "Ada" });
  await page.getByText("Saved").first().waitFor();
  await nothingIsAwaited(page);
  await look(page, "help-setting");

  await open();
  await menu.waitFor();
  await help("Suggest an answer");
  await page.getByText("The model’s text is in the answer.").waitFor();
  const answer = (await box.innerText()).trim();
  const sources = await page.getByText("Returning goods").count();
  await nothingIsAwaited(page);
  await look(page, "help-answer");
  await page.getByRole("button", { name: "Put back" }).click();
  await page.getByText("The model’s text is in the answer.").waitFor({ state: "detached" });
  const empty = (await box.innerText()).trim();

  await box.click();
  await page.keyboard.type("Send it back.");
  await help("Friendlier");
  await box.getByText("Please send it back, dear Zoe.").waitFor();
  await page.getByText("A link was left out that stood nowhere before.").waitFor();
  const friendlier = (await box.innerText()).trim();
  await page.getByRole("button", { name: "Put back" }).click();
  await box.getByText("Send it back.", { exact: true }).waitFor();

  await help("Sum up the conversation");
  const summary = page.getByRole("region", { name: "What Ada reads in this conversation" });
  await summary.getByText("Zoe wants to return shoes.").waitFor();
  await nothingIsAwaited(page);
  await look(page, "help-summary");
  await page.getByRole("button", { name: "How this came about" }).last().click();
  const exchange = page.getByRole("dialog");
  await exchange.getByText("An agent asked for a summary.").waitFor();
  const turns = await exchange.locator("ol > li").count();
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Actions for the message of Zoe" }).click();
  await page.getByRole("menuitem", { name: "Translate" }).click();
  await page.getByRole("region", { name: "Translation" }).getByText("How can I return my shoes?").waitFor();
  await nothingIsAwaited(page);
  await look(page, "help-translation");
  return { before, answer, sources, empty, friendlier, turns };
}, { viewport: { width: 1440, height: 900 }, allowed });
