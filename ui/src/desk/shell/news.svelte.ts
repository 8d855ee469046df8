// Told when a customer writes: a line in the page, a tone, the system's own notification. What is told, and how, is chosen
// on each device; whoever reads the conversation just now is told nothing.
import type { Written } from '../../client/live';
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

/** True where a new message is news to this person. */
export function isNews(message: Written, me: string, wanted: News, now: Date): boolean {
  if (wanted === 'none' || message.kind !== 'inbound' || message.automatic) return false;
  if (message.status === 'spam' || message.status === 'trash') return false;
  if (now.getTime() - new Date(message.created_at).getTime() > FRESH_MS) return false;
  return message.assignee === me || (wanted === 'waiting' && !message.assignee);
}

/** Tells of customers' messages until the returned function is called. */
export function startNews(): () => void {
  const waiting = new Map<string, Written>();
  const tellSoon = soon(() => {
    const newest = [...waiting].slice(-AT_MOST);
    waiting.clear();
    newest.filter(([id]) => !isRead(id)).forEach(([id, message]) => {
      const name = message.from.name ?? message.from.address;
      tell(id, t('news-of', { name, subject: message.subject || t('no-subject') }), message.preview);
    });
  });
  return onLive((event) => {
    const me = session.me?.id;
    if (event.type !== 'message.created' || !event.message || !me || !isNews(event.message, me, appearance.news, new Date())) return;
    waiting.delete(event.id);
    waiting.set(event.id, event.message);
    tellSoon();
  });
}

/** True when the conversation is on the screen that this person looks at. */
export function isRead(id: string): boolean {
  const here = route();
  return here.screen === 'conversations' && here.id === id && document.visibilityState === 'visible' && document.hasFocus();
}

/** Tells of something in a conversation, as this device wants it. */
export function tell(id: string, title: string, words: string): void {
  const open = () => go(viewPath('all', id));
  if (appearance.sound) tone();
  if (document.visibilityState === 'visible') toast(title, { action: { label: t('news-open'), run: open, leads: true } });
  if (!appearance.desktop || document.hasFocus() || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  // One for each conversation: a newer message takes the place of the one before.
  const note = new Notification(title, { body: words.trim().slice(0, WORDS), tag: `conversation ${id}` });
  note.onclick = () => {
    window.focus();
    open();
    note.close();
  };
}
