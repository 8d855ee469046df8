// The sentence for each entry of the timeline that the system wrote.
import type { ConversationEvent, Status } from '../../client/types';
import { msg, t } from '../../kit/text';
import { fileSize } from '../../kit/time.svelte';
import { statusText } from './words';

const STATUSES: readonly string[] = ['new', 'open', 'answered', 'resolved', 'closed', 'postponed', 'spam', 'trash'];

const KEPT_BACK: Record<string, string> = {
  unverified: msg('kept-back-unverified'),
  'no-token': msg('kept-back-no-token'),
  'customer-wrote-meanwhile': msg('kept-back-customer-wrote-meanwhile'),
  'destination-unconfirmed': msg('kept-back-destination-unconfirmed'),
  'mailbox-cannot-send': msg('kept-back-mailbox-cannot-send'),
};

/** Why an agent's answer by mail is a note. */
function keptBackText(reason: string): string {
  const key = KEPT_BACK[reason];
  return key ? t(key) : reason.replace(/-/g, ' ');
}

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
    case 'queued':
      return word('name') ? t('event-queued', { actor, name: word('name') }) : t('event-unqueued', { actor });
    case 'tagged':
      return t('event-tagged', { actor, tags: Array.isArray(data['tags']) && data['tags'].length ? data['tags'].join(', ') : '–' });
    case 'third_person':
      return t('event-third-person', { address: word('address') });
    case 'linked':
      return t(word('kind') === 'follows' ? msg('event-follows') : msg('event-maybe-related'), { number: word('to') });
    case 'kept_back':
      return t('event-kept-back', { reason: keptBackText(word('reason')) });
    case 'undone':
      return t('event-undone', { actor });
    case 'published':
      return t('event-published', { actor });
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
