// Whether this browser is told of news while no page of the desk is open: asked of the desk, of the browser, and of its
// push service; each of them may say no.
import { endPush, readPush, setPush } from '../../client/ways';
import { appearance } from '../../kit/appearance.svelte';

/** What stands in the way, or whether it is on. */
export type PushState = 'unsupported' | 'refused' | 'off' | 'on';

const WORKER = '/push.js';

export const able = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && typeof Notification !== 'undefined';

/** How it stands on this device, and whether news come with their words. */
export async function standing(): Promise<{ state: PushState; words: boolean }> {
  if (!able()) return { state: 'unsupported', words: false };
  if (Notification.permission === 'denied') return { state: 'refused', words: false };
  const [desk, browser] = await Promise.all([readPush(), subscription()]);
  return { state: desk.on && browser ? 'on' : 'off', words: desk.words };
}

/** Switches it on, or says it anew with other choices. */
export async function switchOn(words: boolean): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return Notification.permission === 'denied' ? 'refused' : 'off';
  const { key } = await readPush();
  const worker = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  const known = await worker.pushManager.getSubscription();
  // One that was made with another key of the desk is told nothing.
  if (known && encoded(known.options.applicationServerKey) !== key) await known.unsubscribe();
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  await setPush({
    endpoint: made.endpoint,
    browser_key: encoded(made.getKey('p256dh')),
    secret: encoded(made.getKey('auth')),
    waiting: appearance.news === 'waiting',
    words,
  });
  return 'on';
}

/** Switches it off, here and at the desk. */
export async function switchOff(): Promise<void> {
  await endPush();
  await (await subscription())?.unsubscribe();
}

async function subscription(): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration(WORKER);
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** As base64url without padding, as the desk writes keys. */
function encoded(bytes: ArrayBuffer | null): string {
  const text = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0)));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
