// Mentions in the words of a note: whom an `@` names, and where. Whom a note mentions is kept by the server as who they are;
// the words only say where to mark it.

interface Named {
  id: string;
  name: string;
  email: string;
}

/** A piece of a text, and whom it names; null for what names nobody. */
export interface Piece {
  text: string;
  id: string | null;
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const isLetter = (text: string | undefined) => text !== undefined && /[\p{L}\p{N}]/u.test(text);

/** What is typed behind the last `@` of a line, where it may be the beginning of a name. */
export const typedMention = (before: string): string | null => /(?:^|[\s(])@([\p{L}\p{N}\p{M}._'’-]*(?: [\p{L}\p{N}\p{M}._'’-]+)*)$/u.exec(before)?.[1] ?? null;

/** The people whose name or address begins with what is typed, or one of whose names does. */
export function fittingPeople<Person extends Named>(people: Person[], typed: string): Person[] {
  const sought = folded(typed);
  const fits = ({ name, email }: Person) => [name, ...name.split(/\s+/), email].some((word) => folded(word).startsWith(sought));
  return people.filter(fits);
}

/** The text in pieces: `@` with the whole name, the first one, or the address up to its `@`, names somebody, the longest first;
 * a name that two have names neither, unless it was picked for one of them. */
export function pieces(text: string, people: Named[], picked: ReadonlyMap<string, string> = new Map()): Piece[] {
  const names = people.flatMap(({ id, name, email }) => {
    const words = [name.trim(), name.trim().split(/\s+/)[0] ?? '', email.split('@')[0] ?? ''];
    return [...new Set(words)].filter(Boolean).map((word) => ({ id, word }));
  });
  const found: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at < from || isLetter(text[at - 1])) continue;
    const stands = names.filter(({ word }) => {
      const said = text.slice(at + 1, at + 1 + word.length);
      return said.toLowerCase() === word.toLowerCase() && !isLetter(text[at + 1 + word.length]);
    });
    const longest = Math.max(0, ...stands.map(({ word }) => word.length));
    const word = text.slice(at + 1, at + 1 + longest);
    const ids = [...new Set(stands.filter((one) => one.word.length === longest).map((one) => one.id))];
    const id = ids.find((one) => one === picked.get(word)) ?? (ids.length === 1 ? ids[0] : undefined);
    if (!id) continue;
    found.push({ text: text.slice(from, at), id: null }, { text: `@${word}`, id });
    from = at + 1 + longest;
  }
  found.push({ text: text.slice(from), id: null });
  return found.filter((piece) => piece.text);
}

/** Whom a text names, each once. */
export function mentionedIn(text: string, people: Named[], picked: ReadonlyMap<string, string>): string[] {
  return [...new Set(pieces(text, people, picked).flatMap((piece) => piece.id ?? []))];
}
