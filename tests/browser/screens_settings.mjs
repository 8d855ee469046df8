// Looks at every page of the settings, and at the forms that open within them.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, signIn } from "./screen.mjs";

const allowed = (text) => /401 \(/.test(text);
/** Buttons that open a form, and what the form is called in pictures. */
const FORMS = [
  ["people", "Invite", "invite"],
  ["queues", /^Add/, "queue"],
  ["rules", /^Add/, "rule"],
  ["categories", /^Add/, "category"],
  ["snippets", /^(Add|New)/, "snippet"],
  ["contact-fields", /^(Add|New)/, "contact-field"],
  ["webhooks", /^(Add|New)/, "webhook"],
];
const TALL = 1600;

await journey(async (page) => {
  await signIn(page, input);
  const heading = page.getByRole("heading", { level: 1 }).first();
  await arrive(page, `${input.address}/settings/mailboxes`, heading);
  const links = page.getByRole("navigation", { name: "Settings" }).getByRole("link");
  const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  for (const path of [...paths, "/settings/mailboxes/new"]) {
    await arrive(page, input.address + path, heading);
    await look(page, path.slice(1).replaceAll("/", "-"), TALL);
  }
  for (const tab of ["settings", "assignment", "connection", "trust", "ledger"]) {
    await arrive(page, `${input.address}/settings/mailboxes/${input.mailbox}/${tab}`, heading);
    await look(page, `mailbox-${tab}`, TALL);
  }
  for (const [path, button, name] of FORMS) {
    await arrive(page, `${input.address}/settings/${path}`, heading);
    await page.getByRole("button", { name: button }).first().click();
    await page.getByRole("button", { name: /^(Cancel|Close)$/ }).first().waitFor();
    await look(page, `form-${name}`, TALL);
  }
  return { pages: paths.length };
}, { allowed });
