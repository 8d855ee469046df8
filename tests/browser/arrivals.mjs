// Measures, for `make bench`: from SMTP's `250` until a mail's row stands in the list of each of two browsers, and until an
// answer stands in the conversation that both have open. Judges nothing.
import { input, journey, second } from "./journey.mjs";
import { deliver, letter, signIn } from "./smtp.mjs";

const from = "maria@customer.example";

await journey(async (anna, context) => {
  const ben = await second(context);
  const pages = [anna, ben];
  await signIn(anna, input.address, input.anna);
  await signIn(ben, input.address, input.ben);
  for (const page of pages) await page.goto(`${input.address}/views/all`);
  for (const page of pages) await page.getByTestId("conversation-row").first().waitFor();
  const parcel = (n) => ({ subject: `Parcel ${n} of ${input.mails}`, text: `About ${spelt(n)}.` });
  const { times: rows, last } = await measured(pages, parcel, (mail) => ["[data-testid=conversation-row]", mail.subject]);
  for (const page of pages) {
    await page.getByTestId("conversation-row").first().click();
    await page.getByRole("article").first().waitFor();
  }
  const answer = (n) => ({ subject: `Re: Parcel ${input.mails} of ${input.mails}`, text: `Answer ${spelt(n)}.`, answering: last });
  const { times: letters } = await measured(pages, answer, (mail) => ["article", mail.text]);
  return { rows, letters };
}, { viewport: { width: 1440, height: 900 }, allowed: (text) => text.includes("401 (Unauthorized)") });

/** A number without digits: mails that differ by digits alone look like those of a robot. */
function spelt(n) {
  return n.toString(2).split("").map((digit) => (digit === "1" ? "lamp" : "shade")).join(" ");
}

/** The times of all mails, of both browsers, and the Message-ID of the last one. */
async function measured(pages, mail, where) {
  const times = [];
  let last;
  for (let n = 1; n <= input.mails; n++) {
    const written = mail(n);
    const seen = pages.map((page) => page.evaluate(shown, where(written)));
    const raw = letter({ from, to: input.to, ...written });
    last = raw.match(/^Message-ID: <(.*)>/m)[1];
    const { accepted } = await deliver({ port: input.port, from, to: input.to, raw });
    times.push(...(await Promise.all(seen)).map((at) => Math.max(0, at - accepted)));
  }
  return { times, last };
}

/** When these words stood in such an element, by the clock of the machine; runs within the page. */
function shown([place, words]) {
  return new Promise((done) => {
    const there = () => [...document.querySelectorAll(place)].some((one) => one.textContent.includes(words));
    const look = () => there() && (watch.disconnect(), done(Date.now()));
    const watch = new MutationObserver(look);
    watch.observe(document.body, { childList: true, characterData: true, subtree: true });
    look();
  });
}
