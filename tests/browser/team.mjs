// Two people in one conversation, in two browsers: each sees the other, what arrives, who takes it, and one merges it away.
import { input, journey, second } from "./journey.mjs";
import { look } from "./looks.mjs";
import { deliver, signIn } from "./smtp.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (anna, context) => {
  const ben = await second(context);
  await signIn(anna, input.address, input.anna);
  await signIn(ben, input.address, input.ben);
  for (const page of [anna, ben]) {
    await page.goto(`${input.address}/views/open/${input.conversation}`);
    await page.getByRole("heading", { name: new RegExp(input.subject), level: 1 }).waitFor();
  }
  await anna.getByText("Ben has this open, too.").waitFor();
  await ben.keyboard.press("r");
  await ben.keyboard.type("Hello Maria");
  await anna.getByText("Ben is writing here.").waitFor();
  await look(anna, "team-writing");

  // The clocks of both pages are that of the machine: from the answer that the mail was taken to the letter on the screen.
  const seen = [anna, ben].map((page) => page.getByText(input.arrival.text).first().waitFor().then(() => Date.now()));
  const { accepted } = await deliver(input.arrival);
  const arrived_ms = (await Promise.all(seen)).map((at) => at - accepted);

  await anna.getByRole("region", { name: "Messages" }).focus();
  await anna.keyboard.press("a");
  await ben.getByRole("button", { name: /^Assignee: First Agent/ }).waitFor();

  await anna.getByRole("button", { name: "More actions" }).click();
  await anna.getByRole("menuitem", { name: "Merge into another…" }).click();
  await anna.getByLabel("Find it").fill(input.other);
  await anna.getByRole("radio").first().waitFor();
  await look(anna, "team-merge");
  await anna.getByRole("button", { name: "Merge", exact: true }).click();
  await anna.getByRole("heading", { name: new RegExp(input.other), level: 1 }).waitFor();
  await ben.getByRole("heading", { name: new RegExp(input.other), level: 1 }).waitFor();
  const address = new URL(ben.url()).pathname;
  await anna.keyboard.press("z");
  await anna.getByRole("heading", { name: new RegExp(input.subject), level: 1 }).waitFor();
  return { arrived_ms, address };
}, { viewport: { width: 1440, height: 900 }, allowed });
