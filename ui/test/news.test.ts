// What a device tells when customers write, and what it keeps to itself.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import OwnNews from '../src/desk/settings/OwnNews.svelte';
import { isNews, startNews } from '../src/desk/shell/news.svelte';
import { go, startRouter } from '../src/desk/shell/router.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { appearance, choose } from '../src/kit/appearance.svelte';
import { toasts, undoNewest } from '../src/kit/toasts.svelte';
import type { Written } from '../src/client/live';
import { everything, serve } from './server';

const live = vi.hoisted(() => ({ tell: (_: unknown) => undefined as void }));
vi.mock('../src/client/live', () => ({ listen: () => () => undefined }));
vi.mock('../src/desk/shell/live.svelte', async (original) => ({
  ...(await original<typeof import('../src/desk/shell/live.svelte')>()),
  onLive: (listener: (event: unknown) => void) => ((live.tell = listener), () => undefined),
}));

const me = { id: 'a1', name: 'Ana', email: 'ana@desk.example' };
const now = new Date('2026-11-22T10:01:00Z');
const base: Written = {
  id: 'm1',
  kind: 'inbound',
  from: { name: 'Zoë Kůň', address: 'zoe@shop.example' },
  automatic: false,
  created_at: '2026-11-22T10:00:00Z',
  subject: 'Order 4711',
  preview: 'Where is it?',
  status: 'new',
  assignee: 'a1',
  queue: null,
};
const fresh = () => ({ ...base, created_at: new Date().toISOString() });

beforeEach(() => {
  session.me = { ...me, role: 'agent', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
  toasts.items = [];
  choose('news', 'mine');
});

it('only a fresh message of a customer in a conversation of mine is news, and on request of one that nobody has', () => {
  const told = (change: Partial<Written> = {}, wanted: 'mine' | 'waiting' = 'mine', at = now) => isNews({ ...base, ...change }, me.id, wanted, at);
  expect(told()).toBe(true);
  expect(told({ assignee: null })).toBe(false);
  expect(told({ assignee: null }, 'waiting')).toBe(true);
  expect(told({ assignee: 'a2' }, 'waiting')).toBe(false);
  expect(told({ kind: 'note' })).toBe(false);
  expect(told({ kind: 'outbound' })).toBe(false);
  expect(told({ automatic: true })).toBe(false);
  expect(told({ status: 'spam' })).toBe(false);
  expect(told({}, 'mine', new Date('2026-11-22T11:00:00Z'))).toBe(false);
});

it('a message is told without asking the server, with the way to it, which `z` does not take for something to undo', async () => {
  const asked = serve({});
  startRouter();
  go('/held');
  startNews();
  live.tell({ type: 'message.created', id: 'c1', message: fresh() });
  live.tell({ type: 'message.created', id: 'c2', message: { ...fresh(), kind: 'note' } });
  await waitFor(() => expect(toasts.items.map((one) => one.text)).toEqual(['Zoë Kůň wrote: Order 4711']));
  expect(undoNewest()).toBe(false);
  toasts.items[0]?.action?.run();
  expect(location.pathname).toBe('/views/all/c1');
  expect(asked).toEqual([]);
});

it('nobody is told who wants no news', async () => {
  choose('news', 'none');
  startNews();
  live.tell({ type: 'message.created', id: '7', message: fresh() });
  await new Promise((done) => setTimeout(done, 150));
  expect(toasts.items).toEqual([]);
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
