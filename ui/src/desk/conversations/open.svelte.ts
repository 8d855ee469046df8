// The conversation that is open: shown at once when it was seen before, read again in any case.
import * as client from '../../client/conversations';
import type { Conversation, Message } from '../../client/types';

const REMEMBERED = 24;

export class OpenConversation {
  id = $state<string | null>(null);
  data = $state.raw<Conversation | null>(null);
  failed = $state<unknown>(null);
  /** Messages on their way to the server, by their idempotency key. */
  pending = $state.raw<{ key: string; message: Message }[]>([]);
  #seen = new Map<string, Conversation>();
  #reading: AbortController | null = null;

  /** Opens a conversation, or none. */
  async show(id: string | null): Promise<void> {
    this.id = id;
    this.failed = null;
    this.pending = [];
    this.data = id ? (this.#seen.get(id) ?? null) : null;
    if (id) await this.refresh();
  }

  /** Reads the open conversation again. */
  async refresh(): Promise<void> {
    const { id } = this;
    if (!id) return;
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    try {
      const data = await client.get(id, reading.signal);
      if (this.id !== id) return;
      // One that was merged is the one that it was merged into.
      this.id = data.id;
      this.set(data);
    } catch (error) {
      if (!reading.signal.aborted && this.id === id) this.failed = error;
    }
  }

  /** Takes a newer state, from an answer or an optimistic change. */
  set(data: Conversation): void {
    this.#remember(data);
    if (this.id !== data.id) return;
    this.data = data;
    this.failed = null;
  }

  /** Changes the state in place, if this conversation is open. */
  update(id: string, change: (data: Conversation) => Conversation): void {
    if (this.data?.id === id) this.set(change(this.data));
  }

  /** Reads a conversation ahead, so that opening it takes no time. */
  async ahead(id: string): Promise<void> {
    if (this.#seen.has(id)) return;
    await client.get(id).then((data) => this.#remember(data), () => undefined);
  }

  #remember(data: Conversation): void {
    this.#seen.delete(data.id);
    this.#seen.set(data.id, data);
    const oldest = this.#seen.keys().next().value;
    if (this.#seen.size > REMEMBERED && oldest) this.#seen.delete(oldest);
  }
}
