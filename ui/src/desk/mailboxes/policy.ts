// The settings that decisions read, as forms edit them (all texts), and back to what the API takes. Pure.
import type { EmailPolicy, MailboxPolicy, MailboxPolicyChange, Merging, Status } from '../../client/types';
import { msg } from '../../kit/text';

export interface MergingForm {
  hours: string;
  statuses: string[];
}
export type MailboxPolicyForm = Omit<MailboxPolicy, 'merging' | 'answers_through' | 'survey'> & {
  survey: { on: boolean; delay: string; pause: string };
  answers_through: string;
  merging: MergingForm & { mode: 'as_channel' | 'off' | 'on' };
};
export interface EmailPolicyForm {
  agent_replies: EmailPolicy['agent_replies'];
  reply_without_token: boolean;
  token_suffices: string;
  merging: MergingForm & { on: boolean };
  after_closed: { on: boolean; hours: string };
  same_mail: EmailPolicy['same_mail'];
  stale_hours: string;
  undo_s: string;
  arc_sealers: string;
}

const WINDOW: Merging = { hours: 24, statuses: ['new', 'open', 'answered'] };
/** A week: after that a closed matter is rarely the same one. */
const AFTER_CLOSED_HOURS = 168;
const whole = (typed: string) => (/^\d{1,9}$/.test(typed.trim()) ? Number(typed) : -1);

/** The statuses in which a conversation may take further mail. */
export const statuses = [
  { id: 'new', name: msg('status-new') },
  { id: 'open', name: msg('status-open') },
  { id: 'answered', name: msg('status-answered') },
  { id: 'postponed', name: msg('status-postponed') },
  { id: 'resolved', name: msg('status-resolved') },
  { id: 'closed', name: msg('status-closed') },
] as const;

function merging(form: MergingForm): Merging {
  return { hours: number(form.hours), statuses: form.statuses as Status[] };
}

/** A whole number as it was typed; what is none is out of every range, and the server says of which. */
function number(typed: string): number {
  return Math.max(whole(typed), 0);
}

function domains(typed: string): string[] {
  return typed.split(/[\s,;]+/).filter(Boolean);
}

/** The form of a mailbox's settings. */
export function toPolicyForm(policy: MailboxPolicy): MailboxPolicyForm {
  const own = policy.merging.mode === 'on' ? policy.merging : WINDOW;
  return {
    ...policy,
    // What is edited in place must not change what is stored.
    business_hours: structuredClone(policy.business_hours),
    answers_through: policy.answers_through ?? '',
    survey: { on: policy.survey.on, delay: String(policy.survey.delay_minutes), pause: String(policy.survey.pause_days) },
    merging: { mode: policy.merging.mode, hours: String(own.hours), statuses: own.statuses },
  };
}

/** What the API takes of a mailbox's settings. */
export function toPolicy(form: MailboxPolicyForm): MailboxPolicyChange {
  const { mode } = form.merging;
  return {
    ...form,
    answers_through: form.answers_through || null,
    // What is no number is out of range, and the server says of which.
    survey: { on: form.survey.on, delay_minutes: Number(form.survey.delay), pause_days: whole(form.survey.pause) < 0 ? 100_000 : whole(form.survey.pause) },
    merging: mode === 'on' ? { mode, ...merging(form.merging) } : { mode },
  };
}

/** The form of the channel's settings. */
export function toEmailForm(policy: EmailPolicy): EmailPolicyForm {
  const own = policy.merging ?? WINDOW;
  return {
    agent_replies: policy.agent_replies,
    reply_without_token: policy.reply_without_token,
    token_suffices: policy.token_suffices.join(', '),
    merging: { on: policy.merging !== null, hours: String(own.hours), statuses: own.statuses },
    after_closed: { on: policy.new_after_closed_hours !== null, hours: String(policy.new_after_closed_hours ?? AFTER_CLOSED_HOURS) },
    same_mail: policy.same_mail,
    stale_hours: String(policy.stale_hours),
    undo_s: String(policy.undo_s),
    arc_sealers: policy.arc_sealers.join(', '),
  };
}

/** What the API takes of the channel's settings. */
export function toEmailPolicy(form: EmailPolicyForm): EmailPolicy {
  return {
    agent_replies: form.agent_replies,
    reply_without_token: form.reply_without_token,
    token_suffices: domains(form.token_suffices),
    merging: form.merging.on ? merging(form.merging) : null,
    new_after_closed_hours: form.after_closed.on ? number(form.after_closed.hours) : null,
    same_mail: form.same_mail,
    stale_hours: number(form.stale_hours),
    undo_s: whole(form.undo_s) < 0 ? 100_000 : whole(form.undo_s),
    arc_sealers: domains(form.arc_sealers),
  };
}
