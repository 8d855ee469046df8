// The composer as such: files pasted, dropped and refused; From, Cc and Bcc completed; a draft that outlives a reload; undone, planned,
// sent and resolved; plain text; forwarded; and a conversation that begins here.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";
import { signIn } from "./screen.mjs";

const allowed = (text) => text.includes("401 (Unauthorized)");
/** A picture of one point. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

await journey(async (page) => {
  await signIn(page, input);
  await files(page);
  await people(page);
  await undone(page);
  await planned(page);
  await plain(page);
  await forwarded(page);
  await begun(page);
}, { viewport: { width: 1440, height: 900 }, allowed });

/** Opens a conversation and begins an answer to it in the formatted box. */
async function answering(page, { id, subject }) {
  await page.goto(`${input.address}/views/all/${id}`);
  // The formatted box comes in a quiet moment, and never under somebody's hands.
  await page.locator("[contenteditable][aria-label='Your reply']").waitFor();
  await page.getByRole("heading", { name: new RegExp(subject), level: 1 }).focus();
  await page.keyboard.press("r");
  await page.getByRole("toolbar", { name: "Formatting" }).waitFor();
  const box = page.getByRole("textbox", { name: "Your reply" });
  await box.click();
  return box;
}

/** CC-13: a picture pasted into the text, a file dropped with its progress, and what is too many or too much refused with words. */
async function files(page) {
  const box = await answering(page, input.first);
  await page.keyboard.type("See here: ");
  await hand(box, "paste", [{ name: "shot.png", type: "image/png", content: PNG }]);
  await box.locator("img[src*='/attachments/']").waitFor();
  let release;
  const held = new Promise((done) => (release = done));
  await page.route("**/api/v1/attachments", async (route) => {
    await held;
    await route.continue();
  });
  await hand(box, "drop", [{ name: "plan.pdf", type: "application/pdf", content: btoa("%PDF-1.4") }]);
  await page.getByRole("progressbar", { name: "Uploading plan.pdf" }).waitFor();
  await look(page, "composer-upload");
  release();
  await page.getByRole("progressbar").waitFor({ state: "detached" });
  await page.unroute("**/api/v1/attachments");
  const more = Array.from({ length: 9 }, (_, index) => ({ name: `${index}.txt`, mimeType: "text/plain", buffer: Buffer.from("x") }));
  const chooser = page.locator("input[type=file]");
  await chooser.setInputFiles(more);
  await page.getByRole("alert").getByText("“8.txt” was not attached: at most 10 files per mail.").waitFor();
  await look(page, "composer-too-many");
  for (let index = 0; index < 8; index += 1) await page.getByRole("button", { name: `Remove ${index}.txt` }).click();
  await chooser.setInputFiles({ name: "film.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(26 * 1024 * 1024) });
  await page.getByRole("alert").getByText(/“film.bin” was not attached: at most .* together per mail/).waitFor();
  // Nothing of it is lost by a reload.
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.reload();
  const again = page.getByRole("textbox", { name: "Your reply" });
  await again.getByText("See here:").waitFor();
  await again.locator("img[src*='/attachments/']").waitFor();
  await page.getByRole("list", { name: "Attachments" }).getByText("plan.pdf").waitFor();
}

/** From another mailbox, with Cc and Bcc that are completed from who is known. */
async function people(page) {
  await page.getByRole("textbox", { name: "Your reply" }).click();
  await page.getByRole("combobox", { name: /^From/ }).selectOption({ label: input.from });
  for (const field of ["Cc", "Bcc"]) {
    await page.getByRole("button", { name: `Add ${field}` }).click();
    const typed = page.getByRole("combobox", { name: field, exact: true });
    await typed.fill(field === "Cc" ? "maria" : "otto");
    await page.getByRole("option", { name: field === "Cc" ? /maria@/ : /otto@/ }).waitFor();
    await page.keyboard.press("Enter");
  }
  await look(page, "composer-people");
  await page.getByRole("textbox", { name: "Your reply" }).click();
  await page.keyboard.press("Control+Shift+Enter");
  await page.getByText(/#\d+: Resolved/).waitFor();
}

/** Undone within its seconds, an answer is a draft again. */
async function undone(page) {
  await answering(page, input.second);
  await page.keyboard.type("Too early.");
  await page.keyboard.press("Control+Enter");
  await page.getByTestId("delivery").getByRole("button", { name: "Undo" }).click();
  // It was sent without any format, so it comes back as plain text.
  const back = await page.locator("textarea[aria-label='Your reply']").elementHandle();
  await page.waitForFunction((box) => box.value === "Too early.", back);
  await page.getByTestId("delivery").waitFor({ state: "detached" });
}

/** Planned for another day. */
async function planned(page) {
  await page.getByRole("button", { name: "Send later" }).click();
  await page.getByRole("menuitem", { name: "Choose day and hour…" }).click();
  await look(page, "composer-send-later");
  await page.getByRole("dialog").getByRole("button", { name: "Send later" }).click();
  await page.getByTestId("delivery").getByText(/^Leaves /).waitFor();
}

/** Without any formatting, where somebody likes it so. */
async function plain(page) {
  await answering(page, input.third);
  await page.getByRole("button", { name: "Plain text" }).click();
  await page.getByRole("toolbar", { name: "Formatting" }).waitFor({ state: "detached" });
  await page.getByRole("textbox", { name: "Your reply" }).fill("As plain as it was typed: <b>.");
  await look(page, "composer-plain");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Send now" }).click();
  // The composer folds a moment after it was left; here it is entered again.
  await page.getByRole("textbox", { name: "Your reply" }).click();
  await page.getByRole("button", { name: "Formatted text" }).click();
}

async function forwarded(page) {
  const letter = page.getByRole("article").filter({ hasText: input.third.text }).first();
  await letter.getByRole("button", { name: /^Actions for the message/ }).click();
  await page.getByRole("menuitem", { name: "Forward" }).click();
  await page.getByRole("combobox", { name: "To", exact: true }).fill("otto");
  await page.getByRole("option", { name: /otto@/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Your reply" }).getByText("Forwarded message").waitFor();
  await look(page, "composer-forward");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("button", { name: "Send now" }).last().click();
}

/** A conversation that we begin. */
async function begun(page) {
  await page.goto(`${input.address}/new`);
  await page.getByRole("combobox", { name: "To", exact: true }).fill("maria");
  await page.getByRole("option", { name: /maria@/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByLabel("Subject", { exact: true }).fill("Your new lamp");
  const box = page.getByRole("textbox", { name: "Your message" });
  await box.click();
  await page.keyboard.type("It is here.");
  await page.getByRole("region", { name: "Signature" }).getByText("Desk Ltd").waitFor();
  await look(page, "new-conversation");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: /Your new lamp/, level: 1 }).waitFor();
  await page.getByRole("button", { name: "Send now" }).click();
}

/** Pastes or drops files as the browser would hand them over. */
function hand(target, kind, all) {
  return target.evaluate((element, [kind, all]) => {
    const data = new DataTransfer();
    for (const { name, type, content } of all) {
      const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name, { type }));
    }
    const init = { bubbles: true, cancelable: true, composed: true };
    const event = kind === "paste" ? new ClipboardEvent("paste", { ...init, clipboardData: data }) : new DragEvent(kind, { ...init, dataTransfer: data });
    element.dispatchEvent(event);
  }, [kind, all]);
}
