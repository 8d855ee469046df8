// Queues as a person meets them: written in the settings, chosen in a conversation.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { moveTo, open } from '../src/desk/conversations/desk.svelte';
import Queues from '../src/desk/queues/Queues.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { unset } from '../src/desk/shell/hours';
import { everything, item, serve, whole } from './server';

const user = userEvent.setup();
const orders = { id: 'q1', name: 'Orders', members_only: false, refuses_moves: false, routing: 'manual' as const, business_hours: unset(), members: [], mailboxes: [] };

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'manager', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
  session.agents = [{ id: 'a1', name: 'Ana', email: 'ana@desk.example' }];
});

/** SB-14, CC-1 */
it('a queue is added with its members', async () => {
  const asked = serve({
    'GET /queues': () => ({ body: { items: [], next: null } }),
    'GET /mailboxes': () => ({ body: { items: [], next: null } }),
    'POST /queues': () => ({ status: 201, body: orders }),
  });
  render(Queues);
  await user.click(await screen.findByRole('button', { name: 'Add queue' }));
  await user.type(screen.getByLabelText('Name'), 'Orders');
  await user.click(screen.getByLabelText('Ana'));
  await user.selectOptions(screen.getByLabelText('Who takes new conversations'), 'by_load');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(asked.some((one) => one.method === 'POST')).toBe(true));
  expect(asked.find((one) => one.method === 'POST')?.body).toEqual({
    name: 'Orders',
    members: ['a1'],
    mailboxes: [],
    members_only: false,
    refuses_moves: false,
    routing: 'by_load',
    takes_email: true,
    takes_calls: false,
    reassign_minutes: null,
    returns_to_last: false,
    business_hours: unset(),
  });
});

it('somebody who leads nobody reads the queues and changes none', async () => {
  if (session.me) Object.assign(session.me, { role: 'agent', may: ['read', 'work', 'read-settings'] });
  serve({
    'GET /queues': () => ({ body: { items: [orders], next: null } }),
    'GET /mailboxes': () => ({ body: { items: [], next: null } }),
  });
  render(Queues);
  expect(await screen.findByText('Orders')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Add queue' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Edit Orders' })).toBeNull();
});

/** CC-12 */
it('a conversation that a queue refuses goes back to where it was', async () => {
  const data = whole(item());
  open.data = data;
  serve({ [`PATCH /conversations/${data.id}`]: () => ({ status: 422, body: { code: 'field_invalid', fields: { queue: 'no' } } }) });
  await moveTo(data.id, orders);
  expect(open.data?.queue).toBeNull();
});

/** */
it('a queue that somebody else saved meanwhile is not overwritten unseen', async () => {
  const answers = [{ status: 412, body: { code: 'changed_meanwhile', changed: { by: 'Ben', at: '2026-11-22T10:00:00Z' } } }, { body: orders }];
  const asked = serve({
    'GET /queues': () => ({ body: { items: [orders], next: null } }),
    'GET /mailboxes': () => ({ body: { items: [], next: null } }),
    'GET /queues/q1': () => ({ body: { ...orders, name: 'Claims' }, headers: { ETag: '"v7"' } }),
    'PATCH /queues/q1': () => answers.shift()!,
  });
  render(Queues);
  await user.click(await screen.findByRole('button', { name: 'Edit Orders' }));
  await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Claims'));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Ben saved this meanwhile');
  await user.click(screen.getByRole('button', { name: 'Save mine all the same' }));
  await waitFor(() => expect(asked.filter((one) => one.method === 'PATCH')).toHaveLength(2));
  expect(asked.filter((one) => one.method === 'PATCH').map((one) => one.headers.get('If-Match'))).toEqual(['"v7"', null]);
});
