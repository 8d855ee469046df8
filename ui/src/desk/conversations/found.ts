// What a search asked for, marked where a row shows it: the same words as the server finds, diacritics folded.

interface Sought {
  word: string;
  open: boolean;
}
/** Where a text stands in a row. */
export type Part = 'from' | 'subject' | 'anywhere';
export interface Piece {
  text: string;
  hit: boolean;
}

const OTHER_OPERATORS = /^(to|tag|field|in|status|priority|assignee|is|has|after|before):/i;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const PIECES = /(\w+:)?"([^"]*)"?(?:[<>]?="[^"]*"?|[<>]?=\S*)?|\S+/g;

/** A word as search compares it: without marks, in small letters. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/ø/g, 'o')
    .replace(/đ/g, 'd')
    .replace(/ł/g, 'l')
    .replace(/ı/g, 'i');
}

function sought(q: string, part: Part): Sought[] {
  const pieces = [...q.matchAll(PIECES)].filter(([whole]) => !OTHER_OPERATORS.test(whole));
  return pieces.flatMap((match) => {
    const whole = match[0];
    const [, operator, value] = /^(from:|subject:)(.*)$/is.exec(whole) ?? [];
    if (operator && operator.slice(0, -1).toLowerCase() !== part) return [];
    const words = fold(value ?? whole).match(WORD) ?? [];
    const typed = !whole.endsWith('"') && match.index + whole.length === q.length;
    return words.map((word, index) => ({ word, open: typed && index === words.length - 1 }));
  });
}

/** The text in pieces: what was searched for, and what stands between. */
export function pieces(text: string, q: string, part: Part): Piece[] {
  const wanted = q ? sought(q, part) : [];
  if (wanted.length === 0) return [{ text, hit: false }];
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(WORD)) {
    const word = fold(match[0]);
    if (!wanted.some((one) => word === one.word || (one.open && word.startsWith(one.word)))) continue;
    if (match.index > at) found.push({ text: text.slice(at, match.index), hit: false });
    found.push({ text: match[0], hit: true });
    at = match.index + match[0].length;
  }
  if (at < text.length || found.length === 0) found.push({ text: text.slice(at), hit: false });
  return found;
}
