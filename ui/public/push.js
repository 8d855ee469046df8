// The desk's service worker: shows news that a push service brought while no page of the desk is looked at. It keeps no
// page and no answer, and asks the desk nothing.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => event.waitUntil(show(event.data)));

/** A page that is looked at tells its news itself. */
async function show(data) {
  const pages = await self.clients.matchAll({ type: 'window' });
  if (pages.some((page) => page.focused && page.visibilityState === 'visible')) return;
  const { title, body, conversation } = data.json();
  await self.registration.showNotification(title, { body, tag: `conversation ${conversation}`, data: { conversation } });
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(`/views/all/${event.notification.data.conversation}`));
});

async function open(path) {
  const [page] = await self.clients.matchAll({ type: 'window' });
  if (!page) return void (await self.clients.openWindow(path));
  await page.focus();
  await page.navigate(path);
}
