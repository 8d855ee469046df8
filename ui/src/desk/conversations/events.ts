// The sentence for each entry of the timeline that the system wrote.
import type { ConversationEvent, Status } from '../../client/types';
import { t } from '../../kit/text';
import { fileSize } from '../../kit/time.svelte';
import { statusText } from './words';

const STATUSES: readonly string[] = ['new', 'open', 'answered', 'resolved', 'closed', 'postponed', 'spam', 'trash'];

/** One quiet sentence; an event that this page does not know is shown by its own name rather than hidden. */
export function eventText(event: ConversationEvent): string {
  const data = event.data ?? {};
  const word = (name: string) => (data[name] === null || data[name] === undefined ? '' : String(data[name]));
  const actor = event.actor?.name ?? t('the-desk');
  switch (event.kind) {
    case 'status_changed':
      return t('event-status', { actor, status: STATUSES.includes(word('to')) ? statusText(word('to') as Status) : word('to') });
    case 'assigned':
      return word('name') ? t('event-assigned', { actor, name: word('name') }) : t('event-unassigned', { actor });
    case 'tagged':
      return t('event-tagged', { actor, tags: Array.isArray(data['tags']) && data['tags'].length ? data['tags'].join(', ') : '–' });
    case 'third_person':
      return t('event-third-person', { address: word('address') });
    case 'too_large':
      return t('event-too-large', { size: fileSize(Number(data['size']) || 0) });
    case 'delivery_failed':
      return t('event-delivery-failed', { address: word('address') });
    case 'notice_failed':
      return t('event-notice-failed', { address: word('address') });
    case 'delivery_uncertain':
      return t('event-delivery-uncertain', { address: word('address') });
    default:
      return t('event-other', { actor, kind: event.kind.replace(/[_.-]/g, ' ') });
  }
}
