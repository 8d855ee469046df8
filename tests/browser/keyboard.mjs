// A person who only has a keyboard: moves with Tab, types, presses keys. Must never click, and never set a field in another way.

/** Most elements that a person would tab through before giving up. */
const PATIENCE = 80;

/** Presses Tab until `target` has the focus. */
export async function tabTo(page, target) {
  await target.waitFor();
  for (let step = 0; step < PATIENCE; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the focus cannot be brought to ${target} with Tab`);
}

/** Brings the focus to the field with this label and types `text` in place of what stands there. */
export async function fill(page, scope, label, text) {
  await tabTo(page, scope.getByLabel(label, { exact: true }));
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** Brings the focus to the list of choices with this label and types until `choice` is chosen. */
export async function choose(page, scope, label, choice) {
  const list = scope.getByLabel(label, { exact: true });
  await tabTo(page, list);
  await page.keyboard.type(choice);
  const chosen = await list.evaluate((element) => element.selectedOptions[0].label);
  if (!chosen.startsWith(choice)) throw new Error(`${label} is ${chosen}, not ${choice}`);
}

/** Brings the focus to a button and presses it. */
export async function press(page, scope, name) {
  await tabTo(page, scope.getByRole("button", { name, exact: true }));
  await page.keyboard.press("Enter");
}
