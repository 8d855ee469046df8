// What a form edits, as the server has it: an edit is made on the version that was read, and whoever was overtaken by
// somebody else is told before anything is overwritten.
import { Problem, type Versioned } from '../../client/http';

/** A version that nothing has: an edit on it is refused as overtaken. */
const BEHIND = '"behind"';

export class Base {
  #version: string | null = null;
  #overtaken = false;

  /** Takes over what was read or saved: the next edit is made on it. */
  take<Data>({ data, version }: Versioned<Data>): Data {
    this.#version = version;
    this.#overtaken = false;
    return data;
  }

  /** Reads what stands now for a form that shows what a list had, and fills it in. Where something was typed meanwhile that
  stays; and where what was shown was behind, the next save is told so. Without an answer the next save is not checked. */
  async begin<Data, Form>(read: () => Promise<Versioned<Data>>, formOf: (data: Data) => Form, form: { get: () => Form; set: (form: Form) => void }): Promise<void> {
    const shown = JSON.stringify(form.get());
    const found = await read().catch(() => null);
    if (!found) return;
    const stands = formOf(this.take(found));
    if (JSON.stringify(form.get()) === shown) form.set(stands);
    else if (JSON.stringify(stands) !== shown) this.#version = BEHIND;
  }

  /** Sends an edit on the version that the form began with. Whoever was overtaken and insists saves over what stands. */
  async save<Data>(insist: boolean, send: (version: string | null) => Promise<Versioned<Data>>): Promise<Data> {
    if (insist && this.#overtaken) this.#version = null;
    try {
      return this.take(await send(this.#version));
    } catch (error) {
      if (error instanceof Problem && error.status === 412) this.#overtaken = true;
      throw error;
    }
  }
}
