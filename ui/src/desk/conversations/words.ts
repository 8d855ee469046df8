// The words for statuses, views and deliveries: one place, so that they are the same everywhere.
import type { Address, ConversationItem, DeliveryState, Place, Status, ViewId } from '../../client/types';
import { msg, t } from '../../kit/text';
import { session } from '../shell/session.svelte';
import { viewNames } from '../shell/views';

const statuses: Record<Status, string> = {
  new: msg('status-new'),
  open: msg('status-open'),
  answered: msg('status-answered'),
  resolved: msg('status-resolved'),
  closed: msg('status-closed'),
  postponed: msg('status-postponed'),
  spam: msg('status-spam'),
  trash: msg('status-trash'),
};

const deliveries: Record<DeliveryState, string> = {
  queued: msg('delivery-queued'),
  sending: msg('delivery-sending'),
  sent: msg('delivery-sent'),
  deferred: msg('delivery-deferred'),
  failed: msg('delivery-failed'),
  uncertain: msg('delivery-uncertain'),
  bounced: msg('delivery-bounced'),
};

export const statusText = (status: Status) => t(statuses[status]);

/** The id of the queue that a list shows; null for a view. */
export const queueOf = (view: Place): string | null => (view.startsWith('queue:') ? view.slice('queue:'.length) : null);

/** The name of a list. */
export function viewText(view: Place): string {
  const id = queueOf(view);
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

/** Whether an entry is shown in a view, by the rules of the API. */
export function belongs(view: Place, item: ConversationItem, me: string): boolean {
  const { status } = item;
  const working = status === 'new' || status === 'open' || status === 'answered';
  const queue = queueOf(view);
  if (queue !== null) return working && item.queue?.id === queue;
  if (view === 'open') return working;
  if (view === 'unassigned') return working && !item.assignee;
  if (view === 'mine') return working && item.assignee?.id === me;
  if (view === 'all') return status !== 'spam' && status !== 'trash';
  return status === view;
}
