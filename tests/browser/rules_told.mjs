// What a rule did, as an agent meets it: one line in the timeline, and the reason under "Why is this here?".
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page) => {
  await signIn(page, input);
  const line = page.getByText(/^Rule “Invoices”/).first();
  await arrive(page, `${input.address}/conversations/${input.conversation}`, line);
  const told = (await line.innerText()).split(" · ")[0];
  await look(page, "rules-event");
  await page.getByRole("button", { name: "Why is this here?" }).first().click();
  const why = page.getByRole("dialog", { name: "Why is this here?" });
  await why.getByText("The conditions of a rule held.").waitFor();
  await why.getByText("move to queue Billing").waitFor();
  await look(page, "rules-why");
  return { told };
}, { viewport: { width: 1440, height: 900 }, allowed });
