// The switch that has a browser told while no page of the desk is open, and what stands in its way.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import OwnNews from '../src/desk/settings/OwnNews.svelte';
import OwnPush from '../src/desk/settings/OwnPush.svelte';
import { choose } from '../src/kit/appearance.svelte';
import { serve } from './server';

const shown = (on: boolean, words = false) => ({ body: { key: 'AQID', on, waiting: false, words } });
const key = new Uint8Array([1, 2, 3]).buffer;

/** A browser with a push service of its own; what it was asked is noted. */
function browser(permission: NotificationPermission, answer: NotificationPermission = permission, service = true) {
  const state = { subscription: null as null | object };
  const made = { endpoint: 'https://push.example/1', getKey: () => key, options: { applicationServerKey: key }, unsubscribe: async () => ((state.subscription = null), true) };
  const subscribe = async () => {
    if (!service) throw new DOMException('no service', 'AbortError');
    return (state.subscription = made);
  };
  const worker = { pushManager: { getSubscription: async () => state.subscription, subscribe } };
  vi.stubGlobal('Notification', { permission, requestPermission: async () => answer });
  vi.stubGlobal('PushManager', class {});
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { register: async () => worker, getRegistration: async () => worker, ready: Promise.resolve(worker) } });
  return state;
}

beforeEach(() => choose('news', 'mine'));
afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'serviceWorker');
});

it('a browser that cannot, and one that was told not to, say so', async () => {
  const { unmount } = render(OwnPush);
  expect(await screen.findByText(/cannot tell you/)).toBeTruthy();
  unmount();
  browser('denied');
  render(OwnPush);
  expect(await screen.findByText(/does not allow notifications/)).toBeTruthy();
  expect(screen.queryByRole('switch')).toBeNull();
});

it('switched on, the desk learns where and how much to tell, and nothing more when it is switched off', async () => {
  const state = browser('default', 'granted');
  let on = false;
  const asked = serve({
    'GET /me/push': () => shown(on),
    'PUT /me/push': () => ((on = true), shown(true)),
    'DELETE /me/push': () => ((on = false), { status: 204 }),
  });
  render(OwnPush);
  const user = userEvent.setup();
  const push = await screen.findByRole('switch', { name: 'Also when no page of the desk is open' });
  expect((push as HTMLInputElement).checked).toBe(false);
  await user.click(push);
  await user.click(await screen.findByRole('switch', { name: 'With name, subject and beginning' }));
  await waitFor(() => expect(asked.filter((one) => one.method === 'PUT').map((one) => one.body)).toEqual([
    { endpoint: 'https://push.example/1', browser_key: 'AQID', secret: 'AQID', waiting: false, words: false },
    { endpoint: 'https://push.example/1', browser_key: 'AQID', secret: 'AQID', waiting: false, words: true },
  ]));
  await waitFor(() => expect((push as HTMLInputElement).disabled).toBe(false));
  await user.click(push);
  await waitFor(() => expect(state.subscription).toBeNull());
  expect(on).toBe(false);
});

it('a push service that cannot be reached leaves it off, with the next step', async () => {
  browser('granted', 'granted', false);
  serve({ 'GET /me/push': () => shown(false) });
  render(OwnPush);
  const push = await screen.findByRole('switch');
  await userEvent.setup().click(push);
  expect(await screen.findByText(/could not be reached by its maker/)).toBeTruthy();
  await waitFor(() => expect((push as HTMLInputElement).checked).toBe(false));
});

it('whoever wants no news is told none at a distance either', async () => {
  const state = browser('granted');
  let on = false;
  serve({
    'GET /me/push': () => shown(on),
    'PUT /me/push': () => ((on = true), shown(true)),
    'DELETE /me/push': () => ((on = false), { status: 204 }),
  });
  render(OwnNews);
  const user = userEvent.setup();
  await user.click(await screen.findByRole('switch', { name: 'Also when no page of the desk is open' }));
  await waitFor(() => expect(on).toBe(true));
  choose('news', 'none');
  await waitFor(() => expect(on).toBe(false));
  expect(state.subscription).toBeNull();
  expect(screen.queryByRole('switch')).toBeNull();
});
