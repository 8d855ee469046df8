// A list that is read page by page while somebody looks for something: the newest search counts, short pages are filled up.
import type { Page } from '../../client/types';

const WANTED = 20;
const AT_ONCE = 6;

export class Pages<Item extends { id: string }> {
  items = $state.raw<Item[] | null>(null);
  next = $state<string | null>(null);
  failed = $state<unknown>(null);
  reading = $state(false);
  #stop: AbortController | null = null;
  #q = '';

  constructor(readonly page: (q: string, after: string | null, signal: AbortSignal) => Promise<Page<Item>>) {}

  /** Reads from the beginning what is looked for, or once more what was. */
  async show(q = this.#q): Promise<void> {
    this.#q = q;
    await this.#read(null, []);
  }

  /** Reads on behind what is shown. */
  async more(): Promise<void> {
    await this.#read(this.next, this.items ?? []);
  }

  async #read(from: string | null, known: Item[]): Promise<void> {
    this.#stop?.abort();
    const stop = (this.#stop = new AbortController());
    this.reading = true;
    let [items, next] = [known, from];
    try {
      for (let round = 0; round < AT_ONCE; round += 1) {
        const page = await this.page(this.#q, next, stop.signal);
        if (stop.signal.aborted) return;
        items = [...items, ...page.items];
        next = page.next;
        if (!next || items.length - known.length >= WANTED) break;
      }
      [this.items, this.next, this.failed] = [items, next, null];
    } catch (error) {
      if (!stop.signal.aborted) this.failed = error;
    } finally {
      if (this.#stop === stop) this.reading = false;
    }
  }
}
