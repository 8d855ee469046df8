// Rules as whoever leads the team meets them: in plain words, put in order, and tried before they do anything.
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import Rules from '../src/desk/rules/Rules.svelte';
import { moved } from '../src/kit/order';
import { session } from '../src/desk/shell/session.svelte';
import type { Rule } from '../src/client/types';
import { everything, serve } from './server';

const user = userEvent.setup();

const rule = (id: string, name: string, more: Partial<Rule> = {}): Rule => ({
  id,
  name,
  enabled: true,
  when: { on: 'customer_message', since: null, minutes: null },
  if: [{ match: 'all', conditions: [{ field: 'subject', of: null, is: 'contains', values: ['invoice', 'bill'] }, { field: 'queue', of: null, is: 'is_not', values: ['q1'] }] }],
  then: [
    { do: 'assign_queue', of: null, value: 'q1' },
    { do: 'add_tag', of: null, value: 'money' },
  ],
  missing: [],
  mailboxes: null,
  fired: 0,
  fired_at: null,
  cut_at: null,
  ...more,
});
const none = { items: [], next: null };
const desk = (rules: Rule[], more: Parameters<typeof serve>[0] = {}) =>
  serve({
    'GET /rules': () => ({ body: { items: rules, next: null } }),
    'GET /queues': () => ({ body: { items: [{ id: 'q1', name: 'Billing', members: [], mailboxes: [], members_only: false, refuses_moves: false, routing: 'manual' }], next: null } }),
    'GET /categories': () => ({ body: { ...none, default_category: null } }),
    'GET /mailboxes': () => ({ body: none }),
    'GET /companies': () => ({ body: none }),
    'GET /contact-fields': () => ({ body: none }),
    'GET /category-fields': () => ({ body: none }),
    'GET /assistants': () => ({ body: none }),
    'GET /webhooks': () => ({ body: none }),
    ...more,
  });

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
});

/** SO-16 */
it('a rule is told in plain words, and what it misses is said', async () => {
  desk([rule('r1', 'Invoices'), rule('r2', 'Gone', { then: [{ do: 'assign_queue', of: null, value: 'q9' }], missing: [{ what: 'queue', value: 'q9' }] })]);
  render(Rules);
  expect((await screen.findAllByText('When a customer writes, if subject contains “invoice” or “bill” and queue is not Billing')).length).toBe(2);
  expect(screen.getByText('Then move to queue Billing, add tag “money”')).toBeTruthy();
  expect(screen.getByText(/^Does nothing, since something that it names is not there any more: a queue/)).toBeTruthy();
});

/** SO-16 */
it('what cannot be put in order goes back to where it was', async () => {
  const asked = desk([rule('r1', 'One'), rule('r2', 'Two')], { 'PUT /rules/order': () => ({ status: 500, body: {} }) });
  render(Rules);
  await user.click(await screen.findByRole('button', { name: 'Try Two earlier' }));
  await waitFor(() => expect(asked.find((one) => one.method === 'PUT')?.body).toEqual({ ids: ['r2', 'r1'] }));
  await waitFor(() => expect(within(screen.getByRole('list', { name: 'Rules' })).getAllByRole('heading').map((one) => one.textContent)).toEqual(['One', 'Two']));
});

/** SO-16 */
it('an example is tried before it is saved', async () => {
  const rehearsal = { looked_at: 3, more: false, matched: 1, cut: 0, missing: [], items: [{ conversation: '7', subject: 'A lamp', customer: 'Zoe', created_at: '2026-11-22T12:00:00Z', did: [{ do: 'set_priority', value: 'high', name: null, outcome: 'done' }], taken_by: null }] };
  const asked = desk([], { 'POST /rules/rehearsals': () => ({ body: rehearsal }) });
  render(Rules);
  await user.click(await screen.findByRole('button', { name: 'Begin with this: Two days without an answer' }));
  await user.click(screen.getByRole('button', { name: 'Try it' }));
  expect(await screen.findByText('It would have changed one of 3 conversations')).toBeTruthy();
  expect(screen.getByText('set priority High')).toBeTruthy();
  expect(asked.find((one) => one.method === 'POST')?.body).toMatchObject({ when: { on: 'time_passed', since: 'customer_message', minutes: 2880 } });
  expect(asked.some((one) => one.method === 'POST' && one.path === '/rules')).toBe(false);
});

it('a list with one moved is the same list where nothing changes', () => {
  const list = ['a', 'b', 'c'].map((id) => ({ id }));
  const ids = (to: number) => moved(list, 'b', to).map((one) => one.id).join('');
  expect([0, 1, 2, 3, -1].map(ids)).toEqual(['bac', 'abc', 'acb', 'abc', 'abc']);
  expect(moved(list, 'b', 1)).toBe(list);
});
