// Decides where answers go as a person does: lets a third person in, and is asked where the first answer to another domain goes. By keyboard.
import { input, journey } from "./journey.mjs";
import { fill, press, tabTo } from "./keyboard.mjs";
import { look } from "./looks.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page) => {
  await page.goto(input.address);
  await fill(page, page, "E-mail", input.email);
  await fill(page, page, "Password", input.password);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Main menu" }).waitFor();

  await page.goto(`${input.address}/views/all/${input.conversation}`);
  const third = page.getByRole("article").filter({ hasText: "Third person" });
  await third.waitFor();
  await look(page, "third-person");
  await press(page, third, `Let answers also go to ${input.third}`);
  await third.getByText(`Answers also go to ${input.third}`).waitFor();
  const ticked = page.getByRole("checkbox", { name: `Answers also go to ${input.third}` });
  if (!(await ticked.isChecked())) throw new Error("the third person is not ticked");

  await page.goto(`${input.address}/views/all/${input.elsewhere}`);
  const composer = page.getByRole("region", { name: "Composer" }).or(page.locator("section.composer"));
  const box = composer.first().getByRole("textbox").last();
  await box.waitFor();
  await tabTo(page, box);
  await page.keyboard.type("On the shelf.");
  await composer.first().getByText("Where shall this one go?").waitFor();
  await look(page, "destination");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Choose first where this answer goes.").waitFor();
  await press(page, composer.first(), `Answer to ${input.customer}`);
  await press(page, composer.first(), "Send");
  await page.getByRole("article").filter({ hasText: "On the shelf." }).waitFor();
}, { viewport: { width: 1440, height: 900 }, allowed });
