// Joins the lines that a mail client broke at its margin, so that text flows in any column. Lines that were broken on
// purpose (addresses, lists, quotes, verse) stay. Must change nothing but line ends.

const MARGIN_MOST = 80;
const MARGIN_LEAST = 56;
const ON_PURPOSE = /^([\s>|*•·–—#-]|\d+[.)]\s)/;

/** The text with forced line ends joined: those where the next line's first word would not have fitted any more. */
export function unwrapped(text: string): string {
  const lines = text.split('\n');
  const margin = lines.reduce((most, line) => Math.max(most, line.length), 0);
  if (margin > MARGIN_MOST || margin < MARGIN_LEAST) return text;
  let out = lines[0] ?? '';
  for (let index = 1; index < lines.length; index++) {
    const [above, line] = [lines[index - 1] ?? '', lines[index] ?? ''];
    out += (forced(above, line, margin) ? ' ' : '\n') + line;
  }
  return out;
}

function forced(above: string, line: string, margin: number): boolean {
  if (!above.trim() || !line.trim() || above.endsWith(' ') || above.startsWith('>') || ON_PURPOSE.test(line)) return false;
  const word = line.split(' ', 1)[0] ?? '';
  return above.length >= margin / 2 && above.length + 1 + word.length > margin;
}
