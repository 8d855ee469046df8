// What a form edits, as the server has it: an edit is made on the version that was read, and whoever was overtaken by
// somebody else is told before anything is overwritten.
import { Problem, type Versioned } from '../../client/http';

export class Base {
  #version: string | null = null;
  #overtaken = false;

  /** Takes over what was read or saved: the next edit is made on it. */
  take<Data>({ data, version }: Versioned<Data>): Data {
    this.#version = version;
    this.#overtaken = false;
    return data;
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
