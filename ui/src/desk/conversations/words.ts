// The words for statuses, views and deliveries: one place, so that they are the same everywhere.
import type { Address, ConversationItem, DeliveryState, OwnViewCount, Place, ViewFilter, ViewId } from '../../client/types';
import { msg, t } from '../../kit/text';
import { counts } from '../shell/counts.svelte';
import { session } from '../shell/session.svelte';
import { viewNames } from '../shell/views';

export { PRIORITIES, priorityText } from '../shell/priorities';
export { statusText } from '../shell/statuses';

const deliveries: Record<DeliveryState, string> = {
  queued: msg('delivery-queued'),
  sending: msg('delivery-sending'),
  sent: msg('delivery-sent'),
  deferred: msg('delivery-deferred'),
  failed: msg('delivery-failed'),
  uncertain: msg('delivery-uncertain'),
  bounced: msg('delivery-bounced'),
};

const ratings = [msg('rating-1'), msg('rating-2'), msg('rating-3'), msg('rating-4'), msg('rating-5')];

/** How satisfied a customer is, from 1, the worst, to 5. */
export const ratingText = (rating: number) => t(ratings[rating - 1] ?? msg('rating'));

/** The id of the queue that a list shows; null for a view. */
export const queueOf = (view: Place): string | null => (view.startsWith('queue:') ? view.slice('queue:'.length) : null);

/** The view of somebody's own that a list shows; null for any other list. */
export const ownOf = (view: Place): OwnViewCount | null => counts.own.find((own) => `own:${own.id}` === view) ?? null;

/** The name of a list. */
export function viewText(view: Place): string {
  const id = queueOf(view);
  if (view.startsWith('own:')) return ownOf(view)?.name ?? t('view');
  if (id === null) return t(viewNames[view as ViewId]);
  return session.queues.find((queue) => queue.id === id)?.name ?? t('queue');
}

export const deliveryText = (state: DeliveryState) => t(deliveries[state]);

/** The subject, or words for "none". */
export const subjectText = (subject: string | null) => subject?.trim() || t('no-subject');

/** Only the address of somebody who is more: a participant, a contact. */
export const plain = ({ name, address }: Address): Address => ({ name, address });

/** A person's name, or the address where there is none. */
export const personText = (person: { name: string | null; address?: string | null } | null) =>
  person?.name?.trim() || person?.address || t('nobody-known');

/** Tags that a row has room for; how many more there are. */
export function fewTags(tags: string[], room: number): { shown: string[]; more: number } {
  return { shown: tags.slice(0, room), more: Math.max(0, tags.length - room) };
}

/** Whether an entry is shown in a view, by the rules of the API. */
export function belongs(view: Place, item: ConversationItem, me: string): boolean {
  const { status } = item;
  const working = status === 'new' || status === 'open' || status === 'answered';
  const queue = queueOf(view);
  if (view.startsWith('own:')) return fits(ownOf(view)?.filter ?? null, item, me);
  if (queue !== null) return working && item.queue?.id === queue;
  if (view === 'open') return working;
  if (view === 'unassigned') return working && !item.assignee && !item.assistant;
  if (view === 'mine') return working && item.assignee?.id === me;
  // Whether it was mentioned, sent or begun here, only the server can tell.
  if (view === 'drafts') return true;
  if (view === 'all' || view === 'mentions' || view === 'sent') return status !== 'spam' && status !== 'trash';
  return status === view;
}

// What only the server can tell, the text and the time, is as it was when the list was read.
function fits(filter: ViewFilter | null, item: ConversationItem, me: string): boolean {
  if (!filter) return true;
  const { statuses, priorities, mailbox, queue, category, assignee, tags } = filter;
  const assigned = assignee === 'me' ? item.assignee?.id === me : assignee === 'nobody' ? !item.assignee && !item.assistant : !assignee || item.assignee?.id === assignee;
  return (
    (statuses.length ? statuses.includes(item.status) : item.status !== 'spam' && item.status !== 'trash') &&
    (!priorities.length || priorities.includes(item.priority)) &&
    (!mailbox || item.mailbox.id === mailbox) &&
    (!queue || item.queue?.id === queue) &&
    (!category || item.category?.id === category) &&
    tags.every((tag) => item.tags.includes(tag)) &&
    assigned
  );
}
