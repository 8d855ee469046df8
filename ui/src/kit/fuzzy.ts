// How well a text answers what was typed: its letters in their order, better at the beginnings of words and side by side.

/** A text as comparing needs it: small letters without marks. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Higher is better; null where the letters do not occur in this order. Nothing typed fits everything. */
export function score(text: string, typed: string): number | null {
  const [within, wanted] = [plain(text), plain(typed).replace(/\s+/g, ' ').trim()];
  if (!wanted) return 0;
  const whole = within.indexOf(wanted);
  if (whole >= 0) return 1_000 - whole - (whole === 0 || within[whole - 1] === ' ' ? 0 : 300) - within.length / 100;
  let points = 0;
  let at = -1;
  for (const letter of wanted.replace(/ /g, '')) {
    const next = within.indexOf(letter, at + 1);
    if (next < 0) return null;
    const begins = next === 0 || !/[\p{L}\p{N}]/u.test(within[next - 1] ?? ' ');
    points += begins ? 12 : next === at + 1 ? 8 : -Math.min(6, next - at);
    at = next;
  }
  return points > 0 ? points : null;
}

/** What fits, best first; what fits equally well keeps its order. */
export function best<Entry>(all: Entry[], typed: string, text: (entry: Entry) => string, most: number): Entry[] {
  const scored = all.map((entry) => ({ entry, points: score(text(entry), typed) }));
  return scored
    .filter((one): one is { entry: Entry; points: number } => one.points !== null)
    .sort((one, other) => other.points - one.points)
    .slice(0, most)
    .map((one) => one.entry);
}
