// Prepares sanitised HTML of a mail for its sandboxed frame: its own policy, folded quotes, images only when asked for.
// Must never add a script or loosen the sandbox; the server has already sanitised what comes in.

export interface MailView {
  quotes: boolean;
  remote: boolean;
  dark: boolean;
}
export interface MailPage {
  srcdoc: string;
  folded: boolean;
}

const QUOTES = [
  '.gmail_quote_container',
  '.gmail_quote',
  '.protonmail_quote',
  '.yahoo_quoted',
  '.zmail_extra',
  '.moz-cite-prefix',
  '#divRplyFwdMsg',
  '#appendonsend',
  '#mail-editor-reference-message-container',
  'blockquote[type="cite"]',
  'blockquote',
].join(',');

/** The policy of the frame's document. Remote images widen it for this one message only. */
export function policy(remote: boolean): string {
  const images = remote ? "'self' data: https:" : "'self' data:";
  return `default-src 'none'; style-src 'unsafe-inline'; img-src ${images}; font-src 'none'; form-action 'none'; base-uri 'none'`;
}

/** The document for `srcdoc`, and whether something was folded away. */
export function page(html: string, view: MailView): MailPage {
  const mail = new DOMParser().parseFromString(html, 'text/html');
  if (view.remote) showRemote(mail);
  const folded = !view.quotes && foldQuotes(mail.body);
  const head =
    `<meta http-equiv="Content-Security-Policy" content="${policy(view.remote)}">` +
    '<meta name="referrer" content="no-referrer"><base target="_blank">' +
    `<style>${style(view.dark && !hasColours(html))}</style>`;
  const styles = [...mail.head.querySelectorAll('style')].map((sheet) => sheet.outerHTML).join('');
  return {
    srcdoc: `<!doctype html><html><head><meta charset="utf-8">${head}${styles}</head>${mail.body.outerHTML}</html>`,
    folded,
  };
}

/** True for mail that brings its own colours and must be shown on white paper. */
export function hasColours(html: string): boolean {
  return /bgcolor|background|<font|(?:^|[\s;"'{])color\s*[:=]/i.test(html);
}

// An address of the desk itself is never asked: a mail must not make the agent's browser do so with the agent's rights.
function showRemote(mail: Document): void {
  for (const image of mail.querySelectorAll('[data-remote-src]')) {
    const url = (image.getAttribute('data-remote-src') ?? '').replace(/^http:/, 'https:');
    if (url.startsWith('https://') && URL.parse(url)?.hostname !== location.hostname) image.setAttribute('src', url);
  }
}

// Hides the first quote and all that follows it, when what stands above it says something.
function foldQuotes(body: HTMLElement): boolean {
  const quote = body.querySelector(QUOTES);
  if (!quote) return false;
  const hidden: Element[] = [];
  for (let at: Element | null = quote; at && at !== body; at = at.parentElement) {
    if (at === quote) hidden.push(at);
    for (let next = at.nextSibling; next; next = next.nextSibling) {
      if (next instanceof Element) hidden.push(next);
      else if (next.textContent?.trim()) return false;
    }
  }
  const own = (body.textContent ?? '').length - hidden.reduce((sum, part) => sum + (part.textContent ?? '').length, 0);
  if (own < 2) return false;
  for (const part of hidden) part.setAttribute('hidden', '');
  return true;
}

function style(dark: boolean): string {
  const [text, link, line] = dark ? ['#ecebe8', '#8fb4f0', '#4a4844'] : ['#1f1d1a', '#2a5bb0', '#d9d6d0'];
  return (
    `html{color-scheme:${dark ? 'dark' : 'light'}}` +
    `body{margin:0;padding:1px 0;color:${text};font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;overflow-wrap:break-word;background:transparent}` +
    'body>:first-child,body>div:first-child>:first-child{margin-top:0}body>:last-child{margin-bottom:0}' +
    `a[href]{color:${link}}img{max-width:100%;height:auto}img:not([src]){display:none}table{max-width:100%}pre{white-space:pre-wrap}` +
    `blockquote{margin:8px 0;padding-inline-start:12px;border-inline-start:2px solid ${line}}[hidden]{display:none!important}`
  );
}
