// A queue that gives out what comes: set up in its form, told in the list of queues; how many somebody is given, in the
// person's form; what everybody does, on the board and in one's own menu; and the sentence of the timeline that says who got a conversation and why.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { arrive, signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)") || text.includes("422 (Unprocessable");

await journey(async (page) => {
  await signIn(page, input);
  const event = page.getByText(/The desk gave this to/).first();
  await arrive(page, `${input.address}/conversations/${input.conversation}`, event);
  const told = await event.innerText();
  await look(page, "routing-event");

  await arrive(page, `${input.address}/settings/queues`, page.getByText("Given to whoever has least"));
  await page.getByRole("button", { name: "Edit Orders" }).click();
  const routing = page.getByLabel("Who takes new conversations");
  await routing.waitFor();
  await routing.selectOption({ label: "The desk gives them out by turns" });
  await page.getByLabel("When an agent is offline, give what waits for them to others").selectOption({ label: "After 30 minutes" });
  await page.getByRole("switch", { name: "Customers come back to the agent who had them last" }).check();
  await page.getByRole("switch", { name: "Takes calls" }).check();
  await page.getByRole("switch", { name: "No moves by hand" }).check();
  await look(page, "routing-queue", 1300);
  await save(page);
  await page.getByText("Given out by turns").waitFor();
  await look(page, "routing-queues");

  await arrive(page, `${input.address}/settings/people`, page.getByText("Ben", { exact: true }));
  await page.getByRole("button", { name: "Edit Ben" }).click();
  const capacity = page.getByLabel("Conversations at most");
  await capacity.waitFor();
  await capacity.fill("900");
  await save(page);
  await page.getByText("Choose a number from 0 to 500.").first().waitFor();
  await look(page, "routing-capacity", 1300);
  await capacity.fill("5");
  await save(page);
  await capacity.waitFor({ state: "detached" });

  await arrive(page, `${input.address}/settings/board`, page.getByText("1 of 5 conversations"));
  await look(page, "board", 1300);
  await page.getByRole("button", { name: "Presence of Ben: Online" }).click();
  await page.getByRole("menuitemradio", { name: "In e-mail" }).click();
  await page.getByRole("button", { name: "Presence of Ben: In e-mail" }).waitFor();
  await page.getByRole("button", { name: "Add presence" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Lunch");
  await look(page, "board-presence", 1300);
  await save(page);
  await page.getByRole("button", { name: "Edit Lunch" }).waitFor();
  await page.getByRole("button", { name: "Presence of Ben: In e-mail" }).click();
  await page.getByRole("menuitemradio", { name: "Lunch" }).click();
  await page.getByRole("button", { name: "Presence of Ben: Lunch" }).waitFor();
  const call = await reported(page, "/calls", {});
  await reported(page, `/calls/${call.id}/answer`, { agent: await idOf(page, "Ben") });
  await page.getByRole("button", { name: "Presence of Ben: In a call" }).waitFor();
  await look(page, "board-call", 1300);
  await reported(page, `/calls/${call.id}/end`, {});
  await page.getByRole("button", { name: "Presence of Ben: Lunch" }).waitFor();
  await page.getByRole("button", { name: /^First Agent .*: account$/ }).click();
  await page.getByRole("menuitemradio", { name: "Away" }).click();
  await page.getByRole("button", { name: /^Presence of First Agent: Away/ }).waitFor();
  return { told };
}, { viewport: { width: 1440, height: 900 }, allowed });

/** Tells the desk of a call, as a phone system does. */
function reported(page, path, body) {
  return page.evaluate(async ([path, body]) => {
    const headers = { "content-type": "application/json", "x-staffetta": "1" };
    const answer = await fetch(`/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }, [path, body]);
}

function idOf(page, name) {
  return page.evaluate(async (name) => (await (await fetch("/api/v1/agents")).json()).items.find((one) => one.name === name).id, name);
}

async function save(page) {
  await page.getByRole("button", { name: "Save", exact: true }).click();
}
