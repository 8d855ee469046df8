// Told when a customer writes: a line in the page, a tone, the system's own notification. What is told, and how, is chosen
// on each device; whoever reads the conversation just now is told nothing.
import * as client from '../../client/conversations';
import type { Conversation, Message } from '../../client/types';
import { appearance, type News } from '../../kit/appearance.svelte';
import { t } from '../../kit/text';
import { toast } from '../../kit/toasts.svelte';
import { onLive, soon } from './live.svelte';
import { go, route, viewPath } from './router.svelte';
import { session } from './session.svelte';
import { tone } from './tone';

/** Conversations that are told of at once; many together are a flood, which the counts show better. */
const AT_MOST = 3;
/** What is older was imported or waited, and is no news. */
const FRESH_MS = 5 * 60_000;
const WORDS = 120;

/** The letter that is news to this person; null where the newest entry is none. */
export function newsOf(data: Conversation, me: string, wanted: News, now: Date): Message | null {
  const last = data.messages.at(-1);
  if (!last || last.kind !== 'inbound' || last.automatic) return null;
  if (data.status === 'spam' || data.status === 'trash') return null;
  if (now.getTime() - new Date(last.created_at).getTime() > FRESH_MS) return null;
  const mine = data.assignee?.id === me;
  return mine || (wanted === 'waiting' && !data.assignee) ? last : null;
}

/** Tells of customers' messages until the returned function is called. */
export function startNews(): () => void {
  const waiting = new Set<string>();
  const lookSoon = soon(() => {
    const ids = [...waiting].slice(-AT_MOST);
    waiting.clear();
    ids.forEach((id) => void look(id));
  }, 200);
  return onLive((event) => {
    if (event.type !== 'message.created' || appearance.news === 'none') return;
    waiting.add(event.id);
    lookSoon();
  });
}

async function look(id: string): Promise<void> {
  const me = session.me?.id;
  if (!me || isRead(id)) return;
  const data = await client.get(id).catch(() => null);
  const letter = data && newsOf(data, me, appearance.news, new Date());
  if (letter && !isRead(data.id)) tell(data, letter);
}

/** True when the conversation is on the screen that this person looks at. */
function isRead(id: string): boolean {
  const here = route();
  return here.screen === 'conversations' && here.id === id && document.visibilityState === 'visible' && document.hasFocus();
}

function tell(data: Conversation, letter: Message): void {
  const title = t('news-of', { name: letter.from.name ?? letter.from.address, subject: data.subject || t('no-subject') });
  const open = () => go(viewPath('all', data.id));
  if (appearance.sound) tone();
  if (document.visibilityState === 'visible') toast(title, { action: { label: t('news-open'), run: open, leads: true } });
  if (!appearance.desktop || document.hasFocus() || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  // One for each conversation: a newer message takes the place of the one before.
  const note = new Notification(title, { body: (letter.reply_text ?? letter.text ?? '').trim().slice(0, WORDS), tag: `conversation ${data.id}` });
  note.onclick = () => {
    window.focus();
    open();
    note.close();
  };
}
