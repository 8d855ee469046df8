// A conversation on paper: every letter unfolded, nothing to press; notes and events only where they were asked for, since
// paper may end with the customer (LA-5).
import { tick } from 'svelte';

/** Frames of HTML mail that take longer are printed as far as they are. */
const PATIENCE_MS = 3_000;

export const printing = $state({ on: false });

/** Prints the open conversation, with its notes and events or without. */
export async function print(notes: boolean): Promise<void> {
  const root = document.documentElement;
  printing.on = true;
  root.dataset.print = notes ? 'all' : 'letters';
  try {
    await tick();
    const frames = Promise.all([...document.querySelectorAll('iframe')].map(loaded));
    await Promise.race([frames, new Promise((done) => setTimeout(done, PATIENCE_MS))]);
    window.print();
  } finally {
    printing.on = false;
    delete root.dataset.print;
  }
}

function loaded(frame: HTMLIFrameElement): Promise<unknown> {
  const inside = frame.contentDocument;
  if (inside?.readyState === 'complete' && inside.body?.childNodes.length) return Promise.resolve();
  return new Promise((done) => frame.addEventListener('load', () => setTimeout(done, 50), { once: true }));
}
