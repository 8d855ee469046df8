// The HTML of what an agent writes: between the server, which names pictures by their file, and the editor, which shows
// them; and between formatted and plain text. Nothing here makes HTML safe: the editor and the server do.

const SHOWN = /src="\/api\/v1\/attachments\/(\d+)\?inline=1"/g;
const NAMED = /src="cid:(\d+)"/g;

/** As the server takes it: pictures by the ids of their files. */
export const toServer = (html: string) => html.replaceAll(SHOWN, 'src="cid:$1"');

/** As the editor shows it: pictures by their address. */
export const toEditor = (html: string) => html.replaceAll(NAMED, 'src="/api/v1/attachments/$1?inline=1"');

/** The files that the HTML shows as pictures. */
export const pictures = (html: string): Set<string> => new Set([...toServer(html).matchAll(NAMED)].map((found) => found[1] ?? ''));

/** True where the HTML says more than its text: then the mail is worth being sent as HTML. */
export const isFormatted = (html: string) => /<(?!\/?(?:div|p|br)\b)[a-z]/i.test(html) || /<(?:div|p)[^>]*\s(?:style|dir|align)=/i.test(html);

const escaped: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text in place of markup. */
export const escape = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => escaped[sign] ?? sign);

/** Plain text as the editor holds it: a block a line. */
export const fromText = (text: string) =>
  text
    .split('\n')
    .map((line) => `<div>${escape(line) || '<br>'}</div>`)
    .join('');

/** The text that a person sees in the editor, with one line end a line. */
export const toText = (root: HTMLElement) => (root.innerText ?? root.textContent ?? '').replaceAll('\u00a0', ' ').replaceAll('\u200b', '').replace(/\n$/, '');

/** The address that a person meant; null where it is none that a mail may hold. */
export function linkOf(typed: string): string | null {
  const text = typed.trim();
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  return url && ['https:', 'http:', 'mailto:', 'tel:'].includes(url.protocol) && (url.hostname.includes('.') || !url.protocol.startsWith('http')) ? url.href : null;
}
