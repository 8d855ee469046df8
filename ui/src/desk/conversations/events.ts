// The sentence for each entry of the timeline that the system wrote.
import type { Conversation, ConversationEvent, Priority, RuleDid, Status } from '../../client/types';
import { msg, t } from '../../kit/text';
import { fileSize } from '../../kit/time.svelte';
import { didText } from '../shell/ruled';
import { assistantText } from './assisted';
import { PRIORITIES, priorityText, ratingText, statusText } from './words';

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

/** Why the desk gave a conversation to somebody of its queue. */
const ROUTED: Record<string, string> = {
  'least-loaded': msg('event-routed-least-loaded'),
  'longest-idle': msg('event-routed-longest-idle'),
  turn: msg('event-routed-turn'),
  returning: msg('event-routed-returning'),
};

const limits: Record<string, string> = {
  'machine-address': msg('limit-machine-address'),
  bounced: msg('limit-bounced'),
  blocked: msg('limit-blocked'),
  'not-proved': msg('limit-not-proved'),
  pause: msg('limit-pause'),
  loop: msg('limit-loop'),
  repeated: msg('limit-repeated'),
  conversation: msg('limit-conversation'),
  address: msg('limit-address'),
  domain: msg('limit-domain'),
  unknown: msg('limit-unknown'),
  hour: msg('limit-hour'),
};

/** Why an automatic mail was kept back. */
function limitText(limit: string): string {
  const key = limits[limit];
  return key ? t(key) : limit.replace(/-/g, ' ');
}

/** What is said of each kind of automatic mail. */
const GREETED = { sent: msg('event-automatic-sent'), kept: msg('event-automatic-kept-back') };
const AUTOMATIC: Record<string, typeof GREETED> = {
  away: { sent: msg('event-away-sent'), kept: msg('event-away-kept-back') },
  survey: { sent: msg('event-survey-sent'), kept: msg('event-survey-kept-back') },
  rule: { sent: msg('event-rule-sent'), kept: msg('event-rule-kept-back') },
  assistant: { sent: msg('event-assistant-sent'), kept: msg('event-assistant-kept-back') },
};
const automatic = (kind: string) => AUTOMATIC[kind] ?? GREETED;

const PROMISES: Record<string, { warning: string; broken: string }> = {
  first_response: { warning: msg('event-sla-first'), broken: msg('event-sla-first-broken') },
  next_response: { warning: msg('event-sla-next'), broken: msg('event-sla-next-broken') },
  resolution: { warning: msg('event-sla-resolution'), broken: msg('event-sla-resolution-broken') },
};

/** A promise that runs out, or was broken. */
function slaText(broken: boolean, target: string, policy: string): string {
  const words = PROMISES[target] ?? PROMISES['resolution'];
  return words ? t(broken ? words.broken : words.warning, { policy }) : policy;
}

/** What a customer said of the help; of one who was erased only that they did. */
function ratedText(data: Record<string, unknown>): string {
  const rating = Number(data['rating']);
  if (!rating) return t('event-rated-erased');
  const comment = String(data['comment'] ?? '');
  const said = comment ? msg('event-rated-comment') : msg('event-rated');
  const again = comment ? msg('event-rated-comment-again') : msg('event-rated-again');
  return t(data['changed'] === true ? again : said, { rating: ratingText(rating), comment });
}

/** What somebody wrote into fields; of a customer who was erased only that they did. */
function fieldsText(actor: string, changes: unknown): string {
  if (!Array.isArray(changes) || !changes.length) return t('event-fields-erased', { actor });
  const one = ({ name, to }: { name: string; to: string | null }) => (to === null ? t('event-field-emptied', { name }) : t('event-field', { name, value: to === 'true' ? t('contact-field-ticked') : to }));
  return t('event-fields', { actor, changes: changes.map(one).join(', ') });
}

/** The address of the machine whose loop was stopped, until a person of the team has written since. */
export function stoppedLoop(data: Conversation): string | null {
  const stopped = data.events.findLast((event) => event.kind === 'loop_stopped');
  if (!stopped) return null;
  const answered = data.messages.some((message) => message.kind === 'outbound' && message.created_at > stopped.created_at);
  return answered ? null : String(stopped.data?.['address'] ?? '');
}

/** The conversation that an event names, where it names one. */
export function otherConversation(event: ConversationEvent): string | null {
  const named: Record<string, string> = { linked: 'to', merged: 'from', merged_into: 'to', merge_undone: 'other', split_off: 'to', split_from: 'from', split_undone: 'other' };
  const field = named[event.kind];
  const id = field ? event.data?.[field] : null;
  return id ? String(id) : null;
}

/** True for what a rule did and what its own line says already. */
export const isOfRule = (event: ConversationEvent): boolean => event.actor?.type === 'rule' && !event.kind.startsWith('rule_') && event.data?.['agent'] !== null;

/** One quiet sentence; an event that this page does not know is shown by its own name rather than hidden. */
export function eventText(event: ConversationEvent): string {
  const data = event.data ?? {};
  const word = (name: string) => (data[name] === null || data[name] === undefined ? '' : String(data[name]));
  const actor = event.actor?.name ?? t('the-desk');
  switch (event.kind) {
    case 'status_changed':
      return t('event-status', { actor, status: STATUSES.includes(word('to')) ? statusText(word('to') as Status) : word('to') });
    case 'assigned':
      if (word('instead_of')) return t('event-routed-instead', { name: word('name'), other: word('instead_of') });
      if (ROUTED[word('why')]) return t(ROUTED[word('why')] ?? '', { name: word('name'), load: Number(data['load']), able: Number(data['able']) });
      return word('name') ? t('event-assigned', { actor, name: word('name') }) : t('event-unassigned', { actor });
    case 'queued':
      return word('name') ? t('event-queued', { actor, name: word('name') }) : t('event-unqueued', { actor });
    case 'categorised':
      return word('name') ? t('event-categorised', { actor, name: word('name') }) : t('event-uncategorised', { actor });
    case 'fields_set':
      return fieldsText(actor, data['fields']);
    case 'priority_changed': {
      const priority = PRIORITIES.includes(word('to') as Priority) ? priorityText(word('to') as Priority) : word('to');
      return t('event-priority', { actor, priority });
    }
    case 'tagged':
      return t('event-tagged', { actor, tags: Array.isArray(data['tags']) && data['tags'].length ? data['tags'].join(', ') : '–' });
    case 'third_person':
      return t('event-third-person', { address: word('address') });
    case 'participant':
      return data['ticked'] ? t('event-participant-added', { actor, address: word('address') }) : t('event-participant-left', { actor, address: word('address') });
    case 'linked':
      return t(word('kind') === 'follows' ? msg('event-follows') : msg('event-maybe-related'), { number: word('to') });
    case 'merged':
      return t('event-merged', { actor, number: word('from') });
    case 'merged_into':
      return t('event-merged-into', { actor, number: word('to') });
    case 'merge_undone':
      return t('event-merge-undone', { actor, number: word('other') });
    case 'split_off':
      return t('event-split-off', { actor, number: word('to'), count: Number(data['messages']) || 1 });
    case 'split_from':
      return t('event-split-from', { actor, number: word('from') });
    case 'split_undone':
      return t('event-split-undone', { actor, number: word('other') });
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
    case 'bounced': {
      const bad = data['address_is_bad'] === true;
      return t(bad ? 'event-bounced-address' : 'event-bounced', { address: word('address'), reason: word('reason') });
    }
    case 'delivery_delayed':
      return t('event-delivery-delayed', { address: word('address'), reason: word('reason') });
    case 'automatic_sent':
      return t(automatic(word('automatic')).sent, { address: word('address') });
    case 'automatic_kept_back':
      return t(automatic(word('automatic')).kept, { address: word('address'), limit: limitText(word('limit')) });
    case 'sla_warning':
    case 'sla_broken':
      return slaText(event.kind === 'sla_broken', word('target'), word('policy'));
    case 'rated':
      return ratedText(data);
    case 'loop_stopped':
      return t('event-loop-stopped', { address: word('address') });
    case 'token_used':
      return t('event-token-used', { address: word('address'), agent: word('agent') });
    case 'rule_fired':
      return t('event-rule-fired', { name: word('name'), did: (Array.isArray(data['did']) ? (data['did'] as RuleDid[]) : []).map(didText).join(', ') });
    case 'rule_cut':
      return word('why') === 'loop' ? t('event-rule-cut-loop', { name: word('name') }) : t('event-rule-cut-many', { name: word('name') });
    case 'assistant_took':
    case 'assistant_answered':
    case 'assistant_drafted':
    case 'assistant_handed_over':
      return assistantText(event);
    case 'delivery_uncertain':
      return t('event-delivery-uncertain', { address: word('address') });
    default:
      return t('event-other', { actor, kind: event.kind.replace(/[_.-]/g, ' ') });
  }
}
