// The business hours of a mailbox: switched on, a lunch break, one day in another time zone, holidays one by one and out of a
// calendar file, and the away message; what does not fit is said, and what was saved stands there after a reload. Then a
// queue gets hours of its own.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");

const event = (start, name) => `BEGIN:VEVENT\r\nDTSTART${start}\r\nSUMMARY:${name}\r\nEND:VEVENT\r\n`;
const CALENDAR = `BEGIN:VCALENDAR\r\n${event(";VALUE=DATE:20261225", "Christmas Day")}${event(":20261224T090000Z", "A meeting")}END:VCALENDAR\r\n`;

await journey(async (page) => {
  await signIn(page, input);
  await page.goto(`${input.address}/settings/mailboxes/${input.mailbox}`);
  await page.getByRole("link", { name: "Business hours" }).click();
  const toggle = page.getByRole("switch", { name: "Business hours" });
  await toggle.waitFor();
  await look(page, "hours-off");
  await toggle.check();
  await page.getByLabel("Time zone", { exact: true }).selectOption("Europe/Prague");

  const day = (name) => page.getByRole("group", { name, exact: true });
  const monday = day("Monday");
  await monday.getByLabel("Until").fill("12:00");
  await monday.getByRole("button", { name: "Add hours" }).click();
  await monday.getByLabel("Until").nth(1).fill("11:00");
  await save(page);
  await page.getByRole("alert").getByText("Each interval ends after it begins").first().waitFor();
  await look(page, "hours-refused", 1500);
  await monday.getByLabel("Until").nth(1).fill("00:00");
  await page.getByRole("button", { name: "Copy Monday to all workdays" }).click();
  await day("Friday").getByRole("button", { name: "Remove these hours" }).last().click();
  await page.getByRole("switch", { name: "Some days have another time zone" }).check();
  await page.getByLabel("Time zone on Wednesday").selectOption("America/New_York");

  await page.getByLabel("What customers are told who write outside of these hours").fill("We are back on the next workday.");
  await page.getByRole("button", { name: "Add a holiday" }).click();
  await page.getByLabel("Date").fill("2026-11-17");
  await page.getByLabel("Name", { exact: true }).fill("Freedom Day");
  await page.getByLabel("every year").check();
  await page.locator("input[type=file]").setInputFiles({ name: "holidays.ics", mimeType: "text/calendar", buffer: Buffer.from(CALENDAR) });
  await page.getByText("One holiday was taken. One entry is no whole day and was left out.").waitFor();
  await look(page, "hours", 2000);
  await save(page);
  await page.getByRole("status").getByText("Saved", { exact: true }).first().waitFor();

  await page.reload();
  await monday.getByLabel("From").nth(1).waitFor();
  const shown = { friday: await day("Friday").getByLabel("From").count(), sunday: await day("Sunday").textContent() };

  await page.goto(`${input.address}/settings/queues`);
  await page.getByRole("button", { name: "Add queue" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Orders");
  await page.getByRole("switch", { name: "Own business hours" }).check();
  await page.getByLabel("Time zone", { exact: true }).selectOption("Europe/Prague");
  await day("Saturday").getByRole("button", { name: "Add hours" }).click();
  await page.getByLabel("What customers are told who write outside of these hours").fill("Orders are looked at from nine to five.");
  await look(page, "queue-hours", 2400);
  await save(page);
  await page.getByRole("heading", { name: "Orders", level: 2 }).waitFor();
  return shown;
}, { viewport: { width: 1440, height: 900 }, allowed });

async function save(page) {
  await page.getByRole("button", { name: "Save", exact: true }).click();
}
