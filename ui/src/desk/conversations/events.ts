// The sentence for each entry of the timeline that the system wrote.
import type { ConversationEvent, Status } from '../../client/types';
import { msg, t } from '../../kit/text';
import { fullTime } from '../../kit/time.svelte';
import { statusText } from './words';

const sentences: Record<string, string> = {
  created: msg('event-created'),
  assigned: msg('event-assigned'),
  unassigned: msg('event-unassigned'),
  postponed: msg('event-postponed'),
  reopened: msg('event-reopened'),
  arrived_again: msg('event-arrived-again'),
  delivery_failed: msg('event-delivery-failed'),
  delivery_uncertain: msg('event-delivery-uncertain'),
};

const STATUSES: readonly string[] = ['new', 'open', 'answered', 'resolved', 'closed', 'postponed', 'spam', 'trash'];

/** One quiet sentence; an event that this page does not know is shown by its own name rather than hidden. */
export function eventText(event: ConversationEvent): string {
  const data = event.data ?? {};
  const actor = event.actor?.name ?? t('the-desk');
  const kind = event.kind.replace(/[.-]/g, '_');
  if (kind === 'status_changed' || kind === 'status') {
    const to = String(data['to'] ?? data['status'] ?? '');
    const status = STATUSES.includes(to) ? statusText(to as Status) : to;
    return t('event-status', { actor, status });
  }
  const name = named(data['assignee'] ?? data['to'] ?? data['agent']);
  if (kind.startsWith('assign') && !name) return t('event-unassigned', { actor });
  const key = sentences[kind === 'assignee_changed' ? 'assigned' : kind];
  const until = typeof data['until'] === 'string' ? fullTime(data['until']) : '';
  const address = String(data['address'] ?? data['recipient'] ?? '');
  if (key) return t(key, { actor, name, until, address });
  return t('event-other', { actor, kind: kind.replaceAll('_', ' ') });
}

function named(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value && typeof value === 'object' && 'name' in value) return String(value.name ?? '');
  return '';
}
