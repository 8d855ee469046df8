// A company in two browsers: made, joined by whoever writes from its domain, a contact put in and taken out, two people who save at
// once, a domain of everybody's refused, found, and deleted.
import { input, journey, second } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, signIn } from "./screen.mjs";
import { deliver, letter } from "./smtp.mjs";

const NAME = "Acme Söhne & Töchter Großhandelsgesellschaft";

// Not signed in yet; saved by somebody else first; a domain that no company has: Chromium notes them as faults of the page.
const allowed = (text) => /401 \(Unauthorized\)|412 \(Precondition|422 \(Unprocessable/.test(text);
const details = (page) => page.getByRole("region", { name: "Details" });
const people = (page) => page.getByRole("region", { name: "People" }).getByRole("listitem");
const save = (page) => details(page).getByRole("button", { name: "Save", exact: true }).click();
const saved = (page) => details(page).getByRole("status").getByText("Saved", { exact: true }).waitFor();

await journey(async (anna, context) => {
  const other = await second(context);
  await signIn(anna, input);
  await signIn(other, input);

  await arrive(anna, `${input.address}/companies`, anna.getByText(/There are no companies yet/));
  await look(anna, "companies-none");
  await anna.getByRole("button", { name: "Add company" }).click();
  await anna.getByLabel("Name", { exact: true }).fill(NAME);
  await anna.getByLabel("Domains").fill("acme.example, acme.test");
  await look(anna, "company-new");
  await anna.getByRole("button", { name: "Add company" }).click();
  await anna.getByRole("heading", { name: NAME, level: 1 }).waitFor();
  await anna.getByText("Nobody is of this company yet.").waitFor();
  const company = new URL(anna.url()).pathname;

  // Whoever writes from the domain is one of its people, without a reload.
  const raw = letter({ from: input.maria, to: input.support, subject: "Lamp is dark", text: "Where is it?" });
  await deliver({ port: input.port, from: input.maria, to: input.support, raw });
  await people(anna).filter({ hasText: input.maria }).waitFor();

  await membership(anna, other);
  await overtakenTwice(anna, other, company);

  // A domain that anybody writes from is nobody's.
  await details(anna).getByLabel("Domains").fill("acme.example, gmail.com");
  await save(anna);
  await details(anna).locator("[aria-invalid=true]").waitFor();
  await look(anna, "company-refused");
  await details(anna).getByLabel("Domains").fill("acme.example");
  await save(anna);
  await saved(anna);

  await contactOvertaken(anna, other, company);

  await arrive(anna, `${input.address}/companies`, anna.getByRole("link", { name: /Acme CH/ }));
  await look(anna, "companies");
  await anna.getByRole("searchbox").fill("no such company");
  await anna.getByText("No company has such a name or domain.").waitFor();
  await anna.getByRole("searchbox").fill("acme.ex");
  await anna.getByRole("link", { name: /Acme CH/ }).click();
  await people(anna).filter({ hasText: "Maria of Basel" }).waitFor();
  await anna.getByRole("button", { name: "Delete company" }).click();
  await anna.getByText(/There are no companies yet/).waitFor();
  return { company };
}, { viewport: { width: 1440, height: 900 }, allowed });

/** Somebody who writes from elsewhere is put in by hand and taken out; the page of the company follows. */
async function membership(anna, other) {
  await other.goto(`${input.address}/contacts/${input.contact}`);
  const choice = details(other).getByRole("group", { name: "Company" }).getByRole("button");
  const choose = async (typed, option) => {
    await choice.click();
    const field = other.getByRole("combobox", { name: "Choose the company" });
    await field.fill(typed);
    await other.getByRole("option", { name: option }).click();
    await field.waitFor({ state: "detached" });
  };
  await choice.waitFor();
  await choose("acme", new RegExp(NAME));
  await save(other);
  await saved(other);
  await people(anna).filter({ hasText: input.zoe }).waitFor();
  await look(anna, "company-people");
  await choose("", "No company");
  await save(other);
  await saved(other);
  await people(anna).filter({ hasText: input.zoe }).waitFor({ state: "detached" });
}

/** Both have the company open; the other saves first. Once Anna looks at what stands, once she insists. */
async function overtakenTwice(anna, other, company) {
  const name = (page) => details(page).getByLabel("Name", { exact: true });
  await other.goto(`${input.address}${company}`);
  await name(other).waitFor();
  await name(other).fill("Acme EU");
  await save(other);
  await saved(other);
  await name(anna).fill("Acme CH");
  await save(anna);
  await anna.getByRole("alert").getByText(/saved this meanwhile/).waitFor();
  await look(anna, "company-overtaken");
  await anna.getByRole("button", { name: "Show what stands now" }).click();
  await anna.getByRole("heading", { name: "Acme EU", level: 1 }).waitFor();
  await holds(name(anna), "Acme EU");

  await details(other).getByLabel("Notes").fill("Pays late.");
  await save(other);
  await saved(other);
  await name(anna).fill("Acme CH");
  await save(anna);
  await anna.getByRole("button", { name: "Save mine all the same" }).click();
  await saved(anna);
  await anna.getByRole("heading", { name: "Acme CH", level: 1 }).waitFor();
}

/** The same with one of its people: only what one changed is written, and not unseen. */
async function contactOvertaken(anna, other, company) {
  for (const page of [anna, other]) {
    await page.goto(`${input.address}${company}`);
    await people(page).filter({ hasText: input.maria }).getByRole("link").click();
    await details(page).getByLabel("Name", { exact: true }).waitFor();
  }
  await details(other).getByLabel("Name", { exact: true }).fill("Maria of Bern");
  await save(other);
  await saved(other);
  await details(anna).getByLabel("Name", { exact: true }).fill("Maria of Basel");
  await save(anna);
  await anna.getByRole("alert").getByText(/saved this meanwhile/).waitFor();
  await anna.getByRole("button", { name: "Save mine all the same" }).click();
  await saved(anna);
  await anna.getByRole("heading", { name: "Maria of Basel", level: 1 }).waitFor();
}

async function holds(field, value) {
  const element = await field.elementHandle();
  await field.page().waitForFunction(([element, value]) => element.value === value, [element, value]);
}
