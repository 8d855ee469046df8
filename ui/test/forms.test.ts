// Forms that two people save: whoever is slower is told, keeps what was typed, and decides. And what an answer will end with.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { Problem } from '../src/client/http';
import Categories from '../src/desk/categories/Categories.svelte';
import SignatureBelow from '../src/desk/conversations/SignatureBelow.svelte';
import { sampleValues, signatureVariables } from '../src/desk/conversations/variables';
import { Base } from '../src/desk/shell/base';
import { session } from '../src/desk/shell/session.svelte';
import { everything, serve } from './server';

const user = userEvent.setup();
const orders = { id: 'k1', name: 'Orders', path: 'Orders', parent: null };

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
});

it('an edit is made on the version that was read, and over another one only when somebody insists after being told', async () => {
  const base = new Base();
  const sent: (string | null)[] = [];
  const send = (refuse: boolean) => (version: string | null) => {
    sent.push(version);
    return refuse ? Promise.reject(new Problem(412, 'changed_meanwhile', null, {}, {})) : Promise.resolve({ data: 'kept', version: 'v9' });
  };
  base.take({ data: '', version: 'v1' });
  await expect(base.save(false, send(true))).rejects.toThrow();
  await expect(base.save(true, send(false))).resolves.toBe('kept');
  // Insisting on something else, such as a connection that fails, overwrites nobody.
  await base.save(true, send(false));
  expect(sent).toEqual(['v1', null, 'v9']);
});

it('a category that somebody else saved meanwhile keeps what was typed and shows theirs on demand', async () => {
  let stands = orders;
  let tag = '"v1"';
  const asked = serve({
    'GET /categories': () => ({ body: { items: [orders], next: null } }),
    'GET /category-fields': () => ({ body: { items: [], next: null } }),
    'GET /categories/k1': () => ({ body: { category: stands, conversations: 0, more: false, mailboxes: [], channel_default: false }, headers: { ETag: tag } }),
    'PATCH /categories/k1': () => ({ status: 412, body: { code: 'changed_meanwhile', changed: { by: 'Ben', at: '2026-11-22T10:00:00Z' } } }),
  });
  render(Categories);
  await user.click(await screen.findByRole('button', { name: 'Edit Orders' }));
  await waitFor(() => expect(asked.some((one) => one.path === '/categories/k1')).toBe(true));
  const field = screen.getByLabelText('Name') as HTMLInputElement;
  await user.clear(field);
  await user.type(field, 'Orders CH');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText(/Ben.* saved this meanwhile/)).toBeTruthy();
  expect(asked.find((one) => one.method === 'PATCH')?.headers.get('if-match')).toBe('"v1"');
  expect(field.value).toBe('Orders CH');
  [stands, tag] = [{ ...orders, name: 'Orders EU' }, '"v2"'];
  await user.click(screen.getByRole('button', { name: 'Show what stands now' }));
  await waitFor(() => expect(field.value).toBe('Orders EU'));
});

it('what stands below an answer is what the server says of its mailbox', async () => {
  const asked = serve({ 'GET /mailboxes/m1/signature': () => ({ body: { text: 'Ana\nDesk Ltd', html: '<div>Ana</div>' } }) });
  render(SignatureBelow, { mailbox: 'm1', rich: false });
  expect((await screen.findByRole('region', { name: 'Signature' })).textContent).toContain('Desk Ltd');
  expect(asked.length).toBe(1);
});

it('a signature knows the variables that need no conversation', () => {
  const all = Object.keys(sampleValues(session.me));
  const own = signatureVariables(session.me, { name: 'Support', address: 'help@desk.example' });
  expect(Object.keys(own)).toEqual(all.filter((name) => name.startsWith('agent.') || name.startsWith('mailbox.')));
  expect(own).toMatchObject({ 'agent.name': 'Ana', 'mailbox.name': 'Support' });
});
