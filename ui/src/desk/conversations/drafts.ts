// What an agent began to write, as this browser remembers it: at once, also where the server cannot be reached. How it
// gets to the server stands in `keeper`.
import type { Address, Attachment, DraftNew, DraftShown, Message } from '../../client/types';
import { forwardedHtml, forwardedText } from './forward';
import { fromText } from './html';

export interface Draft {
  kind: 'reply' | 'forward' | 'note';
  text: string;
  html: string | null;
  note: string;
  to: Address[] | null;
  cc: Address[] | null;
  bcc: Address[];
  subject: string;
  mailbox: string;
  forwards: string | null;
  /** The newest message when it was begun. */
  seen: string | null;
  files: Attachment[];
}

/** A draft in this browser, and how it stands to the one at the server. */
export interface Remembered {
  draft: Draft;
  /** When it was typed, by this browser's clock. */
  saved_at: number;
  /** The time of the server's draft that it grew from. */
  base: string | null;
  /** True when the server does not have it yet. */
  ahead: boolean;
}

const PREFIX = 'staffetta.draft.';
/** Uploaded files that no message and no draft at the server uses die there after 24 h. */
const FILES_LIVE_MS = 23 * 60 * 60 * 1_000;

export const emptyDraft = (): Draft => ({
  kind: 'reply',
  text: '',
  html: null,
  note: '',
  to: null,
  cc: null,
  bcc: [],
  subject: '',
  mailbox: '',
  forwards: null,
  seen: null,
  files: [],
});

/** What this browser remembers of the draft for a conversation (or `new`); files that the server has forgotten are left out. */
export function recall(agent: string, about: string, now: number): Remembered {
  const nothing = { draft: emptyDraft(), saved_at: 0, base: null, ahead: false };
  try {
    const kept = { ...nothing, ...(JSON.parse(localStorage.getItem(key(agent, about)) ?? '{}') as Partial<Remembered>) };
    const draft = { ...emptyDraft(), ...kept.draft };
    if (kept.ahead && now - kept.saved_at > FILES_LIVE_MS) draft.files = [];
    return { ...kept, draft };
  } catch {
    return nothing;
  }
}

/** Remembers a draft, or forgets it when nothing is in it and the server knows. */
export function remember(agent: string, about: string, kept: Remembered): void {
  try {
    if (isEmpty(kept.draft) && !kept.ahead) localStorage.removeItem(key(agent, about));
    else localStorage.setItem(key(agent, about), JSON.stringify(kept));
  } catch {
    // A full or forbidden storage must not stop anybody from writing.
  }
}

/** True when nothing would be lost. */
export function isEmpty(draft: Draft): boolean {
  const { text, note, to, cc, bcc, subject, files } = draft;
  return !text.trim() && !note.trim() && !to && !cc && bcc.length === 0 && !subject.trim() && files.length === 0;
}

/** The draft with a text below what is written to the customer; one that was to be forwarded is an answer again. */
export function answering(draft: Draft, text: string): Draft {
  const turned = draft.kind === 'forward' ? { to: null, cc: null, forwards: null } : {};
  const before = draft.text.trim() ? `${draft.text.trimEnd()}\n\n` : '';
  const html = draft.html === null ? null : `${before ? `${draft.html}<div><br></div>` : ''}${fromText(text)}`;
  return { ...draft, ...turned, kind: 'reply', text: before + text, html };
}

/** The draft without what is written to the customer. */
export const withoutText = (draft: Draft): Draft => ({ ...draft, text: '', html: draft.html === null ? null : '' });

/** The draft with a message below it that goes to somebody else. */
export function forwarding(draft: Draft, message: Message, plain: boolean): Draft {
  const begun = draft.text;
  const html = plain ? null : `${begun ? (draft.html ?? fromText(begun)) : ''}${forwardedHtml(message)}`;
  return { ...draft, kind: 'forward', to: [], cc: [], forwards: message.id, html, text: `${begun}${forwardedText(message)}` };
}

/** What is left in the composer of what was sent: the note beside an answer, the answer beside a note. */
export function leftAfter(sent: Draft): Draft {
  if (sent.kind === 'note') return { ...sent, note: '', files: [] };
  return { ...emptyDraft(), note: sent.note, html: sent.html === null ? null : '' };
}

/** As the server takes it. */
export function toServer({ files, mailbox, ...draft }: Draft): DraftNew {
  return { ...draft, mailbox: mailbox || null, attachments: files.map((file) => file.id) };
}

/** As the server gave it. */
export function fromServer({ attachments, mailbox, updated_at: _, ...draft }: DraftShown): Draft {
  return { ...emptyDraft(), ...draft, mailbox: mailbox ?? '', files: attachments };
}

const key = (agent: string, about: string) => `${PREFIX}${agent}.${about}`;
