// What a device tells when customers write, and what it keeps to itself.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import OwnNews from '../src/desk/settings/OwnNews.svelte';
import { newsOf, startNews } from '../src/desk/shell/news.svelte';
import { go, startRouter } from '../src/desk/shell/router.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { appearance, choose } from '../src/kit/appearance.svelte';
import { toasts, undoNewest } from '../src/kit/toasts.svelte';
import { item, letter, serve, whole } from './server';

const live = vi.hoisted(() => ({ tell: (_: unknown) => undefined as void }));
vi.mock('../src/client/live', () => ({ listen: () => () => undefined }));
vi.mock('../src/desk/shell/live.svelte', async (original) => ({
  ...(await original<typeof import('../src/desk/shell/live.svelte')>()),
  onLive: (listener: (event: unknown) => void) => ((live.tell = listener), () => undefined),
}));

const me = { id: 'a1', name: 'Ana', email: 'ana@desk.example' };
const now = new Date('2026-11-22T10:01:00Z');
const own = { assignee: me };

beforeEach(() => {
  session.me = { ...me, role: 'agent', presence: 'online', presence_chosen: 'online', notify_by_mail: true, encrypted: true, demo: false };
  toasts.items = [];
  choose('news', 'mine');
});

it('only a fresh message of a customer in a conversation of mine is news, and on request of one that nobody has', () => {
  const told = (base: Parameters<typeof item>[0], last: Parameters<typeof letter>[0] = {}, wanted: 'mine' | 'waiting' = 'mine', at = now) =>
    newsOf(whole(item(base), { messages: [letter(last)] }), me.id, wanted, at) !== null;
  expect(told(own)).toBe(true);
  expect(told({ assignee: null })).toBe(false);
  expect(told({ assignee: null }, {}, 'waiting')).toBe(true);
  expect(told({ assignee: { ...me, id: 'a2' } }, {}, 'waiting')).toBe(false);
  expect(told(own, { kind: 'note' })).toBe(false);
  expect(told(own, { kind: 'outbound' })).toBe(false);
  expect(told(own, { automatic: true })).toBe(false);
  expect(told({ ...own, status: 'spam' })).toBe(false);
  expect(told(own, {}, 'mine', new Date('2026-11-22T11:00:00Z'))).toBe(false);
});

it('a message is told with the way to it, which `z` does not take for something to undo', async () => {
  const data = whole(item({ ...own, subject: 'Order 4711' }), { messages: [letter({ created_at: new Date().toISOString() })] });
  serve({ 'GET /conversations/:id': () => ({ body: data }) });
  startRouter();
  go('/held');
  startNews();
  live.tell({ type: 'message.created', id: data.id });
  await waitFor(() => expect(toasts.items.map((one) => one.text)).toEqual(['Zoë Kůň wrote: Order 4711']));
  expect(undoNewest()).toBe(false);
  toasts.items[0]?.action?.run();
  expect(location.pathname).toBe(`/views/all/${data.id}`);
});

it('nobody who wants no news asks the server about it', async () => {
  const asked = serve({});
  choose('news', 'none');
  startNews();
  live.tell({ type: 'message.created', id: '7' });
  await new Promise((done) => setTimeout(done, 300));
  expect(asked).toEqual([]);
});

it('what the device tells is chosen there, and a refusal of the browser is explained', async () => {
  const user = userEvent.setup();
  const requestPermission = vi.fn(async () => 'denied');
  vi.stubGlobal('Notification', { permission: 'default', requestPermission });
  render(OwnNews);
  const desktop = screen.getByRole('switch', { name: 'With a notification of the system' });
  await user.click(desktop);
  expect(await screen.findByText(/does not allow notifications/)).toBeTruthy();
  expect(appearance.desktop).toBe(false);
  await waitFor(() => expect((desktop as HTMLInputElement).checked).toBe(false));
  requestPermission.mockResolvedValue('granted');
  await user.click(desktop);
  await waitFor(() => expect(appearance.desktop).toBe(true));
  await user.selectOptions(screen.getByLabelText('Tell me of new messages in'), 'none');
  expect(appearance.news).toBe('none');
  expect(screen.queryByRole('switch')).toBeNull();
  vi.unstubAllGlobals();
});
