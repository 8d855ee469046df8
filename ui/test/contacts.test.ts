// The page of a contact, and the priority of a conversation.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Contact, ContactItem } from '../src/client/types';
import ContactPage from '../src/desk/contacts/ContactPage.svelte';
import Contacts from '../src/desk/contacts/Contacts.svelte';
import MergeContact from '../src/desk/contacts/MergeContact.svelte';
import ContextPane from '../src/desk/conversations/ContextPane.svelte';
import { list, prioritise } from '../src/desk/conversations/desk.svelte';
import { prioritiseAll } from '../src/desk/conversations/bulk.svelte';
import { parse } from '../src/desk/shell/router.svelte';
import { item, serve, whole } from './server';

const user = userEvent.setup();
const zoe: Contact = {
  id: '7',
  name: 'Zoë Kůň',
  address: 'zoe@shop.example',
  addresses: [
    { address: 'zoe@shop.example', bounced: null },
    { address: 'zoe@home.example', bounced: null },
  ],
  company: { id: '3', name: 'Shop' },
  company_by_domain: true,
  fields: [],
  notes: [],
  merged: [],
  created_at: '2026-11-22T10:00:00Z',
  updated_at: '2026-11-22T10:00:00Z',
};
const max: ContactItem = { id: '8', name: 'Max', address: 'max@acme.example', company: null, updated_at: '2026-11-22T10:00:00Z' };
const none = { body: { items: [], next: null } };
const menu = () => undefined;

beforeEach(() => history.replaceState(null, '', '/'));

describe('the page of a contact', () => {
  it('saves what was changed and nothing else, on the version that was read', async () => {
    const asked = serve({
      'GET /contacts/7': () => ({ body: zoe, headers: { ETag: '"v1"' } }),
      'PATCH /contacts/7': () => ({ body: { ...zoe, name: 'Zoe' }, headers: { ETag: '"v2"' } }),
      'GET /contacts/7/conversations': () => none,
    });
    render(ContactPage, { id: '7', menu });
    const name = await screen.findByLabelText('Name');
    await user.clear(name);
    await user.type(name, 'Zoe');
    await user.click(screen.getByRole('radio', { name: /zoe@home.example/ }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(asked.some((one) => one.method === 'PATCH')).toBe(true));
    const patch = asked.find((one) => one.method === 'PATCH');
    expect(patch?.body).toEqual({ name: 'Zoe', addresses: ['zoe@home.example', 'zoe@shop.example'] });
    expect(patch?.headers.get('If-Match')).toBe('"v1"');
  });

  it('offers to merge with whoever has the address', async () => {
    const fields = { addresses: 'Another contact has this address.' };
    const asked = serve({
      'GET /contacts/7': () => ({ body: zoe }),
      'PATCH /contacts/7': () => ({ status: 422, body: { code: 'field_invalid', detail: 'Correct it.', fields } }),
      'GET /contacts/7/conversations': () => none,
      'GET /contacts': () => ({ body: { items: [max], next: null } }),
      'POST /contacts/8/merge': () => ({ body: zoe }),
    });
    render(ContactPage, { id: '7', menu });
    await user.type(await screen.findByLabelText('Another address'), 'max@acme.example{Enter}');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'Merge with Max' }));
    await user.click(await screen.findByRole('button', { name: 'Merge' }));
    await waitFor(() => expect(asked.find((one) => one.path === '/contacts/8/merge')?.body).toEqual({ into: '7' }));
  });

  it('searches whom to merge with when the typing rests, not with each letter', async () => {
    const asked = serve({ 'GET /contacts': () => ({ body: { items: [max], next: null } }) });
    render(MergeContact, { data: zoe, other: null, close: menu, merged: menu });
    await screen.findAllByRole('radio', { name: /Max/ });
    const field = screen.getByLabelText(/Find/);
    await user.type(field, ' abc');
    await waitFor(() => expect(asked.at(-1)?.query.get('q')).toBe('Zoë Kůň abc'));
    const searched = asked.filter((one) => one.path === '/contacts').map((one) => one.query.get('q'));
    expect(searched).toEqual(['Zoë Kůň', 'Zoë Kůň abc']);
  });

  it('is not read again beside its conversation when that changes', async () => {
    const asked = serve({ 'GET /contacts/:id': () => ({ body: zoe }), 'GET /contacts/:id/conversations': () => none });
    const data = whole(item());
    const { rerender } = render(ContextPane, { data, why: menu, close: menu });
    await screen.findByRole('link', { name: 'Shop' });
    const reads = asked.length;
    await rerender({ data: { ...data, unread: false } });
    expect(screen.getByRole('link', { name: 'Shop' })).toBeTruthy();
    expect(asked.length).toBe(reads);
  });

  it('lists contacts and fills up a page that came short', async () => {
    const asked = serve({
      'GET /contacts': ({ query }) => ({ body: query.get('after') ? { items: [max], next: null } : { items: [], next: 'x' } }),
    });
    render(Contacts, { menu });
    expect(await screen.findByRole('link', { name: /Max/ })).toHaveProperty('href', expect.stringContaining('/contacts/8'));
    expect(asked.length).toBe(2);
  });

  it('is reached by its address, and so is a mail to it', () => {
    expect(parse('/contacts/7')).toEqual({ screen: 'contacts', id: '7' });
    expect(parse('/new', '?to=a%40b.example&name=A')).toEqual({ screen: 'new', to: { name: 'A', address: 'a@b.example' } });
  });
});

describe('the priority', () => {
  it('is shown at once and comes back when the server refuses', async () => {
    const one = item();
    serve({ 'GET /conversations': () => ({ body: { items: [one], next: null } }), 'PATCH /conversations/:id': ({ body }) => ((body as { priority: string }).priority === 'high' ? { body: whole({ ...one, priority: 'high' }) } : { status: 503, body: {} }) });
    await list.show('open', '');
    const done = prioritise(one.id, 'high');
    expect(list.items[0]?.priority).toBe('high');
    await done;
    await prioritise(one.id, 'urgent');
    expect(list.items[0]?.priority).toBe('high');
  });

  it('is set for many at once', async () => {
    const some = [item(), item()];
    const asked = serve({ 'GET /conversations': () => ({ body: { items: some, next: null } }), 'POST /conversations/bulk': () => ({ body: { items: some.map(({ id }) => ({ id, problem: null })) } }) });
    await list.show('open', '');
    await prioritiseAll(some.map(({ id }) => id), 'urgent');
    expect(list.items.map((one) => one.priority)).toEqual(['urgent', 'urgent']);
    expect(asked.find((one) => one.path === '/conversations/bulk')?.body).toEqual({ ids: some.map(({ id }) => id), priority: 'urgent' });
  });
});
