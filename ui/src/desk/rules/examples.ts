// What a first rule can begin with.
import type { RuleDraft } from '../../client/types';
import { t } from '../../kit/text';

/** Rules that many desks begin with; what they name is chosen in the form. */
export const examples = (): RuleDraft[] => [
  {
    name: t('rule-example-invoices'),
    enabled: true,
    when: { on: 'customer_message', since: null, minutes: null },
    if: [{ match: 'all', conditions: [{ field: 'subject', of: null, is: 'contains', values: [t('rule-example-invoice')] }] }],
    then: [{ do: 'add_tag', of: null, value: t('rule-example-invoice') }],
  },
  {
    name: t('rule-example-late'),
    enabled: true,
    when: { on: 'time_passed', since: 'customer_message', minutes: 2880 },
    if: [{ match: 'all', conditions: [{ field: 'status', of: null, is: 'is', values: ['new', 'open'] }] }],
    then: [{ do: 'set_priority', of: null, value: 'high' }],
  },
  {
    name: t('rule-example-machines'),
    enabled: true,
    when: { on: 'created', since: null, minutes: null },
    if: [{ match: 'all', conditions: [{ field: 'automatic', of: null, is: 'is', values: ['yes'] }] }],
    then: [
      { do: 'set_priority', of: null, value: 'low' },
      { do: 'stop', of: null, value: null },
    ],
  },
];
