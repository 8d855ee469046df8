// What the palette can do with the open conversation.
import type { Conversation, Status } from '../../client/types';
import { t } from '../../kit/text';
import type { Command } from '../shell/commands';
import { session } from '../shell/session.svelte';
import { contactPath, go } from '../shell/router.svelte';
import { shown } from '../shell/shortcuts';
import { assign, categorise, moveTo, prioritise, setFollowing, setRead, setStatus } from './desk.svelte';
import { postponeTimes } from './postpone';
import { PRIORITIES, priorityText, statusText } from './words';

interface Pane {
  begin: (kind: 'reply' | 'note') => void;
  tags: () => void;
  finish: () => void;
  print: () => void;
  split: () => void;
}

/** All of it, the most usual first. */
export function deeds(data: Conversation, pane: Pane): Command[] {
  const { id } = data;
  const done = data.status === 'resolved' || data.status === 'closed';
  const others: Status[] = ['open', 'closed', 'spam', 'trash'];
  const named = (text: string) => ({ id: `deed ${text}`, text });
  return [
    { ...named(t('reply')), icon: 'reply', hint: shown('reply'), run: () => pane.begin('reply') },
    { ...named(t('note')), icon: 'note', hint: shown('note'), run: () => pane.begin('note') },
    { ...named(done ? t('reopen') : t('resolve')), icon: 'check', hint: shown('resolve'), run: pane.finish },
    { ...named(data.following ? t('unfollow') : t('follow')), icon: 'follow', hint: shown('follow'), run: () => void setFollowing(id, !data.following) },
    { ...named(t('tags-add')), icon: 'tag', hint: shown('tags'), run: pane.tags },
    ...PRIORITIES.filter((priority) => priority !== data.priority).map(
      (priority): Command => ({ ...named(t('priority-menu', { priority: priorityText(priority) })), hint: shown('priority'), run: () => void prioritise(id, priority) }),
    ),
    { ...named(t('contact-open')), icon: 'people', run: () => go(contactPath(data.contact.id)) },
    { ...named(t('mark-unread')), icon: 'mail', run: () => void setRead(id, false) },
    ...(data.messages.length > 1 ? [{ ...named(t('split-choose')), icon: 'split' as const, hint: shown('split'), run: pane.split }] : []),
    { ...named(t('print-choose')), icon: 'file', hint: shown('print'), run: pane.print },
    ...others
      .filter((status) => status !== data.status)
      .map((status): Command => ({ ...named(t('palette-status', { status: statusText(status) })), run: () => void setStatus(id, status) })),
    ...postponeTimes(new Date()).map(
      (one): Command => ({ ...named(one.text), icon: 'postponed', run: () => void setStatus(id, 'postponed', one.at.toISOString()) }),
    ),
    ...session.agents.map(
      (agent): Command => ({
        ...named(t('assign-menu', { name: agent.name })),
        icon: 'unassigned',
        hint: agent.id === session.me?.id ? shown('assign') : '',
        run: () => void assign(id, agent),
      }),
    ),
    ...session.queues
      .filter((queue) => !queue.refuses_moves && queue.id !== data.queue?.id)
      .map((queue): Command => ({ ...named(t('palette-queue', { name: queue.name })), icon: 'queue', run: () => void moveTo(id, queue) })),
    ...session.categories
      .filter((category) => category.id !== data.category?.id)
      .map((category): Command => ({ ...named(t('palette-category', { name: category.path })), run: () => void categorise(id, category) })),
  ];
}
