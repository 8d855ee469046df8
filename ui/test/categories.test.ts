// Categories as a person meets them, lists of queues, and lists of senders as they are typed.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import Categories from '../src/desk/categories/Categories.svelte';
import { categorise, open } from '../src/desk/conversations/desk.svelte';
import { belongs, viewText } from '../src/desk/conversations/words';
import { fromLines, toLines, unfit } from '../src/desk/settings/senders';
import { unset } from '../src/desk/shell/hours';
import { parse, viewPath } from '../src/desk/shell/router.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { everything, item, serve, whole } from './server';

const user = userEvent.setup();
const orders = { id: 'k1', name: 'Orders', path: 'Orders', parent: null };
const late = { id: 'k2', name: 'Late', path: 'Orders › Late', parent: 'k1' };

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
  session.queues = [{ id: 'q1', name: 'Shop', members_only: false, refuses_moves: false, routing: 'manual', takes_email: true, takes_calls: false, reassign_minutes: null, returns_to_last: false, business_hours: unset(), members: [], mailboxes: [] }];
});

/** SO-6 */
it('a category that is in use is deleted with the question what its conversations get', async () => {
  const asked = serve({
    'GET /categories': () => ({ body: { items: [orders, late], next: null } }),
    'GET /category-fields': () => ({ body: { items: [], next: null } }),
    'GET /categories/k2': () => ({ body: { category: late, conversations: 3, more: false, mailboxes: ['m1'], channel_default: false } }),
    'DELETE /categories/k2': () => ({ status: 204 }),
  });
  render(Categories);
  await user.click(await screen.findByRole('button', { name: 'Edit Orders › Late' }));
  await user.click(screen.getByRole('button', { name: 'Delete category' }));
  expect(await screen.findByText('3 conversations have it.')).toBeTruthy();
  expect(screen.getByText('New conversations of 1 mailbox get it.')).toBeTruthy();
  expect(screen.getByLabelText('What becomes of them')).toBeTruthy();
  await user.click(screen.getAllByRole('button', { name: 'Delete category' }).at(-1)!);
  await waitFor(() => expect(asked.some((one) => one.method === 'DELETE')).toBe(true));
  expect(asked.find((one) => one.method === 'DELETE')?.query.get('move_to')).toBe(null);
});

it('a category that the server refuses goes back to what it was', async () => {
  const data = whole(item());
  open.data = data;
  serve({ [`PATCH /conversations/${data.id}`]: () => ({ status: 422, body: { code: 'field_invalid', fields: { category: 'no' } } }) });
  await categorise(data.id, orders);
  expect(open.data?.category).toBeNull();
});

/** SB-14 */
it('a queue is a list with an address of its own', () => {
  const path = viewPath('queue:q1', '1042', 'lamp');
  expect(path).toBe('/queues/q1/1042?q=lamp');
  expect(parse('/queues/q1/1042', '?q=lamp')).toEqual({ screen: 'conversations', view: 'queue:q1', id: '1042', q: 'lamp' });
  expect(viewText('queue:q1')).toBe('Shop');
  const inShop = item({ queue: { id: 'q1', name: 'Shop' } });
  expect([belongs('queue:q1', inShop, 'a1'), belongs('queue:q2', inShop, 'a1')]).toEqual([true, false]);
  expect(belongs('queue:q1', { ...inShop, status: 'resolved' }, 'a1')).toBe(false);
});

it('senders are addresses and whole domains, one a line', () => {
  const typed = toLines(['ana@shop.example', 'bad.example']);
  expect(typed).toBe('ana@shop.example\n@bad.example');
  expect(fromLines(`${typed}\n\n ana@shop.example`)).toEqual(['ana@shop.example', '@bad.example']);
  expect(unfit(fromLines(typed))).toBe(null);
  for (const wrong of ['nonsense', '@', 'a@b@c.example', '.example']) expect(unfit([wrong])).toBe(wrong);
});
