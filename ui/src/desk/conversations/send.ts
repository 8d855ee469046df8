// Sends what was written: at once visible, never twice, and back in the composer when the server refuses.
import * as client from '../../client/conversations';
import { idempotencyKey } from '../../client/http';
import type { Attachment, Conversation, Message, NewMessage } from '../../client/types';
import { t } from '../../kit/text';
import { toast } from '../../kit/toasts.svelte';
import { countSoon } from '../shell/counts.svelte';
import { explain } from '../shell/problems';
import { go, viewPath } from '../shell/router.svelte';
import { session } from '../shell/session.svelte';
import { list, open } from './desk.svelte';

// A body that failed keeps its key, so that pressing "Send" again cannot send a second copy.
const keys = new Map<string, string>();

/** Sends; true when the server has it. With a status the next conversation is shown at once. */
export async function send(data: Conversation, body: NewMessage, files: Attachment[]): Promise<boolean> {
  const id = data.id;
  const print = JSON.stringify([id, body]);
  const key = keys.get(print) ?? idempotencyKey();
  keys.set(print, key);
  open.pending = [...open.pending, { key, message: preview(key, data, body, files) }];
  const done = () => (open.pending = open.pending.filter((one) => one.key !== key));
  try {
    const message = await client.send(id, body, key);
    keys.delete(print);
    if (open.id === id) open.update(id, (now) => ({ ...now, messages: [...now.messages.filter((one) => one.id !== message.id), message] }));
    done();
    await open.refresh();
    void list.refresh();
    countSoon();
    return true;
  } catch (error) {
    done();
    const back = open.id === id ? null : { label: t('go-back-to-it'), run: () => go(viewPath(list.view, id, list.q)) };
    toast(t('send-failed', { reason: explain(error) }), { tone: 'bad', action: back });
    return false;
  }
}

function preview(key: string, data: Conversation, body: NewMessage, files: Attachment[]): Message {
  const me = session.me;
  return {
    id: key,
    kind: body.kind === 'note' ? 'note' : 'outbound',
    author: { type: 'agent', id: me?.id ?? null, name: me?.name ?? null, address: me?.email ?? null },
    from: data.mailbox,
    to: body.to ?? [],
    cc: body.cc ?? [],
    subject: data.subject,
    text: body.text,
    html: null,
    reply_text: body.text,
    attachments: files,
    created_at: new Date().toISOString(),
    delivery: null,
    evidence: null,
    trace: [],
    automatic: false,
    remote_images: 0,
    flags: [],
  };
}
