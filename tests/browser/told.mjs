// What the desk tells others: the text of a mail changed, looked at, tried and put back; an endpoint added, tried, seen in its log and
// told again.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { signIn } from "./screen.mjs";

const allowed = (text) => /401 \(Unauthorized\)|422 \(Unprocessable/.test(text);

await journey(async (page) => {
  await signIn(page, input);
  await page.goto(`${input.address}/settings/templates`);
  await page.getByRole("link", { name: "What stands around an answer" }).click();
  const text = page.getByLabel("Text", { exact: true });
  await text.waitFor();
  if (await page.getByLabel("Subject", { exact: true }).count()) throw new Error("an answer has no subject of its own");
  await text.fill("Dear customer,\n\n{{text}}\n\n{{nonsense}}");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText(/nonsense/).last().waitFor();
  await page.locator("textarea[aria-invalid]").waitFor();
  await text.fill("Dear customer,\n\n{{text}}\n\n{{signature}}\n\nConversation #{{number}}");
  await page.getByRole("region", { name: "How it looks" }).getByText("Conversation #1042").waitFor();
  await look(page, "template-answer", 1400);
  await page.getByRole("button", { name: "Send it to me" }).click();
  await page.getByText(/It is on its way to/).waitFor();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("status").getByText("Saved", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Back to the default" }).click();
  await page.getByText("The default text stands again.").waitFor();
  if ((await text.inputValue()).includes("Dear customer")) throw new Error("the default is not back");

  await page.goto(`${input.address}/settings/webhooks`);
  await page.getByRole("button", { name: "Add webhook" }).click();
  await page.getByLabel("Address", { exact: true }).fill(input.receiver);
  await page.getByLabel("What it is for").fill("Order system");
  await page.getByRole("button", { name: "Add webhook" }).click();
  await page.getByText("Copy this secret now.").waitFor();
  await page.getByRole("button", { name: "Log of Order system" }).click();
  await page.getByRole("button", { name: "Send a test" }).click();
  const log = page.getByRole("list", { name: "Log" }).getByRole("listitem");
  await log.getByText("Taken").first().waitFor();
  await look(page, "webhook-log");
  await log.getByRole("button", { name: /^Send again: delivery/ }).first().click();
  await page.getByText("It is sent again.").waitFor();
}, { viewport: { width: 1440, height: 900 }, allowed });
