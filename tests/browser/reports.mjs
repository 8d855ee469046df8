// Reports: from the sidebar to the figures, by person and of one person alone, other days, the table below a chart, and the file
// that is saved; an agent who leads nobody finds no way there.
import { readFileSync } from "node:fs";
import { input, journey, second } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page, context) => {
  await signIn(page, input);
  await page.getByRole("link", { name: "Reports" }).click();
  const figures = page.getByLabel("Figures of these days");
  await figures.waitFor();
  const told = await figures.innerText();
  await page.getByRole("table").filter({ hasText: "First Agent" }).waitFor();
  await look(page, "reports", 1900);

  // The same figures as a table, by keyboard.
  const volume = page.getByRole("figure", { name: "Received and resolved" });
  await volume.getByText("Show as a table").focus();
  await page.keyboard.press("Enter");
  await volume.getByRole("table").waitFor();
  const rows = await volume.getByRole("row").count();

  const promises = page.getByRole("figure", { name: "Promises kept" });
  await promises.getByText("Show as a table").click();
  const today = promises.getByRole("row").last();
  await today.waitFor();
  const kept = (await today.getByRole("cell").last().innerText()).trim();
  await promises.getByText("Show as a table").click();
  await page.getByText("No surveys were sent in this time.").waitFor();

  await page.getByRole("link", { name: "Queue", exact: true }).click();
  await page.getByRole("row", { name: /In no queue/ }).waitFor();
  await page.getByRole("link", { name: "Person", exact: true }).click();
  await page.getByRole("link", { name: "Ben", exact: true }).click();
  await page.getByText("Only Person: Ben").waitFor();
  await figures.filter({ hasText: /Received\s*1\D/ }).waitFor();
  const ben = await figures.innerText();
  await look(page, "reports-person", 1500);
  await page.getByRole("button", { name: "Show everything" }).click();
  await page.getByRole("link", { name: "Ben", exact: true }).waitFor();

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  await page.getByRole("menuitem", { name: "By Person, as CSV" }).click();
  const file = await download;
  const table = readFileSync(await file.path(), "utf8");

  await page.getByLabel("Days", { exact: true }).selectOption({ label: "Other days" });
  await page.getByLabel("From", { exact: true }).fill("2020-01-01");
  await page.getByLabel("to", { exact: true }).fill("2020-01-31");
  await page.getByText("Nothing happened in these days yet").waitFor();
  await look(page, "reports-empty");

  const other = await second(context);
  await signIn(other, { ...input, email: input.agent });
  await arrive(other, `${input.address}/reports`, other.getByText("There is no page at this address."));
  const links = await other.getByRole("link", { name: "Reports" }).count();
  return { told, rows, promises: kept, ben, table, links };
}, { viewport: { width: 1440, height: 900 }, allowed });
