// Sentences about webhooks: what they can be told, how they are doing, why a delivery failed.
import type { Webhook, WebhookDelivery } from '../../client/types';
import { msg, t } from '../../kit/text';
import { letterTime } from '../../kit/time.svelte';

/** What an endpoint can be told, with a sentence each; notes stand last and apart. */
export const KINDS: [string, string][] = [
  ['conversation.created', msg('hook-conversation-created')],
  ['conversation.status_changed', msg('hook-status-changed')],
  ['conversation.assigned', msg('hook-assigned')],
  ['conversation.queued', msg('hook-queued')],
  ['conversation.categorised', msg('hook-categorised')],
  ['conversation.fields_set', msg('hook-fields-set')],
  ['conversation.tagged', msg('hook-tagged')],
  ['conversation.merged', msg('hook-merged')],
  ['conversation.split', msg('hook-split')],
  ['conversation.rated', msg('hook-rated')],
  ['conversation.sla_warning', msg('hook-sla-warning')],
  ['conversation.sla_broken', msg('hook-sla-broken')],
  ['message.inbound', msg('hook-inbound')],
  ['message.outbound', msg('hook-outbound')],
  ['delivery.failed', msg('hook-delivery-failed')],
];
export const NOTE = 'message.note';

const kinds: Record<string, string> = { ...Object.fromEntries(KINDS), [NOTE]: msg('hook-note'), 'webhook.test': msg('hook-test') };

/** What happened. */
export function happened(kind: string): string {
  const key = kinds[kind];
  return key ? t(key) : kind;
}

/** How an endpoint is doing. */
export function health(webhook: Webhook): string {
  const since = webhook.failing_since ? letterTime(webhook.failing_since) : '';
  switch (webhook.health) {
    case 'working':
      return t('hook-working', { when: webhook.succeeded_at ? letterTime(webhook.succeeded_at) : '' });
    case 'failing':
      return t('hook-failing', { when: since });
    case 'off':
      return t('hook-off');
    case 'switched_off':
      return t('hook-switched-off', { when: webhook.switched_off_at ? letterTime(webhook.switched_off_at) : '' });
    default:
      return t('hook-untried');
  }
}

const states: Record<WebhookDelivery['state'], string> = {
  queued: msg('hook-state-queued'),
  deferred: msg('hook-state-deferred'),
  delivered: msg('hook-state-delivered'),
  failed: msg('hook-state-failed'),
};

/** Where a delivery stands, in a word. */
export const stand = (of: WebhookDelivery['state']) => t(states[of]);
/** The states that the log can be narrowed to. */
export const STATES = () => Object.entries(states).map(([id, key]) => ({ id, text: t(key) }));

const problems: Record<string, string> = {
  redirect: msg('hook-problem-redirect'),
  late: msg('hook-problem-late'),
  unresolved: msg('hook-problem-unresolved'),
  unreached: msg('hook-problem-unreached'),
  tls: msg('hook-problem-tls'),
  broken: msg('hook-problem-broken'),
  closed: msg('hook-problem-closed'),
  unfit: msg('hook-problem-unfit'),
  off: msg('hook-problem-off'),
};

/** What came of the last attempt. */
export function outcome(delivery: WebhookDelivery): string {
  if (!delivery.problem) return delivery.status ? t('hook-answered', { status: String(delivery.status), ms: delivery.took_ms ?? 0 }) : '';
  if (delivery.problem === 'refused') return t('hook-problem-refused', { status: String(delivery.status ?? ''), ms: delivery.took_ms ?? 0 });
  return t(problems[delivery.problem] ?? 'hook-problem-broken');
}
