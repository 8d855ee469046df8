// Markdown as a tree of what a preview shows: headings, paragraphs, lists, quotes, code, and in them emphasis and links. It makes
// no HTML, so nothing in a text can become markup; what is not known stands as it was written.

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong'; parts: Inline[] }
  | { kind: 'em'; parts: Inline[] }
  | { kind: 'link'; href: string; parts: Inline[] };

export type Block =
  | { kind: 'heading'; level: number; parts: Inline[] }
  | { kind: 'paragraph'; parts: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

const DEEPEST = 5;
const HEADING = /^(#{1,6})[ \t]+(.*?)[ \t]*#*$/;
const ITEM = /^[ \t]*(?:([-*+])|\d{1,9}[.)])[ \t]+(.*)$/;
const RULE = /^[ \t]*(?:-[ \t]*){3,}$|^[ \t]*(?:\*[ \t]*){3,}$/;
const FENCE = /^[ \t]*(```|~~~)/;

/** The blocks of a text. */
export function blocks(text: string, depth = 0): Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const out: Block[] = [];
  let at = 0;
  const take = (fits: (line: string) => boolean) => {
    const from = at;
    while (at < lines.length && fits(lines[at] ?? '')) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const fence = FENCE.exec(line)?.[1];
    const heading = HEADING.exec(line);
    if (!line.trim()) at += 1;
    else if (fence) {
      at += 1;
      const code = take((one) => !one.trimStart().startsWith(fence));
      at += 1;
      out.push({ kind: 'code', text: code.join('\n') });
    } else if (heading) {
      at += 1;
      out.push({ kind: 'heading', level: heading[1]?.length ?? 1, parts: inlines(heading[2] ?? '') });
    } else if (RULE.test(line)) {
      at += 1;
      out.push({ kind: 'rule' });
    } else if (line.startsWith('>') && depth < DEEPEST) {
      const quoted = take((one) => one.startsWith('>')).map((one) => one.replace(/^> ?/, ''));
      out.push({ kind: 'quote', blocks: blocks(quoted.join('\n'), depth + 1) });
    } else if (ITEM.test(line)) out.push(list(take((one) => ITEM.test(one) || /^[ \t]+\S/.test(one))));
    else out.push({ kind: 'paragraph', parts: inlines([line, ...(at += 1, take((one) => !begins(one)))].join('\n')) });
  }
  return out;
}

/** True where a line ends a paragraph. */
const begins = (line: string) => !line.trim() || HEADING.test(line) || FENCE.test(line) || ITEM.test(line) || RULE.test(line) || line.startsWith('>');

/** A list; a line that begins with space goes on with its item. */
function list(lines: string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    const found = ITEM.exec(line);
    if (found) items.push(found[2] ?? '');
    else items.push(`${items.pop() ?? ''}\n${line.trim()}`);
  }
  return { kind: 'list', ordered: !ITEM.exec(lines[0] ?? '')?.[1], items: items.map((item) => inlines(item)) };
}

const INLINE = /`([^`\n]+)`|\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=\S)([^*]+?)(?<=\S)\*|(?<![\p{L}\p{N}])_(?=\S)([^_]+?)(?<=\S)_(?![\p{L}\p{N}])|\[([^\]\n]+)\]\(([^()\s]+)\)|<(https?:\/\/[^>\s]+)>/su;

/** What stands in a line. */
export function inlines(text: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  let rest = text;
  for (let found = INLINE.exec(rest); found && depth < DEEPEST; found = INLINE.exec(rest)) {
    const [whole, code, strong, star, line, label, href, bare] = found;
    if (found.index > 0) out.push({ kind: 'text', text: rest.slice(0, found.index) });
    const emphasised = star ?? line;
    const target = href ?? bare;
    if (code !== undefined) out.push({ kind: 'code', text: code });
    else if (strong !== undefined) out.push({ kind: 'strong', parts: inlines(strong, depth + 1) });
    else if (emphasised !== undefined) out.push({ kind: 'em', parts: inlines(emphasised, depth + 1) });
    else if (target !== undefined && isLink(target)) out.push({ kind: 'link', href: target, parts: label ? inlines(label, DEEPEST) : [{ kind: 'text', text: target }] });
    else out.push({ kind: 'text', text: whole });
    rest = rest.slice(found.index + whole.length);
  }
  if (rest) out.push({ kind: 'text', text: rest });
  return out;
}

/** Only addresses that a browser opens as a page or a new mail. */
const isLink = (href: string) => /^(https?:\/\/|mailto:)/i.test(href);
