// Which rows of the list are selected. Only rows that are there can be; those that leave the list leave the selection.
import { SvelteSet } from 'svelte/reactivity';

/** The most that one change may be made to. */
export const SELECTABLE = 200;

export class Selection {
  #ids = new SvelteSet<string>();
  #anchor: string | null = null;

  get size(): number {
    return this.#ids.size;
  }

  get ids(): string[] {
    return [...this.#ids];
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Selects a row, or no longer; ranges begin here. */
  toggle(id: string): void {
    this.#anchor = id;
    if (!this.#ids.delete(id)) this.#add(id);
  }

  /** Selects all rows from where the last one was selected up to this one. */
  extend(id: string, order: string[], from: string | null = null): void {
    const begin = this.#anchor !== null && order.includes(this.#anchor) ? this.#anchor : (from ?? id);
    this.#anchor = begin;
    const [first, last] = [order.indexOf(begin), order.indexOf(id)].sort((one, other) => one - other) as [number, number];
    for (const one of order.slice(first, last + 1)) this.#add(one);
  }

  /** Selects as many as one change may be made to. */
  all(order: string[]): void {
    for (const id of order) this.#add(id);
  }

  clear(): void {
    this.#ids.clear();
    this.#anchor = null;
  }

  /** Forgets what is not in the list any more. */
  keep(order: string[]): void {
    const there = new Set(order);
    for (const id of this.#ids) if (!there.has(id)) this.#ids.delete(id);
  }

  #add(id: string): void {
    if (this.#ids.size < SELECTABLE) this.#ids.add(id);
  }
}
