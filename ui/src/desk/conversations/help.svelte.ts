// Who helps agents, if anybody does: without a model nothing of it is shown. And one question to the model at a time, which can be
// stopped.
import * as client from '../../client/help';
import type { HelpAnswer, HelpRequest } from '../../client/types';
import { onLive, soon } from '../shell/live.svelte';
import { explain } from '../shell/problems';

/** The assistant that helps; null where none does, or where it is not known yet. */
export const helper = $state<{ name: string | null }>({ name: null });

let watching = false;

async function read(): Promise<void> {
  helper.name = (await client.helper().catch(() => null))?.assistant?.name ?? null;
}

/** Reads who helps, once, and again when somebody chooses another. */
export function watchHelper(): void {
  if (watching) return;
  watching = true;
  void read();
  const again = soon(() => void read(), 200);
  onLive((event) => {
    if (event.type === 'reset' || (event.type === 'settings.changed' && (event.id === 'helper' || event.id === 'assistants'))) again();
  });
}

/** The language in which whoever works here reads. */
export const ownLanguage = () => (navigator.language.split('-')[0] ?? 'en').toLowerCase();

export class Help {
  /** True while the model writes. */
  asking = $state(false);
  wrong = $state<string | null>(null);
  #stop: AbortController | null = null;

  /** Asks; null where it was stopped, or failed, which is then said. */
  async ask(conversation: string, body: HelpRequest): Promise<HelpAnswer | null> {
    this.stop();
    const stop = (this.#stop = new AbortController());
    this.asking = true;
    try {
      const answer = await client.ask(conversation, body, stop.signal);
      return stop.signal.aborted ? null : answer;
    } catch (error) {
      if (!stop.signal.aborted) this.wrong = explain(error);
      return null;
    } finally {
      if (this.#stop === stop) this.asking = false;
    }
  }

  /** Waits for nothing any more, and says nothing of what was. */
  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
    [this.asking, this.wrong] = [false, null];
  }
}
