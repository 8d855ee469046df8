// The list of one view or search: read page by page, kept true while it is shown.
import * as client from '../../client/conversations';
import type { ConversationItem, Place } from '../../client/types';

const PAGE = 50;
const AT_MOST = 200;

export class ConversationList {
  view = $state<Place>('open');
  q = $state('');
  items = $state.raw<ConversationItem[]>([]);
  loading = $state(false);
  failed = $state<unknown>(null);
  complete = $state(false);
  #next: string | null = null;
  #reading: AbortController | null = null;
  #more = false;

  /** Shows another view or search from its beginning. */
  async show(view: Place, q: string): Promise<void> {
    this.view = view;
    this.q = q;
    this.items = [];
    this.#next = null;
    this.complete = false;
    this.loading = true;
    await this.#head(PAGE);
    this.loading = false;
  }

  /** Reads what is shown again; rows keep their place by their id. */
  async refresh(): Promise<void> {
    await this.#head(Math.min(AT_MOST, Math.max(PAGE, this.items.length)));
  }

  /** Reads the next page, if there is one. */
  async more(): Promise<void> {
    if (this.#more || !this.#next || this.loading) return;
    this.#more = true;
    const { view, q } = this;
    try {
      const page = await client.list({ view, q, after: this.#next, limit: PAGE });
      if (view !== this.view || q !== this.q) return;
      const known = new Set(this.items.map((item) => item.id));
      this.items = [...this.items, ...page.items.filter((item) => !known.has(item.id))];
      this.#next = page.next;
      this.complete = !page.next;
    } catch (error) {
      this.failed = error;
    } finally {
      this.#more = false;
    }
  }

  /** Replaces an entry where it stands, or takes it out when `change` gives null. */
  update(id: string, change: (item: ConversationItem) => ConversationItem | null): void {
    this.items = this.items.flatMap((item) => (item.id === id ? (change(item) ?? []) : [item]));
  }

  /** Puts an entry back at its place in time. */
  restore(item: ConversationItem): void {
    const rest = this.items.filter((other) => other.id !== item.id);
    const at = rest.findIndex((other) => other.updated_at < item.updated_at);
    this.items = at < 0 ? [...rest, item] : [...rest.slice(0, at), item, ...rest.slice(at)];
  }

  /** The entry before (-1) or after (1) another one. */
  neighbour(id: string | null, step: 1 | -1): ConversationItem | null {
    const at = this.items.findIndex((item) => item.id === id);
    if (at < 0) return this.items[0] ?? null;
    return this.items[at + step] ?? null;
  }

  async #head(limit: number): Promise<void> {
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    try {
      const page = await client.list({ view: this.view, q: this.q, limit }, reading.signal);
      if (reading.signal.aborted) return;
      const head = new Set(page.items.map((item) => item.id));
      const tail = page.next && this.items.length > AT_MOST ? this.items.slice(AT_MOST).filter((item) => !head.has(item.id)) : [];
      this.items = [...page.items, ...tail];
      if (tail.length === 0) this.#next = page.next;
      this.complete = !this.#next;
      this.failed = null;
    } catch (error) {
      if (!reading.signal.aborted) this.failed = error;
    }
  }
}
