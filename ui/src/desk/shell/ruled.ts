// What rules did, in words, for every screen that tells of it. It decides nothing.
import type { Priority, RuleDid, Status } from '../../client/types';
import { msg, t } from '../../kit/text';
import { priorityText } from './priorities';
import { statusText } from './statuses';

/** Stable words and the messages that say them. */
export type Words = readonly (readonly [string, string])[];

export const ACTIONS: Words = [
  ['assign_queue', msg('rule-do-assign-queue')],
  ['assign_agent', msg('rule-do-assign-agent')],
  ['assign_assistant', msg('rule-do-assign-assistant')],
  ['set_category', msg('rule-do-set-category')],
  ['set_field', msg('rule-do-set-field')],
  ['add_tag', msg('rule-do-add-tag')],
  ['remove_tag', msg('rule-do-remove-tag')],
  ['set_priority', msg('rule-do-set-priority')],
  ['set_status', msg('rule-do-set-status')],
  ['add_note', msg('rule-do-add-note')],
  ['send_text', msg('rule-do-send-text')],
  ['call_webhook', msg('rule-do-call-webhook')],
  ['stop', msg('rule-do-stop')],
];
const OUTCOMES: Words = [
  ['already', msg('rule-outcome-already')],
  ['taken', msg('rule-outcome-taken')],
  ['may-not', msg('rule-outcome-may-not')],
  ['with-person', msg('rule-outcome-with-person')],
  ['tags-full', msg('rule-outcome-tags-full')],
  ['not-meant', msg('rule-outcome-not-meant')],
  ['does-not-fit', msg('rule-outcome-does-not-fit')],
];
export const quoted = (text: string) => `“${text}”`;

/** The word for one of them; what is not known is shown as it is. */
export function named(words: Words, id: string): string {
  const key = words.find(([one]) => one === id)?.[1];
  return key ? t(key) : id.replaceAll(/[_-]/g, ' ');
}

function valueOf({ do: what, value, name, outcome }: RuleDid): string {
  if (what === 'set_field') return [name ?? '', value === 'true' ? t('contact-field-ticked') : value || t('rule-field-nothing')].join(': ');
  if (name && outcome !== 'fields-missing') return name;
  if (!value) return '';
  if (what === 'set_status') return statusText(value as Status);
  if (what === 'set_priority') return priorityText(value as Priority);
  return what.endsWith('_tag') ? quoted(value) : '';
}

/** What became of what a rule did, with the names of then. */
export function didText(did: RuleDid): string {
  if (did.outcome === 'fields-missing') return t('rule-fields-missing', { did: `${named(ACTIONS, did.do)} ${valueOf(did)}`, names: did.name ?? '' });
  const said = [named(ACTIONS, did.do), valueOf(did)].filter(Boolean).join(' ');
  return did.outcome === 'done' ? said : `${said} (${named(OUTCOMES, did.outcome)})`;
}
