// Hands mails over by SMTP, as the journeys with a browser send them; when each was taken is by the clock of the pages.
import { connect } from "node:net";

/** Delivers one mail; says when its last byte was sent and when the server had taken it. */
export function deliver({ port, from, to, raw }) {
  const steps = ["EHLO team.example", `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, "DATA", `${raw}\r\n.`, "QUIT"];
  return new Promise((done, fail) => {
    const socket = connect(port, "127.0.0.1");
    const at = { sent: 0, accepted: 0 };
    let heard = "";
    socket.on("error", fail);
    socket.on("data", (bytes) => {
      heard += bytes;
      // The last line of a reply has a space behind its code (RFC 5321 § 4.2.1).
      const last = heard.match(/^(\d{3}) .*\r\n$/m);
      if (!last) return;
      heard = "";
      if (last[1] >= "400") return fail(new Error(`refused: ${last[0]}`));
      if (at.sent && !at.accepted) at.accepted = Date.now();
      const step = steps.shift();
      if (!step) return socket.end();
      if (steps.length === 1) at.sent = Date.now();
      socket.write(`${step}\r\n`);
    });
    socket.on("close", () => done(at));
  });
}

/** A plain mail of a customer. */
export function letter({ from, to, subject, text, answering }) {
  const id = `${subject.replace(/\W+/g, ".")}.${Math.random()}@customer.example`;
  const references = answering ? `In-Reply-To: <${answering}>\r\nReferences: <${answering}>\r\n` : "";
  const head = `From: Maria <${from}>\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${id}>\r\nDate: ${new Date().toUTCString()}\r\n`;
  return `${head}${references}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;
}

/** Signs somebody in by the form. */
export async function signIn(page, address, { email, password }) {
  await page.goto(address);
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Main menu" }).waitFor();
}
