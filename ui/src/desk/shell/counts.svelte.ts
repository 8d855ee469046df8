// How much waits in each view, kept true by the stream of events.
import * as client from '../../client/conversations';
import type { OwnViewCount, QueueCount, View } from '../../client/types';
import { soon } from './live.svelte';

export const counts = $state<{ views: View[]; own: OwnViewCount[]; queues: QueueCount[]; held: number }>({ views: [], own: [], queues: [], held: 0 });

/** Reads the counts again. A failure leaves the old ones: the banner already says that we are offline. */
export async function readCounts(): Promise<void> {
  try {
    const answer = await client.views();
    counts.views = answer.items;
    counts.own = answer.own;
    counts.queues = answer.queues;
    counts.held = answer.held;
  } catch {
    // The next event tries again.
  }
}

/** Reads the counts soon, once for a burst of events. */
export const countSoon = soon(() => void readCounts(), 120);
