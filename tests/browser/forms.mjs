// What the team writes about itself, in two browsers at once: tags named anew, joined and deleted while somebody looks; a signature
// and a snippet that an answer then carries; and three forms that two people save at the same time.
import { input, journey, second } from "./journey.mjs";
import { look } from "./looks.mjs";
import { signIn } from "./screen.mjs";

// Not signed in yet, and forms that somebody else saved first: Chromium notes both answers as faults of the page.
const allowed = (text) => /401 \(Unauthorized\)|412 \(Precondition/.test(text);

await journey(async (anna, context) => {
  const other = await second(context);
  await signIn(anna, input);
  await signIn(other, input);
  await tags(anna, other);
  await signature(anna);
  await snippet(anna);
  await answer(anna);
  const form = { button: "Edit Orders", field: "Name", theirs: "Orders EU", mine: "Orders CH" };
  await overtaken(anna, other, "categories", form);
  await look(anna, "form-overtaken");
  await anna.getByRole("button", { name: "Show what stands now" }).click();
  await holds(anna.getByLabel("Name", { exact: true }), "Orders EU");
  await overtaken(anna, other, `mailboxes/${input.mailbox}`, { field: "Name", theirs: "Support EU", mine: "Support CH" });
  await insist(anna);
  await overtaken(anna, other, "email", { field: "Largest mail, in MiB", theirs: "30", mine: "40" });
  await insist(anna);
}, { viewport: { width: 1440, height: 900 }, allowed });

/** What one names anew, joins or deletes is so on the other's screen without a reload. */
async function tags(anna, other) {
  await other.goto(`${input.address}/views/open/${input.conversation}`);
  const shown = other.getByRole("button", { name: /Tags/ }).first();
  await shown.getByText("vip", { exact: true }).waitFor();
  await anna.goto(`${input.address}/settings/tags`);
  await anna.getByRole("button", { name: "Edit the tag vip" }).click();
  await anna.getByLabel("Tag", { exact: true }).fill("key customer");
  await anna.getByRole("button", { name: "Save" }).click();
  await anna.getByRole("button", { name: "Edit the tag key customer" }).waitFor();
  await shown.getByText("key customer", { exact: true }).waitFor();
  await look(anna, "tags");

  await anna.getByRole("button", { name: "Edit the tag key customer" }).click();
  await anna.getByLabel("Tag", { exact: true }).fill("late");
  await anna.getByText(/which goes\. This cannot be undone/).waitFor();
  await look(anna, "tags-join");
  await anna.getByRole("button", { name: "Join the tags" }).click();
  await shown.getByText("late", { exact: true }).waitFor();
  await anna.getByRole("button", { name: "Edit the tag late" }).click();
  await anna.getByRole("button", { name: "Delete tag" }).click();
  await anna.getByText("2 conversations lose it.").waitFor();
  await look(anna, "tags-delete");
  await anna.getByRole("dialog").getByRole("button", { name: "Delete tag" }).click();
  await anna.getByText("The tag late was deleted.").waitFor();
  await shown.getByText("late", { exact: true }).waitFor({ state: "detached" });
}

async function signature(page) {
  await page.goto(`${input.address}/settings/account`);
  const part = page.getByRole("region", { name: "Signature" });
  const text = part.getByRole("textbox", { name: "Text" });
  await part.getByRole("button", { name: "Bold" }).waitFor();
  await text.click();
  await part.getByRole("button", { name: "Insert variable" }).click();
  await page.getByRole("menuitem", { name: /^Name of whoever writes/ }).click();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+B");
  await page.keyboard.type("Customer care");
  await part.getByRole("button", { name: "Preview" }).click();
  await part.getByText("First Agent").waitFor();
  await look(page, "own-signature", 1500);
  await part.getByRole("button", { name: "Save" }).click();
  await part.getByText("Saved", { exact: true }).waitFor();
}

async function snippet(page) {
  await page.goto(`${input.address}/settings/snippets`);
  await page.getByRole("button", { name: "Add snippet" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Late parcel");
  await page.getByLabel("Shortcut", { exact: true }).fill("late");
  const text = page.getByRole("textbox", { name: "Text" });
  await page.getByRole("button", { name: "Bold" }).waitFor();
  await text.click();
  await page.keyboard.type("About conversation ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("No. ");
  // What is chosen within bold text is bold.
  await page.getByRole("button", { name: "Insert variable" }).click();
  await page.getByRole("menuitem", { name: /^Number of the conversation/ }).click();
  await page.keyboard.press("Control+b");
  await page.keyboard.type(": ");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("tomorrow");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByText("About conversation No. 1042: tomorrow").waitFor();
  await look(page, "snippet-form");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: /^Edit.*Late parcel/ }).waitFor();
}

/** An answer made of the snippet, above the signatures that it will end with. */
async function answer(page) {
  await page.goto(`${input.address}/views/open/${input.conversation}`);
  // The formatted box comes in a quiet moment, and never under somebody's hands.
  await page.locator("[contenteditable][aria-label='Your reply']").waitFor();
  await page.getByRole("heading", { name: /Lamp is dark/, level: 1 }).focus();
  await page.keyboard.press("r");
  await page.getByRole("toolbar", { name: "Formatting" }).waitFor();
  await page.keyboard.type(";late");
  await page.getByRole("option", { name: /Late parcel/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Your reply" }).getByText("tomorrow").waitFor();
  const below = page.getByRole("region", { name: "Signature" });
  await below.getByText("First Agent").waitFor();
  await below.getByText("Desk Ltd").waitFor();
  await look(page, "composer-signature");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Send now" }).click();
}

/** Two people open a form; the other saves first, and whoever is slower is told and keeps what they typed. */
async function overtaken(anna, other, path, { button, field, theirs, mine }) {
  for (const page of [anna, other]) {
    const read = page.waitForResponse((one) => one.request().method() === "GET" && one.headers()["etag"] !== undefined && one.url().includes("/api/v1/"));
    await page.goto(`${input.address}/settings/${path}`);
    if (button) await page.getByRole("button", { name: button, exact: true }).click();
    await read;
    await page.getByLabel(field, { exact: true }).waitFor();
  }
  await other.getByLabel(field, { exact: true }).fill(theirs);
  await other.getByRole("button", { name: "Save", exact: true }).first().click();
  if (button) await other.getByRole("button", { name: `Edit ${theirs}` }).waitFor();
  else await other.getByRole("status").getByText("Saved", { exact: true }).first().waitFor();
  await anna.getByLabel(field, { exact: true }).fill(mine);
  await anna.getByRole("button", { name: "Save", exact: true }).first().click();
  await anna.getByRole("alert").getByText(/saved this meanwhile/).waitFor();
  await holds(anna.getByLabel(field, { exact: true }), mine);
}

async function insist(page) {
  await page.getByRole("button", { name: "Save mine all the same" }).click();
  await page.getByRole("status").getByText("Saved", { exact: true }).first().waitFor();
}

async function holds(field, value) {
  const element = await field.elementHandle();
  await field.page().waitForFunction(([element, value]) => element.value === value, [element, value]);
}
