// Webhooks as an administrator meets them: added, with a secret that is shown once, and sent again from the log.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import Deliveries from '../src/desk/webhooks/Deliveries.svelte';
import Webhooks from '../src/desk/webhooks/Webhooks.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { sampleDeliveries, sampleWebhooks } from '../dev/sample';
import { everything, serve } from './server';

const user = userEvent.setup();

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
});

/** */
it('a webhook is added without notes, and its secret is shown once', async () => {
  const asked = serve({
    'GET /webhooks': () => ({ body: { items: [], next: null } }),
    'POST /webhooks': () => ({ status: 201, body: { made: sampleWebhooks[0], secret: 'whsec_one' } }),
  });
  render(Webhooks);
  expect(await screen.findByText('Nobody is told yet')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Add webhook' }));
  await user.type(screen.getByLabelText('Address'), 'https://shop.example/in');
  await user.click(screen.getByRole('button', { name: 'Add webhook' }));
  expect(await screen.findByText('whsec_one')).toBeTruthy();
  const sent = asked.find((one) => one.method === 'POST')?.body as { kinds: string[] };
  expect(sent).toMatchObject({ url: 'https://shop.example/in', enabled: true });
  expect(sent.kinds).toContain('message.inbound');
  expect(sent.kinds).not.toContain('message.note');
  await user.click(screen.getByRole('button', { name: 'I have it' }));
  expect(screen.queryByText('whsec_one')).toBeNull();
});

/** */
it('what was given up is sent again from the log', async () => {
  const asked = serve({
    'GET /webhooks/w1': () => ({ body: sampleWebhooks[0] }),
    'GET /webhooks/w1/deliveries': () => ({ body: { items: sampleDeliveries, next: null } }),
    'POST /webhook-deliveries/813/replay': () => ({ status: 201, body: sampleDeliveries[0] }),
  });
  render(Deliveries, { id: 'w1' });
  expect(await screen.findByText(/no answer within 10 seconds/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Send again: delivery 814' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Send again: delivery 813' }));
  await waitFor(() => expect(asked.some((one) => one.method === 'POST')).toBe(true));
});

it('whoever is no admin sees no webhooks', async () => {
  if (session.me) Object.assign(session.me, { role: 'agent', may: ['read', 'work', 'read-settings'] });
  const asked = serve({ 'GET /webhooks': () => ({ body: { items: sampleWebhooks, next: null } }) });
  render(Webhooks);
  expect(await screen.findByText('Only admins can change these settings.')).toBeTruthy();
  expect(asked.length).toBe(0);
});
