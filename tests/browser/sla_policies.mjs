// SLA policies: none yet; one for everybody, refused where it does not fit; another for what is urgent, put before it.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");

await journey(async (page) => {
  await signIn(page, input);
  await arrive(page, `${input.address}/settings/sla`, page.getByText("Nothing is promised yet"));
  await look(page, "sla-none");
  await page.getByRole("button", { name: "Add policy" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Everybody");
  await page.getByLabel("First answer within", { exact: true }).fill("99999");
  await save(page);
  await page.getByText("Choose from one minute up to a year.").first().waitFor();
  await look(page, "sla-refused", 1300);
  await page.getByLabel("First answer within", { exact: true }).fill("4");
  await page.getByLabel("Solution within", { exact: true }).fill("24");
  await page.getByRole("switch", { name: "Only business hours count" }).uncheck();
  await save(page);
  await page.getByText("First answer in 4 h · next in 8 h · solution in 24 h").waitFor();

  await page.getByRole("button", { name: "Add policy" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Urgent ones");
  await page.getByLabel("First answer within", { exact: true }).fill("30");
  await page.getByLabel("Unit of “First answer within”").selectOption({ label: "minutes" });
  await page.getByRole("checkbox", { name: "Urgent" }).check();
  await save(page);
  await page.getByText("First answer in 30 min · next in 8 h").waitFor();
  const kept = page.waitForResponse((answer) => answer.url().endsWith("/sla-order") && answer.status() === 204);
  await page.getByRole("button", { name: "Move Urgent ones up" }).click();
  await kept;
  await look(page, "sla-policies");
}, { viewport: { width: 1440, height: 900 }, allowed });

async function save(page) {
  await page.getByRole("button", { name: "Save", exact: true }).click();
}
