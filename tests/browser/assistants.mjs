// Assistants as an administrator meets them: an empty page that explains itself, one written as questions and answers, tried,
// put into a mailbox and into its order; and the setting of who is mailed.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, nothingIsAwaited, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");

await journey(async (page) => {
  await signIn(page, input);
  const assistants = `${input.address}/settings/assistants`;
  await arrive(page, assistants, page.getByRole("heading", { name: "No assistant yet" }));
  await look(page, "assistants-empty");

  const button = (name) => page.getByRole("button", { name, exact: true });
  await button("Add assistant").click();
  await page.getByRole("heading", { name: "New assistant", level: 1 }).waitFor();
  await look(page, "assistants-new", 1800);
  await page.getByRole("radio", { name: /^Dialogflow/ }).check();
  await page.getByLabel("Key file", { exact: true }).waitFor();
  await look(page, "assistants-dialogflow", 1800);
  await page.getByRole("radio", { name: /^Questions and answers/ }).check();
  await page.getByLabel("Name", { exact: true }).fill("Ada");
  await pair(page, "opening hours\nwhen do you open", "We are open from 9 to 17.");
  await button("Add an answer").click();
  await pair(page, "of the", "It is not known.");
  await button("Add assistant").click();
  await page.getByText("A question needs at least one word that says what it is about.").first().waitFor();
  await pair(page, "repair price", "A repair costs 20 euros.");
  await button("Add assistant").click();
  await page.getByRole("heading", { name: "Ada", level: 1 }).waitFor();
  await page.getByText("It works in no mailbox yet.").waitFor();

  // In order by the keyboard; the focus stays where it is of use.
  await page.getByRole("button", { name: "Move repair price up" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Move repair price down");
  await button("Save").click();
  await page.getByRole("status").getByText("Saved", { exact: true }).first().waitFor();

  const question = page.getByLabel("Question", { exact: true });
  await question.fill("Where is my parcel?");
  await button("Ask").click();
  await page.getByText("People would have to answer. It does not know the answer for sure.").waitFor();
  await question.fill("Hello, when do you OPEN on Mondays?");
  await button("Ask").click();
  const told = page.getByRole("region", { name: "Try it" }).locator("blockquote");
  await told.waitFor();
  const tried = await told.innerText();
  await nothingIsAwaited(page);
  await look(page, "assistants-one", 1900);

  await page.getByRole("link", { name: "Support" }).click();
  await page.getByText("No assistant works here.").waitFor();
  await button("Add").click();
  const on = page.getByRole("switch", { name: "Ada is on in this mailbox" });
  await on.waitFor();
  await page.getByText("takes what comes").waitFor();
  await on.focus();
  await page.keyboard.press("Space");
  await page.getByText("takes what comes").waitFor({ state: "detached" });
  await page.keyboard.press("Space");
  await page.getByText("takes what comes").waitFor();
  await nothingIsAwaited(page);
  await look(page, "assistants-placed");
  await arrive(page, assistants, page.getByText("Works in Support"));
  await look(page, "assistants-list");

  const takeover = page.getByRole("switch", { name: "Human takeover" });
  await arrive(page, `${input.address}/settings/general`, takeover);
  await takeover.uncheck();
  await button("Save").click();
  await page.getByRole("status").getByText("Saved", { exact: true }).first().waitFor();
  await look(page, "assistants-takeover", 1300);
  return { tried };
}, { viewport: { width: 1440, height: 900 }, allowed });

/** Fills in the pair that is open. */
async function pair(page, questions, answer) {
  await page.getByLabel("Ways to ask").fill(questions);
  await page.getByLabel("Answer", { exact: true }).fill(answer);
}
