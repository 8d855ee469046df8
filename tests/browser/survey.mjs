// A satisfaction survey: switched on in the mailbox's settings, sent by resolving, answered by the customer in a browser without
// script, and seen by the agent on the page that stayed open; then changed by the customer.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");

await journey(async (page, context) => {
  await signIn(page, input);
  await arrive(page, `${input.address}/settings/mailboxes/${input.mailbox}`, page.getByRole("switch", { name: "Ask customers how satisfied they are" }));
  await page.getByRole("switch", { name: "Ask customers how satisfied they are" }).check();
  await page.getByLabel("Pause between surveys to one person, days").fill("400");
  await save(page);
  await page.getByText("The pause between two surveys is at most 365 days.").first().waitFor();
  await page.getByLabel("Pause between surveys to one person, days").fill("30");
  await page.getByLabel("When the survey leaves").selectOption({ label: "At once" });
  await page.getByText("Nobody was asked in the last 30 days.").waitFor();
  await look(page, "survey-settings", 2600);
  await save(page);
  await page.getByRole("status").getByText("Saved", { exact: true }).first().waitFor();

  await arrive(page, `${input.address}/conversations/${input.conversation}`, page.getByRole("button", { name: "Resolve", exact: true }).first());
  await page.getByRole("button", { name: "Resolve", exact: true }).first().click();
  const links = await (await fetch(input.post)).json();
  await arrive(page, `${input.address}/conversations/${input.conversation}`, page.getByText(/was asked how satisfied they are/));
  await page.getByText(/^Asked .*, no answer yet$/).waitFor();

  // The customer has another browser, in which scripts are off.
  const other = await context.browser().newContext({ viewport: { width: 1440, height: 900 }, javaScriptEnabled: false });
  const customer = await other.newPage();
  await customer.goto(links[0]);
  await customer.getByRole("radio", { name: "Very good" }).and(customer.locator(":checked")).waitFor();
  await customer.getByText("Nothing is stored yet").waitFor();
  await customer.getByLabel("Would you like to add something?").fill("Quick and kind.");
  await customer.getByRole("button", { name: "Send" }).click();
  await customer.getByText("Your rating: Very good. The team has it.").waitFor();

  await page.getByText("The customer rated the help: Very good. “Quick and kind.”").waitFor();
  await page.locator("aside").getByText("Quick and kind.").waitFor();
  await look(page, "survey-conversation");

  await customer.getByText("Change", { exact: true }).click();
  await customer.getByRole("radio", { name: "Good", exact: true }).check();
  await customer.getByRole("button", { name: "Send" }).click();
  await customer.getByText("Your rating: Good. The team has it.").waitFor();
  await page.getByText("The customer changed the rating: Good. “Quick and kind.”").waitFor();

  // With scripts on, so that axe can look.
  const seen = await context.newPage();
  await seen.goto(`${links[1]}`);
  await seen.getByText("Your rating: Good. The team has it.").waitFor();
  await look(seen, "survey-thanks");
  await seen.goto(`${links[4]}`);
  await seen.getByRole("radio", { name: "Very bad" }).and(seen.locator(":checked")).waitFor();
  await seen.getByText("Your rating so far: Good.").waitFor();
  await look(seen, "survey-page", 1000);
  await seen.goto(`${input.address}/survey/aaaa`);
  await seen.getByText("This link does not lead anywhere").waitFor();
  await look(seen, "survey-unknown");
  const cookies = (await other.cookies()).length;
  await other.close();
  return { cookies };
}, { viewport: { width: 1440, height: 900 }, allowed });

async function save(page) {
  await page.getByRole("button", { name: "Save", exact: true }).click();
}
