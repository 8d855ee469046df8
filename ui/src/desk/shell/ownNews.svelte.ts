// Told of what is news to this person alone: who mentioned them, what was given to them, and what happens where they follow.
// What is told, and how, is chosen on each device; whoever reads the conversation just now is told nothing.
import * as client from '../../client/conversations';
import type { OwnNews } from '../../client/live';
import type { Conversation } from '../../client/types';
import { appearance } from '../../kit/appearance.svelte';
import { msg, t } from '../../kit/text';
import { onLive } from './live.svelte';
import { isRead, tell } from './news.svelte';
import { statusText } from './statuses';

const words: Record<Exclude<OwnNews, 'message'>, string> = {
  mentioned: msg('news-mentioned'),
  noted: msg('news-noted'),
  assigned: msg('news-assigned'),
  handed: msg('news-handed'),
  status: msg('news-status'),
  due: msg('news-due'),
  overdue: msg('news-overdue'),
};

/** Tells of it until the returned function is called. */
export function startOwnNews(): () => void {
  return onLive((event) => {
    if (event.type === 'news.created' && appearance.news !== 'none' && !isRead(event.id)) void look(event.id, event.why);
  });
}

async function look(id: string, why: OwnNews): Promise<void> {
  const data = await client.get(id).catch(() => null);
  if (!data || isRead(data.id)) return;
  // A message where nobody is assigned is told as one of those that wait.
  if (why === 'message' && !data.assignee && appearance.news === 'waiting') return;
  const last = data.messages.at(-1);
  tell(data.id, ownNewsText(data, why), ['assigned', 'handed', 'status', 'due', 'overdue'].includes(why) ? '' : (last?.reply_text ?? ''));
}

/** What is told. */
export function ownNewsText(data: Conversation, why: OwnNews): string {
  const subject = data.subject || t('no-subject');
  const last = data.messages.at(-1);
  const writer = last?.author.name ?? last?.from.name ?? last?.from.address ?? t('the-desk');
  if (why === 'message') return t('news-of', { name: writer, subject });
  const event = data.events.findLast((one) => one.kind === (why === 'status' ? 'status_changed' : 'assigned'));
  const by = why === 'mentioned' || why === 'noted' ? writer : (event?.actor.name ?? t('the-desk'));
  return t(words[why], { name: by, subject, to: data.assignee?.name ?? t('nobody'), status: statusText(data.status) });
}
