// Who may see the open conversation, read when it is needed: whom a note can mention.
import * as client from '../../client/conversations';
import type { ConversationAgent } from '../../client/types';

export const readers = $state<{ of: string | null; all: ConversationAgent[] }>({ of: null, all: [] });

/** Reads who may see a conversation, once while it is open. A failure leaves nobody: the server then reads the names itself. */
export async function readReaders(id: string): Promise<void> {
  if (readers.of === id) return;
  readers.of = id;
  readers.all = [];
  const all = await client.agentsOf(id).catch(() => null);
  if (readers.of !== id) return;
  if (all) readers.all = all;
  else readers.of = null;
}
