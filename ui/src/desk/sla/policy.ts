// An SLA policy as a form edits it (all texts), back to what the API takes, and as sentences. Pure.
import type { Priority, SlaPolicy, SlaPolicyDraft } from '../../client/types';
import { t } from '../../kit/text';

export interface SpanForm {
  count: string;
  unit: 'minutes' | 'hours';
}
export interface PolicyForm {
  name: string;
  mailbox: string;
  queue: string;
  priorities: Priority[];
  business_time: boolean;
  first_response: SpanForm;
  next_response: SpanForm;
  resolution: SpanForm;
  warn: SpanForm;
  enabled: boolean;
}
export const PROMISES = ['first_response', 'next_response', 'resolution'] as const;

function span(minutes: number | null): SpanForm {
  if (minutes === null) return { count: '', unit: 'hours' };
  return minutes > 0 && minutes % 60 === 0 ? { count: String(minutes / 60), unit: 'hours' } : { count: String(minutes), unit: 'minutes' };
}

/** What is no number is out of range, and the server says of which field. */
function minutes(form: SpanForm): number | null {
  const typed = form.count.trim();
  if (!typed) return null;
  if (!/^\d{1,6}$/.test(typed)) return 0;
  return Number(typed) * (form.unit === 'hours' ? 60 : 1);
}

/** The form of a policy, or of a new one. */
export function toForm(policy: SlaPolicy | null): PolicyForm {
  return {
    name: policy?.name ?? '',
    mailbox: policy?.mailbox ?? '',
    queue: policy?.queue ?? '',
    priorities: policy ? [...policy.priorities] : [],
    business_time: policy?.business_time ?? true,
    first_response: span(policy ? policy.first_response : 240),
    next_response: span(policy ? policy.next_response : 480),
    resolution: span(policy ? policy.resolution : null),
    warn: span(policy ? policy.warn_minutes : 30),
    enabled: policy?.enabled ?? true,
  };
}

/** What the API takes. */
export function toDraft(form: PolicyForm): SlaPolicyDraft {
  return {
    name: form.name.trim(),
    mailbox: form.mailbox || null,
    queue: form.queue || null,
    priorities: form.priorities,
    business_time: form.business_time,
    first_response: minutes(form.first_response),
    next_response: minutes(form.next_response),
    resolution: minutes(form.resolution),
    warn_minutes: minutes(form.warn) ?? 0,
    enabled: form.enabled,
  };
}

/** Minutes as people say them. */
export function spanText(count: number): string {
  return count > 0 && count % 60 === 0 ? t('sla-hours', { count: count / 60 }) : t('sla-minutes', { count });
}

/** What a policy promises, in one line. */
export function promised(policy: SlaPolicy): string {
  const parts = [
    policy.first_response === null ? '' : t('sla-first-in', { time: spanText(policy.first_response) }),
    policy.next_response === null ? '' : t('sla-next-in', { time: spanText(policy.next_response) }),
    policy.resolution === null ? '' : t('sla-resolution-in', { time: spanText(policy.resolution) }),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** The list with one policy a place up or down. */
export function moved(ids: string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  const next = [...ids];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
