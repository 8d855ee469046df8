// A rule as its form writes it: what a new part begins with, and what of it is sent.
import type { RuleAction, RuleCondition, RuleDraft } from '../../client/types';
import { choicesOf, valuesOf, type Choices } from './choices';
import { comparisons, standsAlone } from './words';

export const blankCondition = (): RuleCondition => ({ field: 'subject', of: null, is: 'contains', values: [''] });
export const blankAction = (): RuleAction => ({ do: 'assign_queue', of: null, value: null });
export const blank = (): RuleDraft => ({
  name: '',
  enabled: true,
  when: { on: 'customer_message', since: null, minutes: null },
  if: [{ match: 'all', conditions: [blankCondition()] }],
  then: [blankAction()],
});

/** A condition that looks at something else now: what it had no longer fits. */
export function lookingAt(field: string, choices: Choices): RuleCondition {
  if (field === 'category_field') return askedFor(choices.asked[0]?.id ?? '', choices);
  const is = comparisons(field)[0] ?? 'is';
  const first = choicesOf(field, choices)?.[0]?.id ?? '';
  const of = field === 'contact_field' ? (choices.fields[0]?.id ?? null) : field === 'header' ? '' : null;
  return { field, of, is, values: [first] };
}

/** A condition on a field of the conversation; what fits depends on its kind. */
export function askedFor(of: string, choices: Choices): RuleCondition {
  const asked = choices.asked.find((one) => one.id === of);
  const is = comparisons('category_field', asked?.kind)[0] ?? 'is';
  return { field: 'category_field', of, is, values: standsAlone(is) ? [] : [valuesOf(asked)?.[0]?.id ?? ''] };
}

/** What is written into this field. */
export function writing(of: string, choices: Choices): RuleAction {
  return { do: 'set_field', of, value: valuesOf(choices.asked.find((one) => one.id === of))?.[0]?.id ?? '' };
}

/** An action of another kind, with the first of what it can be given. */
export function doing(what: string, choices: Choices): RuleAction {
  if (what === 'set_field') return writing(choices.asked[0]?.id ?? '', choices);
  if (what === 'stop') return { do: what, of: null, value: null };
  return { do: what, of: null, value: choicesOf(what, choices)?.[0]?.id ?? '' };
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
