// How a look at a screen begins: somebody is signed in, the page is there, and nothing is still being loaded.

/** Signs in by the form. */
export async function signIn(page, { address, email, password }) {
  await page.goto(`${address}/sign-in`);
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation").first().waitFor();
}

/** Goes to an address and waits for what shows that the screen is there. */
export async function arrive(page, address, sign) {
  await page.goto(address);
  await sign.waitFor();
  await nothingIsAwaited(page);
}

/** Waits until no part of the page says that it is being loaded. */
export async function nothingIsAwaited(page) {
  await page.waitForFunction(() => !document.querySelector(".late, [aria-busy=true]") && document.fonts.status === "loaded");
}
