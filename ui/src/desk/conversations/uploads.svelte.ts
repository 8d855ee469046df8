// The files of one answer: taken by button, drop or paste, checked against the limits, uploaded with their progress.
import * as client from '../../client/attachments';
import type { Attachment } from '../../client/types';
import { t } from '../../kit/text';
import { fileSize } from '../../kit/time.svelte';
import { explain } from '../shell/problems';

/** CC-13: 10 files and 25 MB together per mail. */
export const FILES_AT_MOST = 10;
export const BYTES_AT_MOST = 25 * 1024 * 1024;

export interface Upload {
  key: number;
  name: string;
  size: number;
  share: number;
  failed: string | null;
  done: Attachment | null;
  /** True for a picture that the text shows: it needs no line of its own. */
  inside: boolean;
}

export class Uploads {
  items = $state.raw<Upload[]>([]);
  refused = $state<string | null>(null);
  #stops = new Map<number, AbortController>();
  #last = 0;

  /** True while a file is still on its way. */
  get busy(): boolean {
    return this.items.some((item) => !item.done && !item.failed);
  }

  /** The files that the server has. */
  get done(): Attachment[] {
    return this.items.flatMap((item) => item.done ?? []);
  }

  /** Shows files that were uploaded before, from a draft; `inside` are those that its text shows. */
  fill(files: Attachment[], inside: Set<string> = new Set()): void {
    this.clear();
    this.items = files.map((file) => ({
      key: ++this.#last,
      name: file.filename ?? '',
      size: file.size,
      share: 1,
      failed: null,
      done: file,
      inside: inside.has(file.id),
    }));
  }

  /** Takes files as far as the limits allow and says which were refused. */
  add(files: Iterable<File>): void {
    this.refused = null;
    for (const file of files) if (this.#fits(file)) void this.#upload(file, false);
  }

  /** Adds files that the server has already. */
  addStored(files: Attachment[]): void {
    this.refused = null;
    for (const file of files) {
      if (this.items.some((item) => item.done?.id === file.id) || !this.#fits({ name: file.filename ?? '', size: file.size })) continue;
      this.items = [...this.items, { key: ++this.#last, name: file.filename ?? '', size: file.size, share: 1, failed: null, done: file, inside: false }];
    }
  }

  /** Takes a picture that the text is to show; null where it was refused or failed. */
  async addInside(file: File): Promise<Attachment | null> {
    this.refused = null;
    return this.#fits(file) ? this.#upload(file, true) : null;
  }

  /** Leaves out the pictures that the text no longer shows. */
  used(shown: Set<string>): Attachment[] {
    return this.items.flatMap((item) => (item.done && (!item.inside || shown.has(item.done.id)) ? item.done : []));
  }

  /** Takes a file out, stopping its upload. */
  remove(key: number): void {
    this.#stops.get(key)?.abort();
    this.items = this.items.filter((item) => item.key !== key);
    this.refused = null;
  }

  /** Forgets all files. */
  clear(): void {
    for (const stop of this.#stops.values()) stop.abort();
    this.#stops.clear();
    this.items = [];
    this.refused = null;
  }

  #fits(file: { name: string; size: number }): boolean {
    const total = this.items.reduce((sum, item) => sum + item.size, file.size);
    if (this.items.length >= FILES_AT_MOST) this.refused = t('too-many-files', { name: file.name, count: FILES_AT_MOST });
    else if (total > BYTES_AT_MOST) this.refused = t('too-much-data', { name: file.name, limit: fileSize(BYTES_AT_MOST) });
    else return true;
    return false;
  }

  async #upload(file: File, inside: boolean): Promise<Attachment | null> {
    const key = ++this.#last;
    const stop = new AbortController();
    this.#stops.set(key, stop);
    this.items = [...this.items, { key, name: file.name, size: file.size, share: 0, failed: null, done: null, inside }];
    try {
      const done = await client.upload(file, (share) => this.#set(key, { share }), stop.signal);
      this.#set(key, { share: 1, done });
      return stop.signal.aborted ? null : done;
    } catch (error) {
      if (!stop.signal.aborted) this.#set(key, { failed: explain(error) });
      return null;
    } finally {
      this.#stops.delete(key);
    }
  }

  #set(key: number, change: Partial<Upload>): void {
    this.items = this.items.map((item) => (item.key === key ? { ...item, ...change } : item));
  }
}
