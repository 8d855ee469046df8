// The snippets at hand: read once, and again where the settings of them are open.
import * as client from '../../client/snippets';
import type { Snippet } from '../../client/types';

export const snippets = $state<{ all: Snippet[] | null }>({ all: null });

/** Reads them, unless they are here. After a failure whoever writes goes on, and the next one asks again. */
export async function readSnippets(): Promise<void> {
  if (!snippets.all) snippets.all = await client.list().then((page) => page.items, () => null);
}

/** Those that fit what was typed: first by shortcut, then by name. */
export function fitting(all: Snippet[], typed: string): Snippet[] {
  const words = typed.toLowerCase();
  const rank = (one: Snippet) => (one.shortcut === words ? 0 : one.shortcut && one.shortcut.startsWith(words) ? 1 : one.name.toLowerCase().includes(words) ? 2 : 3);
  return all.filter((one) => rank(one) < 3).sort((one, other) => rank(one) - rank(other));
}
