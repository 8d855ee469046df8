// The server goes away under two people at work and comes back: what was typed is kept, what fails is said, and both see
// the same as the server soon after, without a reload.
import { input, journey, second } from "./journey.mjs";
import { look } from "./looks.mjs";
import { deliver, letter, signIn } from "./smtp.mjs";

// While the server is away the browser itself complains of each request.
const allowed = (text) => /401 \(Unauthorized\)|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE/.test(text);
const box = (page) => page.locator("[contenteditable][aria-label='Your reply']");
const rows = (page) => page.getByTestId("conversation-row");

await journey(async (anna, context) => {
  const ben = await second(context);
  await signIn(anna, input.address, input.anna);
  await signIn(ben, input.address, input.ben);
  for (const page of [anna, ben]) {
    await page.goto(`${input.address}/views/open/${input.conversation}`);
    await page.getByRole("heading", { name: new RegExp(input.subject), level: 1 }).waitFor();
    await box(page).waitFor();
  }
  await box(anna).click();
  await anna.keyboard.type("It leaves ");
  await anna.getByText("Saved", { exact: true }).waitFor();

  await told("stop");
  const away = "You are offline.";
  for (const page of [anna, ben]) await page.getByText(away).waitFor();
  await box(anna).click();
  await anna.keyboard.press("End");
  await anna.keyboard.type("tomorrow.");
  await anna.getByText("Kept in this browser").waitFor();
  // What cannot be done now is undone again on the screen, and said.
  await ben.getByRole("region", { name: "Messages" }).focus();
  await ben.keyboard.press("a");
  await ben.getByText(/The desk cannot be reached/).first().waitFor();
  await ben.getByRole("button", { name: /^Assign/ }).waitFor();
  await look(ben, "server-away");

  await told("start");
  for (const page of [anna, ben]) await page.getByText(away).waitFor({ state: "detached" });
  const text = "Is it on its way?";
  await deliver({ port: input.port, from: input.customer, to: input.to, raw: letter({ from: input.customer, to: input.to, subject: "Another order", text }) });
  for (const page of [anna, ben]) await rows(page).filter({ hasText: "Another order" }).waitFor();
  await ben.getByRole("region", { name: "Messages" }).focus();
  await ben.keyboard.press("a");
  await anna.getByRole("button", { name: /^Assignee: Ben/ }).waitFor();
  await anna.getByText("Saved", { exact: true }).waitFor();
  await anna.reload();
  await box(anna).getByText("It leaves tomorrow.").waitFor();
  await box(anna).click();
  await anna.keyboard.press("Control+Enter");
  await ben.getByRole("article").filter({ hasText: "It leaves tomorrow." }).waitFor();
  return null;
}, { viewport: { width: 1440, height: 900 }, allowed });

/** Has the server stopped or started by whoever runs this journey, and waits until it is. */
async function told(what) {
  const answer = await fetch(`${input.control}/${what}`, { method: "POST" });
  if (!answer.ok) throw new Error(`${what}: ${answer.status}`);
}
