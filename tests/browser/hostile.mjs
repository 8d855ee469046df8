// Opens a mail that means harm and reports all that it made the browser do, before and after its pictures are asked for.
import { input, journey } from "./journey.mjs";
import { look } from "./looks.mjs";

// A picture of one pixel, for whoever asks for a remote one.
const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==", "base64");

// Not signed in at first; and a policy that holds is no fault of the page.
const allowed = (text) => text.includes("401 (Unauthorized)");

await journey(async (page, context) => {
  const fetched = [];
  context.on("request", (request) => {
    const url = request.url();
    // A data: picture is part of the mail; whatever of the desk itself a mail asks for is asked by its frame.
    const foreign = !url.startsWith(`${input.address}/`) && !url.startsWith("data:");
    if (foreign || (request.frame().parentFrame() && !url.startsWith("data:") && !url.startsWith("about:"))) fetched.push(url);
  });
  await context.route(/\.example\//, (route) => route.fulfill({ contentType: "image/png", body: PIXEL }));
  page.on("dialog", (dialog) => fetched.push(`dialog: ${dialog.message()}`));
  await page.goto(input.address);
  await page.getByLabel("E-mail", { exact: true }).fill(input.email);
  await page.getByLabel("Password", { exact: true }).fill(input.password);
  await page.keyboard.press("Enter");
  await page.getByTestId("conversation-row").filter({ hasText: input.subject }).click();
  const frame = page.locator("iframe");
  const mail = frame.contentFrame();
  await mail.getByText("The end of it.").waitFor();
  const address = page.url();
  await look(page, "hostile-blocked");
  const before = [...fetched];
  await page.getByRole("button", { name: /^Show (remote image|\d+ remote images)$/ }).click();
  await mail.getByAltText("The bill").waitFor();
  await page.waitForFunction(() => {
    const picture = document.querySelector("iframe").contentDocument.querySelector("img[alt='The bill']");
    return picture?.complete && picture.naturalWidth > 0;
  });
  await look(page, "hostile-pictures");
  return {
    before,
    after: fetched.slice(before.length),
    ran: await page.evaluate(() => "ran" in window || "ran" in document.querySelector("iframe").contentWindow),
    sandbox: await frame.getAttribute("sandbox"),
    links: await mail.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href")).filter(Boolean)),
    inside: await inside(page, frame),
    address,
    address_after: page.url(),
  };
}, { allowed });

/** Nothing of the mail covers what stands beside its frame, and the desk's own heading and buttons are still shown. */
async function inside(page, frame) {
  const box = await frame.boundingBox();
  const whole = page.viewportSize();
  const heading = await page.getByRole("heading", { name: input.subject }).isVisible();
  const button = await page.getByRole("button", { name: "Resolve" }).isVisible();
  return heading && button && box.width < whole.width;
}
