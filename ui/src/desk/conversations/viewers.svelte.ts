// Who else has the open conversation open or writes in it, and what the desk is told about this page.
import * as client from '../../client/conversations';
import type { Viewer } from '../../client/types';
import { onLive, soon } from '../shell/live.svelte';
import { session } from '../shell/session.svelte';

// The server forgets a viewer after 60 seconds.
const AGAIN_MS = 25_000;
// So long after the last letter somebody counts as writing.
const WRITING_MS = 6_000;

export const viewers = $state<{ others: Viewer[] }>({ others: [] });

let here: string | null = null;
let writing: ReturnType<typeof setTimeout> | undefined;

/** Says that this conversation is open until the returned function is called. */
export function stay(id: string): () => void {
  here = id;
  viewers.others = [];
  const read = async () => {
    const all = await client.viewers(id).catch(() => []);
    if (here === id) viewers.others = all.filter((one) => one.agent !== session.me?.id);
  };
  const again = soon(() => void read());
  const say = () => {
    if (document.visibilityState === 'visible') void client.setViewer(id, writing ? 'writing' : 'viewing').catch(() => undefined);
    again();
  };
  say();
  const timer = setInterval(say, AGAIN_MS);
  const stop = onLive((event) => {
    if (event.type === 'reset' || (event.type === 'viewers.changed' && event.id === id)) again();
  });
  return () => {
    here = null;
    clearTimeout(writing);
    writing = undefined;
    clearInterval(timer);
    stop();
    viewers.others = [];
    void client.leave(id).catch(() => undefined);
  };
}

/** A letter was typed: others are told at the first one, and again when the typing rests. */
export function typed(): void {
  const id = here;
  if (!id) return;
  if (!writing) void client.setViewer(id, 'writing').catch(() => undefined);
  clearTimeout(writing);
  writing = setTimeout(() => {
    writing = undefined;
    if (here === id) void client.setViewer(id, 'viewing').catch(() => undefined);
  }, WRITING_MS);
}
