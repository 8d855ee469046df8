// Keeps the draft that is being written: in this browser with each change, at the server in the next quiet moment. Says
// where it is, and hears of what was written on another machine.
import * as client from '../../client/drafts';
import { Problem } from '../../client/http';
import { emptyDraft, fromServer, isEmpty, recall, remember, toServer, type Draft } from './drafts';

const QUIET_MS = 700;
const AGAIN_MS = 10_000;

/** Where what was typed is: nothing typed, in this browser only, on its way, at the server. */
export type Whereabouts = 'nowhere' | 'here' | 'saving' | 'saved';

// One after another over all conversations, so that an older state never arrives behind a newer one.
let way: Promise<void> = Promise.resolve();
let current: Keeper | null = null;

/** Settled once everything that was typed until now is at the server, or cannot be brought there. */
export async function allKept(): Promise<void> {
  current?.flush();
  await way;
}

export class Keeper {
  whereabouts = $state<Whereabouts>('nowhere');
  #about: string | null = null;
  #print = '';
  #empty = true;
  #typed = false;
  #waiting: Draft | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Conversations whose draft is being sent: it stays as it is until the server has answered. */
  #held = new Set<string>();

  constructor(readonly agent: string) {}

  /** The draft that this browser remembers; `other` is given the server's, where that is the one to go on with. */
  open(about: string, other: (draft: Draft) => void): Draft {
    this.flush();
    current = this;
    const kept = recall(this.agent, about, Date.now());
    this.#about = about;
    this.#take(kept.draft, kept.ahead ? 'here' : 'saved');
    const here = () => this.#about === about && !this.#typed;
    client.get(about).then(
      (shown) => {
        if (!here()) return;
        const elsewhere = shown.updated_at !== kept.base && Date.parse(shown.updated_at ?? '') > kept.saved_at;
        if (kept.ahead && !elsewhere) return this.#push(about, kept.draft);
        const draft = shown.updated_at ? fromServer(shown) : emptyDraft();
        remember(this.agent, about, { draft, saved_at: Date.now(), base: shown.updated_at, ahead: false });
        // Where nothing is written on either side, what somebody just began here, a note or an answer, stays begun.
        const same = JSON.stringify(draft) === this.#print || (this.#empty && isEmpty(draft));
        this.#take(draft, 'saved');
        if (!same) other(draft);
      },
      () => undefined,
    );
    return kept.draft;
  }

  /** Keeps what is written now; nothing happens where nothing changed. */
  keep(draft: Draft): void {
    const about = this.#about;
    const print = JSON.stringify(draft);
    if (about === null || print === this.#print || this.#held.has(about)) return;
    const nothing = this.#empty && isEmpty(draft);
    this.#print = print;
    this.#empty = isEmpty(draft);
    if (nothing) return;
    this.#typed = true;
    this.#remember(about, draft);
    this.whereabouts = isEmpty(draft) ? 'nowhere' : 'here';
    this.#waiting = draft;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), QUIET_MS);
  }

  /** Saves at once what waits for a quiet moment. */
  flush(): void {
    clearTimeout(this.#timer);
    const [about, draft] = [this.#about, this.#waiting];
    this.#waiting = null;
    if (about !== null && draft) this.#push(about, draft);
  }

  /**
   * The draft is being sent: until `settle` it stays where it is, whatever the composer shows. What is sent must wait for the
   * promise: a draft that arrived behind it would stand there once more.
   */
  hold(about: string): Promise<void> {
    if (about === this.#about) this.flush();
    this.#held.add(about);
    return way;
  }

  /**
   * What there is to keep once sending has ended, well or not. Where the server took what was sent its draft has `ended`, and
   * nothing must be said of one that is empty: its author may have it back by now.
   */
  settle(about: string, draft: Draft, ended: boolean): void {
    this.#held.delete(about);
    if (about === this.#about) this.#take(draft, isEmpty(draft) ? 'nowhere' : 'here');
    if (ended && isEmpty(draft)) return remember(this.agent, about, { draft, saved_at: Date.now(), base: null, ahead: false });
    this.#remember(about, draft);
    this.#push(about, draft);
  }

  #take(draft: Draft, whereabouts: Whereabouts): void {
    this.#print = JSON.stringify(draft);
    this.#empty = isEmpty(draft);
    this.#typed = false;
    this.#waiting = null;
    this.whereabouts = isEmpty(draft) ? 'nowhere' : whereabouts;
  }

  #remember(about: string, draft: Draft): void {
    const { base } = recall(this.agent, about, Date.now());
    remember(this.agent, about, { draft, saved_at: Date.now(), base, ahead: true });
  }

  #push(about: string, draft: Draft): void {
    const print = JSON.stringify(draft);
    const newest = () => this.#about !== about || this.#print === print;
    if (this.#about === about && !isEmpty(draft)) this.whereabouts = 'saving';
    way = way.then(async () => {
      try {
        const base = isEmpty(draft) ? await client.discard(about).then(() => null) : (await client.save(about, toServer(draft))).updated_at;
        if (!newest()) return;
        remember(this.agent, about, { draft, saved_at: Date.now(), base, ahead: false });
        if (this.#about === about) this.whereabouts = isEmpty(draft) ? 'nowhere' : 'saved';
      } catch (error) {
        if (!newest() || this.#about !== about) return;
        this.whereabouts = isEmpty(draft) ? 'nowhere' : 'here';
        const passing = error instanceof Problem && (error.status === 0 || error.status >= 500);
        if (passing) this.#timer = setTimeout(() => newest() && this.#push(about, draft), AGAIN_MS);
      }
    });
  }
}
