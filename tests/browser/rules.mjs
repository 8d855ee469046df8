// Rules as whoever leads the team meets them: an empty list with examples, a rule written in its form and tried on what has
// come, saved, put in order by the keyboard, and switched off.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, nothingIsAwaited, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");

await journey(async (page) => {
  await signIn(page, input);
  const rules = `${input.address}/settings/rules`;
  await arrive(page, rules, page.getByRole("heading", { name: "Let the desk sort what comes" }));
  await look(page, "rules-empty");
  await page.getByRole("button", { name: "Begin with this: Mail of machines" }).click();
  await page.getByRole("button", { name: "Add rule", exact: true }).last().click();
  await page.getByRole("switch", { name: "The rule Mail of machines is on" }).waitFor();

  await page.getByRole("button", { name: "Add rule", exact: true }).click();
  await page.getByLabel("Name", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByText("Something that the rule is to do is not complete.").first().waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Invoices");
  await page.getByLabel("Value 1 of condition 1").fill("INVOICE");
  await page.getByLabel("With what in action 1").selectOption({ label: "Billing" });
  await page.getByRole("button", { name: "Add action" }).click();
  await page.getByLabel("What action 2 does").selectOption({ label: "add tag" });
  await page.getByLabel("With what in action 2").fill("money");
  await page.getByRole("button", { name: "Try it" }).click();
  const tried = page.getByRole("heading", { name: /^It would have changed/ });
  await tried.waitFor();
  await page.getByRole("link", { name: "Invoice 4711" }).waitFor();
  await nothingIsAwaited(page);
  const said = await tried.innerText();
  await look(page, "rules-tried", 1500);
  await page.getByRole("button", { name: "Add rule", exact: true }).last().click();
  const first = page.getByRole("list", { name: "Rules" }).getByRole("listitem").first();
  await page.getByRole("button", { name: "Edit the rule Invoices" }).waitFor();

  // By the keyboard: Invoices first, then back; the focus stays where it is of use.
  await page.getByRole("button", { name: "Try Invoices earlier" }).focus();
  await page.keyboard.press("Enter");
  await first.getByRole("heading", { name: "Invoices" }).waitFor();
  await page.getByText("Invoices is now number 1 of 2.").waitFor({ state: "attached" });
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Try Invoices later");
  await page.keyboard.press("Enter");
  await first.getByRole("heading", { name: "Mail of machines" }).waitFor();
  await page.getByRole("switch", { name: "The rule Mail of machines is on" }).focus();
  await page.keyboard.press("Space");
  await page.getByText("Off", { exact: true }).waitFor();
  await nothingIsAwaited(page);
  await look(page, "rules-list");
  await page.getByRole("button", { name: "Edit the rule Invoices" }).click();
  await page.getByRole("button", { name: "Delete rule" }).waitFor();
  await look(page, "rules-form", 1400);
  return { tried: said };
}, { viewport: { width: 1440, height: 900 }, allowed });
