// Sends what was written: at once visible, never twice, back in the composer when the server refuses or its author undoes it.
import * as client from '../../client/conversations';
import { idempotencyKey, Problem } from '../../client/http';
import type { Address, Attachment, Conversation, Message, NewMessage } from '../../client/types';
import { t } from '../../kit/text';
import { letterTime } from '../../kit/time.svelte';
import { toast } from '../../kit/toasts.svelte';
import { countSoon } from '../shell/counts.svelte';
import { explain } from '../shell/problems';
import { go, viewPath } from '../shell/router.svelte';
import { session } from '../shell/session.svelte';
import { list, open } from './desk.svelte';
import type { Draft } from './drafts';
import { fillIn, lacks } from './needed.svelte';
import { takeBack } from './undo.svelte';

/** How long a mail waits so that it can be undone, seconds. */
export const UNDO_S = 10;

/** What became of it: the server has it, somebody wrote meanwhile, or it was refused. */
export type Outcome = 'sent' | 'unseen' | 'refused';

// A body that failed keeps its key, so that pressing "Send" again cannot send a second copy.
const keys = new Map<string, string>();

/** What is sent, and its draft. */
export interface Sending {
  body: NewMessage;
  files: Attachment[];
  /** What is shown until the server has answered. */
  text: string;
  /** Settled once nothing of the draft is on its way any more. */
  ready: Promise<void>;
  /** Hears that the server has it, before anybody can take it back. */
  taken: () => void;
}

interface Answering {
  written: { text: string } | { html: string };
  to: Address[];
  cc: Address[];
  /** The mailbox that answers, where it is not the conversation's own. */
  mailbox: string | null;
  files: Attachment[];
  send_at: string | null;
  resolve: boolean;
}

/** What the server is sent of an answer, or of what is forwarded. */
export function answerOf({ kind, bcc, seen }: Draft, { written, to, cc, mailbox, files, send_at, resolve }: Answering): NewMessage {
  return {
    kind,
    ...written,
    ...{ to, cc, bcc, undo_s: UNDO_S, send_at },
    ...(mailbox ? { mailbox } : {}),
    ...(seen ? { seen } : {}),
    ...{ attachments: files.map((file) => file.id), ends_draft: true },
    ...(resolve ? { status: 'resolved' as const } : {}),
  };
}

/** What it is sent of a note; whom it mentions, where that is known. */
export function noteOf(text: string, mentions: string[] | null, files: Attachment[]): NewMessage {
  return { kind: 'note', text, ...(mentions ? { mentions } : {}), attachments: files.map((file) => file.id), ends_draft: true };
}

/** Sends. With a status the next conversation is shown at once. */
export async function send(data: Conversation, { body, files, text, ready, taken }: Sending): Promise<Outcome> {
  const id = data.id;
  if (body.status && lacks(data, body.status) && !(await fillIn(data))) return 'refused';
  const print = JSON.stringify([id, body]);
  const key = keys.get(print) ?? idempotencyKey();
  keys.set(print, key);
  open.pending = [...open.pending, { key, message: preview(key, data, body, files, text) }];
  const done = () => (open.pending = open.pending.filter((one) => one.key !== key));
  try {
    await ready;
    const message = await client.send(id, body, key);
    keys.delete(print);
    taken();
    if (open.id === id) open.update(id, (now) => ({ ...now, messages: [...now.messages.filter((one) => one.id !== message.id), message] }));
    done();
    // Where the mail is in sight, its own line offers to undo it.
    if (body.kind !== 'note' && (open.id !== id || body.status)) offerUndo(id, message);
    await open.refresh();
    void list.refresh();
    countSoon();
    return 'sent';
  } catch (error) {
    done();
    if (error instanceof Problem && error.code === 'fields_needed') {
      keys.delete(print);
      await open.refresh();
    }
    if (error instanceof Problem && error.code === 'unseen_message') {
      keys.delete(print);
      await open.refresh();
      return 'unseen';
    }
    const back = open.id === id ? null : { label: t('go-back-to-it'), run: () => go(viewPath(list.view, id, list.q)) };
    toast(t('send-failed', { reason: explain(error) }), { tone: 'bad', action: back });
    return 'refused';
  }
}

/** Offers to take a mail back, for as long as it waits. */
export function offerUndo(conversation: string, message: Message): void {
  const leaves = Date.parse(message.delivery?.leaves_at ?? '');
  const wait_ms = leaves - Date.parse(message.created_at);
  if (!(wait_ms > 0)) return;
  const planned = wait_ms > UNDO_S * 1_000;
  toast(planned ? t('sent-later', { time: letterTime(message.delivery?.leaves_at ?? '') }) : t('sent-soon'), {
    life_ms: Math.min(wait_ms, UNDO_S * 1_000),
    action: { label: t('undo'), run: () => void takeBack(conversation, message.id) },
  });
}

function preview(key: string, data: Conversation, body: NewMessage, files: Attachment[], text: string): Message {
  const me = session.me;
  return {
    id: key,
    kind: body.kind === 'note' ? 'note' : 'outbound',
    author: { type: 'agent', id: me?.id ?? null, name: me?.name ?? null, address: me?.email ?? null },
    from: data.mailbox,
    to: body.to ?? [],
    cc: body.cc ?? [],
    subject: data.subject,
    text,
    html: null,
    reply_text: text,
    attachments: files,
    mentions: [],
    created_at: new Date().toISOString(),
    delivery: null,
    evidence: null,
    trace: [],
    automatic: false,
    remote_images: 0,
    flags: [],
  };
}
