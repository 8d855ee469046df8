// What a person may do with held mail, and how each is undone. Nothing here draws.
import * as client from '../../client/arrivals';
import type { Arrival } from '../../client/types';
import { msg } from '../../kit/text';

export interface Deed {
  name: string;
  /** Said with the number of mails, once it is done. */
  done: string;
  /** Said with the reason, when it failed. */
  failed: string;
  run: (id: string) => Promise<unknown>;
  undo: ((id: string) => Promise<unknown>) | null;
}

export type DeedId = 'accept' | 'release' | 'new' | 'delete' | 'block' | 'retry' | 'restore' | 'unblock';

export const deeds: Record<DeedId, Deed> = {
  accept: { name: msg('held-accept'), done: msg('held-accepted'), failed: msg('held-not-released'), run: (id) => client.release(id, 'accept'), undo: client.takeBack },
  release: { name: msg('held-release'), done: msg('held-released'), failed: msg('held-not-released'), run: (id) => client.release(id, 'release'), undo: client.takeBack },
  new: { name: msg('held-new'), done: msg('held-made-new'), failed: msg('held-not-released'), run: (id) => client.release(id, 'new_conversation'), undo: client.takeBack },
  delete: { name: msg('held-delete'), done: msg('held-deleted'), failed: msg('held-not-deleted'), run: client.remove, undo: client.bringBack },
  block: { name: msg('held-block'), done: msg('held-blocked'), failed: msg('held-not-blocked'), run: client.block, undo: client.unblock },
  retry: { name: msg('try-again'), done: msg('held-retrying'), failed: msg('held-retry-failed'), run: client.retry, undo: null },
  restore: { name: msg('held-restore'), done: msg('held-restored'), failed: msg('held-not-restored'), run: client.bringBack, undo: client.remove },
  unblock: { name: msg('held-unblock'), done: msg('held-unblocked'), failed: msg('held-not-restored'), run: client.unblock, undo: client.block },
};

/** Held by what could not be done with it: a person's word does not help, another try may. */
const BROKEN = ['unreadable', 'crashed', 'too-slow', 'too-much-memory', 'over-limit', 'unstorable', 'unfetchable'];

/** What the person with this address may do with a mail, the likeliest first. */
export function deedsFor(item: Arrival, own?: string): DeedId[] {
  const reason = item.reason ?? '';
  const theirs = own !== undefined && reason === 'agent-not-verified' && item.from?.address.toLowerCase() === own.toLowerCase();
  const block: DeedId[] = item.from ? ['block'] : [];
  if (item.state === 'waiting') return ['retry', 'delete', ...block];
  if (item.state === 'quarantined') return BROKEN.includes(reason) ? ['retry', 'delete', ...block] : [...(theirs ? (['accept'] as const) : []), 'release', 'new', 'delete', ...block];
  if (item.state !== 'ignored') return [];
  if (reason === 'deleted') return ['restore'];
  return reason === 'blocked-sender' ? ['unblock', 'new'] : ['new'];
}
