// Tags in the settings: named anew, joined and deleted, each with what it does to conversations said before.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import Tags from '../src/desk/tags/Tags.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { everything, serve } from './server';

const user = userEvent.setup();
const vip = { id: 't1', name: 'vip', conversations: 3 };
const late = { id: 't2', name: 'late', conversations: 1 };
const listed = { items: [vip, late], next: null };

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
});

it('a name that another tag has joins the two, which is said before', async () => {
  const asked = serve({
    'GET /tags': () => ({ body: listed }),
    'GET /tags/t2': () => ({ body: { tag: late, views: 0 }, headers: { ETag: '"v1"' } }),
    'PATCH /tags/t2': () => ({ body: vip }),
  });
  render(Tags);
  await user.click(await screen.findByRole('button', { name: 'Edit the tag late' }));
  const field = screen.getByLabelText('Tag');
  await user.clear(field);
  await user.type(field, 'vip');
  expect(screen.getByText(/1 conversation gets it instead of “.?late.?”, which goes/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Join the tags' }));
  await waitFor(() => expect(asked.find((one) => one.method === 'PATCH')?.body).toEqual({ name: 'vip', join: true }));
  expect(asked.find((one) => one.method === 'PATCH')?.headers.get('if-match')).toBe('"v1"');
});

it('a tag is deleted after the question that says who loses it', async () => {
  const asked = serve({ 'GET /tags': () => ({ body: listed }), 'GET /tags/t1': () => ({ body: { tag: vip, views: 2 } }), 'DELETE /tags/t1': () => ({ status: 204 }) });
  render(Tags);
  await user.click(await screen.findByRole('button', { name: 'Edit the tag vip' }));
  await user.click(screen.getByRole('button', { name: 'Delete tag' }));
  expect(await screen.findByText('3 conversations lose it. This cannot be undone.')).toBeTruthy();
  expect(await screen.findByText('2 views ask for it and will find nothing.')).toBeTruthy();
  await user.click(screen.getAllByRole('button', { name: 'Delete tag' }).at(-1)!);
  await waitFor(() => expect(asked.some((one) => one.method === 'DELETE')).toBe(true));
});

it('whoever may not change tags is shown them all the same', async () => {
  session.me = { ...session.me!, role: 'agent', may: ['read', 'work', 'read-settings'] };
  serve({ 'GET /tags': () => ({ body: listed }) });
  render(Tags);
  expect(await screen.findByRole('link', { name: /3 conversations with the tag .?vip/ })).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

it('what is typed before the tag is read stays, and a name that was behind is told', async () => {
  let answer: (() => void) | undefined;
  const held = new Promise<void>((done) => (answer = done));
  const asked = serve({
    'GET /tags': () => ({ body: listed }),
    'GET /tags/t2': async () => {
      await held;
      return { body: { tag: { ...late, name: 'too late' }, views: 0 }, headers: { ETag: '"v2"' } };
    },
    'PATCH /tags/t2': () => ({ status: 412, body: { code: 'version_changed', title: 'Changed', changed: null } }),
  });
  render(Tags);
  await user.click(await screen.findByRole('button', { name: 'Edit the tag late' }));
  const field = screen.getByLabelText<HTMLInputElement>('Tag');
  await user.clear(field);
  await user.type(field, 'never');
  answer?.();
  await waitFor(() => expect(asked.some((one) => one.path.endsWith('/tags/t2'))).toBe(true));
  await new Promise((done) => setTimeout(done));
  expect(field.value).toBe('never');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(asked.find((one) => one.method === 'PATCH')?.headers.get('if-match')).toBe('"behind"'));
});
