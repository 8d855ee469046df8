// A rule as its form writes it: what a new part begins with, and what of it is sent.
import type { RuleAction, RuleCondition, RuleDraft } from '../../client/types';
import { choicesOf, type Choices } from './choices';
import { comparisons, standsAlone } from './words';

export const blankCondition = (): RuleCondition => ({ field: 'subject', of: null, is: 'contains', values: [''] });
export const blankAction = (): RuleAction => ({ do: 'assign_queue', value: null });
export const blank = (): RuleDraft => ({
  name: '',
  enabled: true,
  when: { on: 'customer_message', since: null, minutes: null },
  if: [{ match: 'all', conditions: [blankCondition()] }],
  then: [blankAction()],
});

/** A condition that looks at something else now: what it had no longer fits. */
export function lookingAt(field: string, choices: Choices): RuleCondition {
  const is = comparisons(field)[0] ?? 'is';
  const first = choicesOf(field, choices)?.[0]?.id ?? '';
  const of = field === 'contact_field' ? (choices.fields[0]?.id ?? null) : field === 'header' ? '' : null;
  return { field, of, is, values: [first] };
}

/** An action of another kind, with the first of what it can be given. */
export function doing(what: string, choices: Choices): RuleAction {
  if (what === 'stop') return { do: what, value: null };
  return { do: what, value: choicesOf(what, choices)?.[0]?.id ?? '' };
}

/** What is sent of a form: without what was left empty, and without space around words. */
export function sent(draft: RuleDraft): RuleDraft {
  const condition = (one: RuleCondition): RuleCondition => ({
    ...one,
    of: one.of === null || one.of === undefined ? null : one.of.trim(),
    values: standsAlone(one.is) ? [] : one.values.map((value) => value.trim()).filter(Boolean),
  });
  const action = (one: RuleAction): RuleAction => ({ ...one, value: one.value?.trim() ?? null });
  return {
    ...draft,
    name: draft.name.trim(),
    if: draft.if.map((group) => ({ ...group, conditions: group.conditions.map(condition) })),
    then: draft.then.map(action),
  };
}
