// A conversation that is overdue: in the list, beside it and in its timeline; the answer ends that on the page that is open.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page) => {
  await signIn(page, input);
  await arrive(page, `${input.address}/views/open/${input.conversation}`, page.getByText("The first answer is overdue: Everybody"));
  const row = page.getByTestId("conversation-row");
  await row.getByText(/^First answer overdue since/).waitFor({ state: "attached" });
  await page.locator("aside").getByText("Answer due", { exact: true }).waitFor();
  await look(page, "sla-due");
  await page.getByRole("region", { name: "Composer" }).or(page.locator("section.composer")).first().getByRole("textbox").last().click();
  await page.keyboard.type("Here they are.");
  await page.keyboard.press("Control+Enter");
  await row.getByText(/^First answer overdue since/).waitFor({ state: "detached" });
}, { viewport: { width: 1440, height: 900 }, allowed });
