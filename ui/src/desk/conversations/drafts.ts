// What an agent began to write, kept in this browser until it is sent or emptied.
import type { Address, Attachment } from '../../client/types';

export interface Draft {
  kind: 'reply' | 'note';
  text: string;
  note: string;
  to: Address[] | null;
  cc: Address[] | null;
  bcc: Address[];
  subject: string;
  mailbox: string;
  files: Attachment[];
  saved_at: number;
}

const PREFIX = 'staffetta.draft.';
/** Uploaded files that no message uses die at the server after 24 h. */
const FILES_LIVE_MS = 23 * 60 * 60 * 1_000;

export const emptyDraft = (): Draft => ({
  kind: 'reply',
  text: '',
  note: '',
  to: null,
  cc: null,
  bcc: [],
  subject: '',
  mailbox: '',
  files: [],
  saved_at: 0,
});

/** The draft for a conversation (or `new`) of an agent; files that the server has forgotten are left out. */
export function readDraft(agent: string, conversation: string, now: number): Draft {
  try {
    const text = localStorage.getItem(key(agent, conversation));
    const draft = { ...emptyDraft(), ...(JSON.parse(text ?? '{}') as Partial<Draft>) };
    if (now - draft.saved_at > FILES_LIVE_MS) draft.files = [];
    return draft;
  } catch {
    return emptyDraft();
  }
}

/** Keeps a draft, or forgets it when nothing is in it. */
export function keepDraft(agent: string, conversation: string, draft: Draft, now: number): void {
  try {
    if (isEmpty(draft)) localStorage.removeItem(key(agent, conversation));
    else localStorage.setItem(key(agent, conversation), JSON.stringify({ ...draft, saved_at: now }));
  } catch {
    // A full or forbidden storage must not stop anybody from writing.
  }
}

/** Forgets a draft. */
export function dropDraft(agent: string, conversation: string): void {
  keepDraft(agent, conversation, emptyDraft(), 0);
}

/** True when nothing would be lost. */
export function isEmpty(draft: Draft): boolean {
  const { text, note, to, cc, bcc, subject, files } = draft;
  return !text.trim() && !note.trim() && !to && !cc && bcc.length === 0 && !subject.trim() && files.length === 0;
}

const key = (agent: string, conversation: string) => `${PREFIX}${agent}.${conversation}`;
