// An agent's morning without a mouse: finds by operators, changes several rows at once and takes it back, tags, and does
// the rest by the palette.
import { input, journey } from "./journey.mjs";
import { fill, press, tabTo } from "./keyboard.mjs";
import { look } from "./looks.mjs";

// Whoever is not signed in yet is told so by 401, which Chromium notes as a fault of the page.
const allowed = (text) => text.includes("401 (Unauthorized)");
const rows = (page) => page.getByTestId("conversation-row");

await journey(async (page) => {
  await page.goto(`${input.address}/views/open`);
  await fill(page, page, "E-mail", input.email);
  await fill(page, page, "Password", input.password);
  await page.keyboard.press("Enter");
  await rows(page).first().waitFor();
  await find(page);
  await several(page);
  await palette(page);
  return { done: true };
}, { allowed });

async function search(page, typed, expected) {
  await page.keyboard.press("/");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(typed);
  await page.waitForFunction(
    ([typed, count]) => new URLSearchParams(location.search).get("q") === typed && document.querySelectorAll("[data-testid=conversation-row]").length === count,
    [typed, expected],
  );
}

async function find(page) {
  await page.keyboard.press("/");
  await page.getByText("who wrote it").waitFor();
  await look(page, "search-help");
  await search(page, "subject:lamp from:maria", 1);
  await rows(page).locator("mark").filter({ hasText: "Lamp" }).waitFor();
  await look(page, "search-found");
  await search(page, "subject:lamp from:nobody", 0);
  await page.getByText("Nothing found").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction((count) => document.querySelectorAll("[data-testid=conversation-row]").length === count, input.count);
}

async function several(page) {
  await rows(page).first().focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByRole("heading", { name: "2 selected" }).waitFor();
  await look(page, "list-selected");
  await tabTo(page, page.getByRole("button", { name: "Tags" }));
  await page.keyboard.press("Enter");
  await page.getByRole("combobox", { name: "Tags" }).waitFor();
  await page.keyboard.type("late");
  await page.getByRole("option", { name: "Add “late”" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("Tagged 2 conversations with “late”.").waitFor();
  await page.keyboard.press("Escape");
  await press(page, page, "Resolved");
  await page.getByText("2 conversations are now Resolved.").waitFor();
  await page.waitForFunction((count) => document.querySelectorAll("[data-testid=conversation-row]").length === count, input.count - 2);
  await page.keyboard.press("z");
  await page.waitForFunction((count) => document.querySelectorAll("[data-testid=conversation-row]").length === count, input.count);
}

async function palette(page) {
  await rows(page).filter({ hasText: "Lamp" }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /Lamp/ }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Commands" }).waitFor();
  await page.keyboard.type("assign first");
  await page.getByRole("option", { name: /Assign: First/ }).waitFor();
  await look(page, "palette");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Assignee: First/ }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Commands" }).waitFor();
  await page.keyboard.type("mine");
  await page.getByRole("option", { name: /^Mine/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Mine", level: 1 }).waitFor();
}
