// Rules in plain words: what each part is called, and the sentence that a list shows of a rule. It decides nothing.
import type { FieldKind, RuleAction, RuleCondition, RuleDraft, RuleGroup } from '../../client/types';
import { msg, t } from '../../kit/text';
import { ACTIONS, named, quoted, type Words } from '../shell/ruled';
import { choicesOf, type Choices } from './choices';

export const TRIGGERS: Words = [
  ['created', msg('rule-on-created')],
  ['customer_message', msg('rule-on-customer-message')],
  ['agent_message', msg('rule-on-agent-message')],
  ['status_changed', msg('rule-on-status-changed')],
  ['assigned', msg('rule-on-assigned')],
  ['rated', msg('rule-on-rated')],
  ['time_passed', msg('rule-on-time-passed')],
];
export const SINCE: Words = [
  ['created', msg('rule-since-created')],
  ['customer_message', msg('rule-since-customer-message')],
  ['agent_message', msg('rule-since-agent-message')],
  ['status_changed', msg('rule-since-status-changed')],
];
export const FIELDS: Words = [
  ['subject', msg('rule-field-subject')],
  ['text', msg('rule-field-text')],
  ['from', msg('rule-field-from')],
  ['from_name', msg('rule-field-from-name')],
  ['to', msg('rule-field-to')],
  ['header', msg('rule-field-header')],
  ['attachments', msg('rule-field-attachments')],
  ['automatic', msg('rule-field-automatic')],
  ['evidence', msg('rule-field-evidence')],
  ['language', msg('rule-field-language')],
  ['mailbox', msg('rule-field-mailbox')],
  ['queue', msg('rule-field-queue')],
  ['queue_load', msg('rule-field-queue-load')],
  ['hours', msg('rule-field-hours')],
  ['category', msg('rule-field-category')],
  ['assignee', msg('rule-field-assignee')],
  ['status', msg('rule-field-status')],
  ['priority', msg('rule-field-priority')],
  ['tag', msg('rule-field-tag')],
  ['messages', msg('rule-field-messages')],
  ['rating', msg('rule-field-rating')],
  ['company', msg('rule-field-company')],
  ['contact_field', msg('rule-field-contact-field')],
  ['category_field', msg('rule-field-category-field')],
];
export const COMPARISONS: Words = [
  ['contains', msg('rule-is-contains')],
  ['contains_not', msg('rule-is-contains-not')],
  ['is', msg('rule-is-is')],
  ['is_not', msg('rule-is-is-not')],
  ['begins', msg('rule-is-begins')],
  ['ends', msg('rule-is-ends')],
  ['empty', msg('rule-is-empty')],
  ['not_empty', msg('rule-is-not-empty')],
  ['at_least', msg('rule-is-at-least')],
  ['at_most', msg('rule-is-at-most')],
];
export const MATCHES: Words = [
  ['all', msg('rule-match-all')],
  ['any', msg('rule-match-any')],
  ['none', msg('rule-match-none')],
];
const UNITS: Words = [
  ['1440', msg('rule-unit-days')],
  ['60', msg('rule-unit-hours')],
  ['1', msg('rule-unit-minutes')],
];
const GONE: Words = [
  ['agent', msg('rule-gone-agent')],
  ['queue', msg('rule-gone-queue')],
  ['category', msg('rule-gone-category')],
  ['mailbox', msg('rule-gone-mailbox')],
  ['company', msg('rule-gone-company')],
  ['contact_field', msg('rule-gone-contact-field')],
  ['category_field', msg('rule-gone-category-field')],
  ['assistant', msg('rule-gone-assistant')],
  ['webhook', msg('rule-gone-webhook')],
  ['tag', msg('rule-gone-tag')],
];

/** A list to choose from. */
export const offered = (words: Words) => words.map(([id, key]) => ({ id, text: t(key) }));

/** The comparisons that a field knows; those of a field of conversations by its kind. */
export function comparisons(field: string, kind: FieldKind = 'text'): string[] {
  if (field === 'category_field' && kind !== 'text') {
    if (kind === 'checkbox') return ['not_empty', 'empty'];
    return [...(kind === 'choice' ? [] : ['at_least', 'at_most']), 'is', 'is_not', 'empty', 'not_empty'];
  }
  if (['subject', 'text', 'from', 'from_name', 'to', 'header', 'contact_field', 'category_field'].includes(field))
    return ['contains', 'contains_not', 'is', 'is_not', 'begins', 'ends', 'empty', 'not_empty'];
  if (field === 'rating') return ['at_most', 'at_least', 'is', 'empty', 'not_empty'];
  if (['messages', 'queue_load'].includes(field)) return ['at_least', 'at_most'];
  if (['language', 'queue', 'category', 'assignee', 'tag', 'company'].includes(field)) return ['is', 'is_not', 'empty', 'not_empty'];
  return ['is', 'is_not'];
}

/** True for a comparison that needs no value. */
export const standsAlone = (is: string) => is === 'empty' || is === 'not_empty';

/** So many minutes as a number and the largest unit that fits. */
export function duration(minutes: number): { count: number; unit: string } {
  const unit = ['1440', '60', '1'].find((one) => minutes % Number(one) === 0) ?? '1';
  return { count: minutes / Number(unit), unit };
}
export const units = () => offered(UNITS);

function valueText(field: string, value: string, choices: Choices): string {
  const all = choicesOf(field, choices);
  if (!all) return quoted(value);
  return all.find((one) => one.id === value)?.text ?? t('rule-gone');
}

function conditionText(condition: RuleCondition, choices: Choices): string {
  const { field, of, is, values } = condition;
  const own = field === 'contact_field' ? choices.fields : field === 'category_field' ? choices.asked : null;
  const name = own ? (own.find((one) => one.id === of)?.text ?? t('rule-gone')) : named(FIELDS, field);
  const called = field === 'header' && of ? `${name} ${of}` : name;
  const said = values.map((value) => valueText(field, value, choices)).join(` ${t('rule-or')} `);
  if (is === 'is' && ['attachments', 'automatic'].includes(field)) return `${called}: ${said}`;
  return [called, named(COMPARISONS, is), said].filter(Boolean).join(' ');
}

function groupText(group: RuleGroup, choices: Choices): string {
  const each = group.conditions.map((one) => conditionText(one, choices));
  if (each.length === 1 && group.match !== 'none') return each[0] ?? '';
  const joined = each.join(group.match === 'all' ? ` ${t('rule-and')} ` : ` ${t('rule-or')} `);
  return group.match === 'none' ? t('rule-none-of', { conditions: joined }) : joined;
}

/** When a rule is looked at, and if what. */
export function whenText(rule: RuleDraft, choices: Choices): string {
  const { on, since, minutes } = rule.when;
  const { count, unit } = duration(minutes ?? 60);
  const time = () => t('rule-time', { count, unit: named(UNITS, unit), since: named(SINCE, since ?? 'created') });
  const when = on === 'time_passed' ? time() : t('rule-when', { on: named(TRIGGERS, on) });
  const ifs = rule.if.map((group) => groupText(group, choices)).join('; ');
  return ifs ? t('rule-when-if', { when, conditions: ifs }) : when;
}

function actionText({ do: what, of, value }: RuleAction, choices: Choices): string {
  if (what === 'set_field') {
    const asked = choices.asked.find((one) => one.id === of);
    const said = asked?.kind === 'checkbox' && value ? t('contact-field-ticked') : value ? quoted(value) : t('rule-field-nothing');
    return `${named(ACTIONS, what)} ${asked?.text ?? t('rule-gone')}: ${said}`;
  }
  if (what === 'add_note' || what === 'send_text' || value === null || value === undefined) return named(ACTIONS, what);
  return `${named(ACTIONS, what)} ${valueText(what, value, choices)}`;
}

/** What a rule does. */
export const thenText = (rule: RuleDraft, choices: Choices): string => rule.then.map((one) => actionText(one, choices)).join(', ');

/** What is missing, in words. */
export const goneText = (missing: { what: string; value: string }[]): string =>
  missing.map(({ what, value }) => (what === 'tag' ? `${named(GONE, what)} ${quoted(value)}` : named(GONE, what))).join(', ');
