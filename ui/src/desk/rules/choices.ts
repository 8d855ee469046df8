// What the values of a rule can be: the words of the desk, and its agents, queues, mailboxes and so on by name.
import * as assistantClient from '../../client/assistants';
import * as categoryClient from '../../client/categories';
import * as companyClient from '../../client/companies';
import * as categoryFieldClient from '../../client/categoryFields';
import * as fieldClient from '../../client/contactFields';
import * as mailboxClient from '../../client/mailboxes';
import * as queueClient from '../../client/queues';
import type { CategoryField, Status } from '../../client/types';
import * as webhookClient from '../../client/webhooks';
import { msg, t } from '../../kit/text';
import { PRIORITIES, priorityText } from '../shell/priorities';
import { may } from '../shell/roles';
import { session } from '../shell/session.svelte';
import { statusText } from '../shell/statuses';

export interface Choice {
  id: string;
  text: string;
}
/** What the desk has that a rule can name. */
export interface Choices {
  agents: Choice[];
  queues: Choice[];
  categories: Choice[];
  mailboxes: Choice[];
  companies: Choice[];
  fields: Choice[];
  /** The fields of conversations. */
  asked: Asked[];
  assistants: Choice[];
  webhooks: Choice[];
}
/** A field of conversations as rules name it: with its category, where others may have the same name. */
export type Asked = Choice & Pick<CategoryField, 'kind' | 'choices'>;

export const NOTHING: Choices = { agents: [], queues: [], categories: [], mailboxes: [], companies: [], fields: [], asked: [], assistants: [], webhooks: [] };

const STATUSES: Status[] = ['new', 'open', 'answered', 'postponed', 'resolved', 'closed', 'spam', 'trash'];
const YES_NO = [msg('rule-yes'), msg('rule-no')];
const LANGUAGES: [string, string][] = [
  ['en', msg('language-en')],
  ['de', msg('language-de')],
  ['fr', msg('language-fr')],
  ['it', msg('language-it')],
  ['cs', msg('language-cs')],
  ['es', msg('rule-language-es')],
  ['pl', msg('rule-language-pl')],
  ['nl', msg('rule-language-nl')],
];
const EVIDENCE: [string, string][] = [
  ['E3', msg('rule-evidence-e3')],
  ['E2', msg('rule-evidence-e2')],
  ['E1', msg('rule-evidence-e1')],
  ['E0', msg('rule-evidence-e0')],
  ['F', msg('rule-evidence-f')],
];
const RATINGS: [string, string][] = [
  ['1', msg('rule-rating-1')],
  ['2', msg('rule-rating-2')],
  ['3', msg('rule-rating-3')],
  ['4', msg('rule-rating-4')],
  ['5', msg('rule-rating-5')],
];
const HOURS: [string, string][] = [
  ['open', msg('rule-hours-open')],
  ['closed', msg('rule-hours-closed')],
];

const words = (all: readonly (readonly [string, string])[]): Choice[] => all.map(([id, key]) => ({ id, text: t(key) }));
const statuses = (but: string[]): Choice[] => STATUSES.filter((one) => !but.includes(one)).map((id) => ({ id, text: statusText(id) }));

/** Everything that a rule can name; what somebody may not read is not offered to them. */
export async function readChoices(): Promise<Choices> {
  const none = async () => ({ items: [] });
  const [queues, categories, mailboxes, companies, fields, asked, assistants, webhooks] = await Promise.all([
    queueClient.list(),
    categoryClient.list(),
    mailboxClient.list(),
    companyClient.list(''),
    fieldClient.list(),
    categoryFieldClient.list(),
    assistantClient.list(),
    may('manage-webhooks') ? webhookClient.list() : none(),
  ]);
  return {
    agents: session.agents.map(({ id, name }) => ({ id, text: name })),
    queues: queues.items.map(({ id, name }) => ({ id, text: name })),
    categories: categories.items.map(({ id, path }) => ({ id, text: path })),
    mailboxes: mailboxes.items.map(({ id, name, address }) => ({ id, text: name || address })),
    companies: companies.items.map(({ id, name }) => ({ id, text: name })),
    fields: fields.map(({ id, name }) => ({ id, text: name })),
    asked: asked.map(({ id, name, kind, choices, category }) => {
      const of = categories.items.find((one) => one.id === category)?.path;
      return { id, text: of ? t('rule-field-of', { name, category: of }) : name, kind, choices };
    }),
    assistants: assistants.items.map(({ id, name }) => ({ id, text: name })),
    webhooks: webhooks.items.map(({ id, description, url }) => ({ id, text: description || url })),
  };
}

/** What a value of a field of conversations is chosen from; null where it is typed. `given`: as an action writes it. */
export function valuesOf(asked: Asked | undefined, given = false): Choice[] | null {
  const nothing = given ? [{ id: '', text: t('rule-field-nothing') }] : [];
  if (asked?.kind === 'choice') return [...asked.choices.map((id) => ({ id, text: id })), ...nothing];
  if (asked?.kind === 'checkbox') return [{ id: 'true', text: t('contact-field-ticked') }, ...nothing];
  return null;
}

/** What the value of a field, or of an action, is chosen from; null where it is typed. */
export function choicesOf(of: string, all: Choices | null): Choice[] | null {
  switch (of) {
    case 'attachments':
    case 'automatic':
      return ['yes', 'no'].map((id, at) => ({ id, text: t(YES_NO[at] ?? '') }));
    case 'evidence':
      return words(EVIDENCE);
    case 'language':
      return words(LANGUAGES);
    case 'hours':
      return words(HOURS);
    case 'status':
      return statuses([]);
    case 'set_status':
      return statuses(['new', 'postponed']);
    case 'priority':
    case 'set_priority':
      return PRIORITIES.map((id) => ({ id, text: priorityText(id) }));
    case 'mailbox':
      return all?.mailboxes ?? null;
    case 'queue':
    case 'assign_queue':
      return all?.queues ?? null;
    case 'category':
    case 'set_category':
      return all?.categories ?? null;
    case 'assignee':
    case 'assign_agent':
      return all?.agents ?? null;
    case 'assign_assistant':
      return all?.assistants ?? null;
    case 'rating':
      return words(RATINGS);
    case 'company':
      return all?.companies ?? null;
    case 'call_webhook':
      return all?.webhooks ?? null;
    default:
      return null;
  }
}
