// Opens documents of the input in a browser without any policy, fires every event at every element, and reports which of them ran a script,
// asked the network for something or hold a link that would run one. Each document is `{name, html}`.
import { input, journey } from "./journey.mjs";

const SITE = "http://mail.example/";
const HARMLESS = ["http:", "https:", "mailto:", "tel:", "cid:", ":"];

await journey(
  async (page, context) => {
    const ran = new Map();
    const asked = new Map();
    let current = { name: "", html: "" };
    const note = (where, what) => where.set(current.name, [...(where.get(current.name) ?? []), what]);
    await context.exposeBinding("__ran", (_source, what) => note(ran, what));
    await context.addInitScript(() => {
      for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => window.__ran(name);
    });
    page.on("dialog", (dialog) => note(ran, "dialog") || dialog.dismiss());
    context.on("page", (other) => note(ran, "a window") || other.close());
    await context.route("**/*", (route) => {
      if (route.request().url() === SITE && route.request().frame() === page.mainFrame()) {
        return route.fulfill({ contentType: "text/html; charset=utf-8", body: `<!doctype html><body>${current.html}` });
      }
      note(asked, route.request().url());
      return route.fulfill({ status: 404, body: "" });
    });
    for (const one of input.documents) {
      current = one;
      await page.goto(SITE).catch(() => {});
      const links = await page.evaluate(provoke, HARMLESS).catch(() => []);
      for (const link of links) note(ran, `a link to ${link}`);
    }
    return { ran: Object.fromEntries(ran), asked: Object.fromEntries(asked) };
  },
  { allowed: () => true },
);

/** Fires every event at every element and names the links that lead to anything but another page. */
async function provoke(harmless) {
  const links = [...document.querySelectorAll("a[href], area[href]")].map((link) => link.protocol);
  const events = Object.keys(Object.getOwnPropertyDescriptors(HTMLElement.prototype)).filter((key) => key.startsWith("on"));
  for (const element of [...document.querySelectorAll("*")].slice(0, 2_000)) {
    // A link is not followed, and a form not sent: what they would do is told by their addresses.
    element.addEventListener("click", (event) => event.preventDefault());
    element.addEventListener("submit", (event) => event.preventDefault());
    for (const event of events) element.dispatchEvent(new Event(event.slice(2), { cancelable: true }));
  }
  // What failed to load says so in a later task.
  await new Promise((done) => setTimeout(done, 20));
  return links.filter((protocol) => !harmless.includes(protocol));
}
