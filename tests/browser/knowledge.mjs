// Knowledge as the team meets it: an empty page that explains itself, an article written and found by a question, files imported
// with what became of each, and an answer that an agent approves, cleans and publishes.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, nothingIsAwaited, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");
const file = (name, text) => ({ name, mimeType: "text/markdown", buffer: Buffer.from(text) });
const ARTICLE = "You can send **shoes** back within 30 days, unworn.\n\n## How it works\n\n1. Print the label in your account.\n2. Bring the parcel to any [post office](https://post.example).\n\n> We refund the price within five days.";

await journey(async (page) => {
  await signIn(page, input);
  const knowledge = `${input.address}/settings/knowledge`;
  await arrive(page, knowledge, page.getByRole("heading", { name: "Nothing is known yet" }));
  await look(page, "knowledge-empty");

  await page.getByRole("button", { name: "Write article" }).click();
  await page.getByLabel("Title", { exact: true }).fill("Returning goods");
  await page.getByLabel("Public address").fill("http://help.example.org");
  await page.getByRole("switch", { name: "Published" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Write something first.").first().waitFor();
  await page.getByLabel("Text", { exact: true }).fill(ARTICLE);
  await page.getByRole("heading", { name: "How it works", level: 3 }).waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/^Type the article.s public address/).first().waitFor();
  await page.getByLabel("Public address").fill("https://help.example.org/returns");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Returning goods", level: 1 }).waitFor();
  await page.getByRole("button", { name: "Delete article" }).waitFor();
  await nothingIsAwaited(page);
  await look(page, "knowledge-article", 1700);

  await page.getByRole("link", { name: "All articles" }).click();
  const question = page.getByLabel("A customer’s question");
  const ask = async (words) => {
    await question.fill(words);
    await page.getByRole("button", { name: "What is found?" }).click();
  };
  await question.waitFor();
  await ask("Do you repair bicycles in Vienna?");
  await page.getByText("Nothing is good enough to answer from. An assistant would hand over to a person.").waitFor();
  await ask("Hello, how do I get a label for my parcel in my account?");
  await page.getByText(/^covers \d+ %$/).first().waitFor();
  const found = await page.getByRole("region", { name: "Try a question" }).getByRole("listitem").first().innerText();
  await nothingIsAwaited(page);
  await look(page, "knowledge-question", 1200);

  await page.getByRole("button", { name: "Import files" }).click();
  await page.locator("input[type=file]").setInputFiles([
    file("delivery.md", "---\nlanguage: en\n---\n# Delivery\n\nWithin the country it takes two days."),
    file("empty.md", "---\ntitle: Nothing\n---\n"),
  ]);
  const results = page.getByRole("list", { name: "What became of the files" });
  await results.getByText("There is no text in this file.").waitFor();
  await results.getByText("New article").waitFor();
  await page.getByRole("list", { name: "Knowledge" }).getByText("Delivery").waitFor();
  await nothingIsAwaited(page);
  await look(page, "knowledge-import", 1200);

  await arrive(page, `${input.address}/conversations/${input.conversation}`, page.getByText(input.answer).first());
  await page.getByRole("button", { name: "Actions for the message of First Agent" }).click();
  await page.getByRole("menuitem", { name: "Approve as knowledge" }).click();
  await page.getByText("This was said to one customer.").waitFor();
  await page.getByLabel("How customers ask for it").fill("Is my kettle under warranty?");
  await page.getByLabel("Text", { exact: true }).fill("Kettles have two years of warranty.");
  await nothingIsAwaited(page);
  await look(page, "knowledge-approved", 1500);
  const alone = await page.getByRole("switch", { name: "Good enough for an assistant alone" }).isChecked();
  await page.getByRole("switch", { name: "Published" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("This was said to one customer.").waitFor({ state: "detached" });
  await page.getByRole("link", { name: "All articles" }).click();
  await question.waitFor();
  await ask("How long is the warranty of a kettle?");
  await page.getByText("only for drafts").waitFor();
  const approved = await page.getByRole("region", { name: "Try a question" }).getByRole("listitem").first().innerText();
  return { found, approved, alone };
}, { viewport: { width: 1440, height: 900 }, allowed });
