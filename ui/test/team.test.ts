// What two people see of each other in a conversation, and two conversations that become one.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import Conversations from '../src/desk/conversations/Conversations.svelte';
import { list, open } from '../src/desk/conversations/desk.svelte';
import Merge from '../src/desk/conversations/Merge.svelte';
import Viewers from '../src/desk/conversations/Viewers.svelte';
import { stay, typed, viewers } from '../src/desk/conversations/viewers.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { toasts } from '../src/kit/toasts.svelte';
import { everything, item, serve, whole } from './server';

const user = userEvent.setup();

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'agent', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
  toasts.items = [];
  viewers.others = [];
});

/** */
it('a conversation is merged into one that was found, and the merge is undone', async () => {
  const [gone, kept] = [whole(item({ subject: 'Order' })), whole(item({ subject: 'Refund' }))];
  const asked = serve({
    'GET /conversations': () => ({ body: { items: [gone, kept], next: null } }),
    'GET /conversations/:id': ({ path }) => ({ body: path.endsWith(kept.id) ? kept : gone }),
    'POST /conversations/:id/merge': () => ({ body: kept }),
    'DELETE /conversations/:id/merge': () => ({ body: gone }),
    'GET /views': () => ({ body: { items: [], queues: [], held: 0 } }),
  });
  await list.show('open', '');
  let closed = false;
  render(Merge, { data: gone, close: () => (closed = true) });
  expect(await screen.findByRole('radio')).toBeTruthy();
  expect(asked.findLast((one) => one.path === '/conversations')?.query.get('q')).toBe(gone.contact.address);
  await user.click(screen.getByRole('button', { name: 'Merge' }));
  await waitFor(() => expect(closed).toBe(true));
  expect(asked.find((one) => one.method === 'POST')).toMatchObject({ path: `/conversations/${gone.id}/merge`, body: { into: kept.id } });
  expect(open.id).toBe(kept.id);
  toasts.items[0]?.action?.run();
  await waitFor(() => expect(open.id).toBe(gone.id));
  expect(asked.some((one) => one.method === 'DELETE' && one.path === `/conversations/${gone.id}/merge`)).toBe(true);
});

it('the dialog searches when the typing rests, not with each letter', async () => {
  const [gone, kept] = [whole(item()), whole(item())];
  const asked = serve({ 'GET /conversations': () => ({ body: { items: [kept], next: null } }) });
  render(Merge, { data: gone, close: () => undefined });
  await screen.findByRole('radio');
  await user.type(screen.getByLabelText('Find it'), 'abc');
  await waitFor(() => expect(asked.at(-1)?.query.get('q')).toBe('abc'));
  expect(asked.filter((one) => one.query.has('q')).map((one) => one.query.get('q'))).toEqual([gone.contact.address, 'abc']);
});

it('a refusal stays in the dialog and says why', async () => {
  const [gone, kept] = [whole(item()), whole(item())];
  serve({
    'GET /conversations': () => ({ body: { items: [kept], next: null } }),
    'POST /conversations/:id/merge': () => ({ status: 422, body: { code: 'field_invalid', detail: 'This conversation was merged already.' } }),
  });
  render(Merge, { data: gone, close: () => undefined });
  await screen.findByRole('radio');
  await user.click(screen.getByRole('button', { name: 'Merge' }));
  expect((await screen.findByRole('alert')).textContent).toContain('This conversation was merged already.');
});

/** */
it('whoever has a conversation open stays in it while things happen to it', async () => {
  const one = whole(item());
  const asked = serve({
    'GET /conversations': () => ({ body: { items: [one], next: null } }),
    'GET /conversations/:id': () => ({ body: { ...one, preview: String(Math.random()) } }),
    'GET /conversations/:id/viewers': () => ({ body: { items: [], next: null } }),
    'PUT /conversations/:id/viewers': () => ({ status: 204 }),
    'DELETE /conversations/:id/viewers': () => ({ status: 204 }),
    'PUT /conversations/:id/read': () => ({ status: 204 }),
    'GET /views': () => ({ body: { items: [], queues: [], own: [], held: 0 } }),
    'GET /drafts/new': () => ({ body: {} }),
  });
  render(Conversations, { view: 'open', id: one.id, q: '', menu: () => undefined });
  const viewers = () => asked.filter((request) => request.path.endsWith('/viewers')).map((request) => request.method);
  await waitFor(() => expect(viewers()).toContain('PUT'));
  const before = viewers().filter((method) => method !== 'GET');
  const reads = () => asked.filter((request) => request.path === `/conversations/${one.id}`).length;
  const read = reads();
  await open.refresh();
  await waitFor(() => expect(reads()).toBeGreaterThan(read));
  await tick();
  expect(viewers().filter((method) => method !== 'GET')).toEqual(before);
});

/** */
it('others are told that somebody writes, and their own names are shown', async () => {
  const asked = serve({
    'GET /conversations/:id/viewers': () => ({
      body: { items: [{ agent: 'a1', name: 'Ana', doing: 'viewing' }, { agent: 'a2', name: 'Ben', doing: 'writing' }], next: null },
    }),
    'PUT /conversations/:id/viewers': () => ({ status: 204 }),
    'DELETE /conversations/:id/viewers': () => ({ status: 204 }),
  });
  render(Viewers);
  const leave = stay('c1');
  expect(await screen.findByText('Ben is writing here.')).toBeTruthy();
  typed();
  typed();
  const said = () => asked.filter((one) => one.method === 'PUT').map((one) => (one.body as { doing: string }).doing);
  await waitFor(() => expect(said()).toEqual(['viewing', 'writing']));
  leave();
  await waitFor(() => expect(asked.some((one) => one.method === 'DELETE')).toBe(true));
  expect(screen.queryByText('Ben is writing here.')).toBeNull();
});
