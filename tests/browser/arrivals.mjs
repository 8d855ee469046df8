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
  const rows = await measured(pages, (n) => ({ subject: `Parcel ${n} of ${input.mails}`, text: `Number ${n}.` }), (mail) => mail.subject);
  for (const page of pages) {
    await page.getByTestId("conversation-row").first().click();
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
  const number = (await anna.getByText(/^#\d+$/).first().textContent()).trim();
  const letters = await measured(pages, (n) => ({ subject: `Re: Parcel [${number}]`, text: `Answer ${n} of ${input.mails}.` }), (mail) => mail.text);
  return { rows, letters };
}, { viewport: { width: 1440, height: 900 }, allowed: (text) => text.includes("401 (Unauthorized)") });

/** The times of all mails, of both browsers. */
async function measured(pages, mail, words) {
  const times = [];
  for (let n = 1; n <= input.mails; n++) {
    const written = mail(n);
    const seen = pages.map((page) => page.evaluate(shown, words(written)));
    const raw = letter({ from, to: input.to, ...written });
    const { accepted } = await deliver({ port: input.port, from, to: input.to, raw });
    times.push(...(await Promise.all(seen)).map((at) => Math.max(0, at - accepted)));
  }
  return times;
}

/** When these words stood in the page, by the clock of the machine; runs within the page. */
function shown(words) {
  return new Promise((done) => {
    const look = () => document.body.textContent.includes(words) && (watch.disconnect(), done(Date.now()));
    const watch = new MutationObserver(look);
    watch.observe(document.body, { childList: true, characterData: true, subtree: true });
    look();
  });
}
