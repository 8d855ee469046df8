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
  /** What the shown items were looked for by. */
  #shown = '';

  constructor(readonly page: (q: string, after: string | null, signal: AbortSignal) => Promise<Page<Item>>) {}

  /** Reads from the beginning what is looked for, or once more what was. */
  async show(q = this.#q): Promise<void> {
    this.#q = q;
    await this.#read(null, []);
  }

  /** Reads anew what is shown, opened further pages too; of a very long list the end stays as it was. */
  async again(): Promise<void> {
    const shown = this.#shown === this.#q ? (this.items ?? []) : [];
    await this.#read(null, [], shown);
  }

  /** Reads on behind what is shown. */
  async more(): Promise<void> {
    await this.#read(this.next, this.items ?? []);
  }

  async #read(from: string | null, known: Item[], shown: Item[] = []): Promise<void> {
    this.#stop?.abort();
    const stop = (this.#stop = new AbortController());
    this.reading = true;
    const [q, wanted] = [this.#q, Math.max(WANTED, shown.length)];
    let [items, next] = [known, from];
    try {
      for (let round = 0; round < AT_ONCE; round += 1) {
        const page = await this.page(q, next, stop.signal);
        if (stop.signal.aborted) return;
        items = [...items, ...page.items];
        next = page.next;
        if (!next || items.length - known.length >= wanted) break;
      }
      const end = next && items.length < shown.length ? behind(items, shown) : [];
      if (end.length) [items, next] = [[...items, ...end], this.next];
      [this.items, this.next, this.failed, this.#shown] = [items, next, null, q];
    } catch (error) {
      if (!stop.signal.aborted) this.failed = error;
    } finally {
      if (this.#stop === stop) this.reading = false;
    }
  }
}

/** What was shown behind the last of the items that were read. */
function behind<Item extends { id: string }>(items: Item[], shown: Item[]): Item[] {
  const last = items.at(-1)?.id;
  const at = shown.findIndex((one) => one.id === last);
  return at < 0 ? [] : shown.slice(at + 1);
}
