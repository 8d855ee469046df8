// The snippets at hand, read once and again when somebody opens the settings of them.
import * as client from '../../client/snippets';
import type { Snippet } from '../../client/types';

export const snippets = $state<{ all: Snippet[] | null }>({ all: null });

/** Reads them, unless they are here. A failure leaves none: whoever writes goes on. */
export async function readSnippets(again = false): Promise<void> {
  if (snippets.all && !again) return;
  snippets.all = await client.list().then((page) => page.items, () => snippets.all ?? []);
}

/** Those that fit what was typed: first by shortcut, then by name. */
export function fitting(all: Snippet[], typed: string): Snippet[] {
  const words = typed.toLowerCase();
  const rank = (one: Snippet) => (one.shortcut === words ? 0 : one.shortcut && one.shortcut.startsWith(words) ? 1 : one.name.toLowerCase().includes(words) ? 2 : 3);
  return all.filter((one) => rank(one) < 3).sort((one, other) => rank(one) - rank(other));
}
