// Looks after held mail by keyboard: reads why it is held, tries it again, and sees it become a conversation.
import { input, journey } from "./journey.mjs";
import { fill, press, tabTo } from "./keyboard.mjs";
import { look } from "./looks.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page) => {
  await page.goto(input.address);
  await fill(page, page, "E-mail", input.email);
  await fill(page, page, "Password", input.password);
  await page.keyboard.press("Enter");
  const held = page.getByRole("link", { name: /^Held/ });
  await tabTo(page, held);
  const shown = await held.innerText();
  await page.keyboard.press("Enter");
  await page.getByText(input.subject).first().waitFor();
  await look(page, "held");
  await press(page, page, `Try again: ${input.subject}`);
  await page.getByRole("link", { name: /^All open/ }).waitFor();
  await tabTo(page, page.getByRole("link", { name: /^All open/ }));
  await page.keyboard.press("Enter");
  await page.getByTestId("conversation-row").filter({ hasText: input.subject }).waitFor();
  return { shown };
}, { allowed });
