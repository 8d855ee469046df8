// People as an admin meets them: invited, changed, switched off; and the doors that mailed links lead to.
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import type { Person } from '../src/client/types';
import EditPerson from '../src/desk/people/EditPerson.svelte';
import People from '../src/desk/people/People.svelte';
import Forgot from '../src/desk/session/Forgot.svelte';
import Join from '../src/desk/session/Join.svelte';
import OwnPassword from '../src/desk/settings/OwnPassword.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { everything, serve } from './server';

const user = userEvent.setup();
const person = { presence: 'online', capacity: 20, bounced: null, invited_until: null };
const ana = { ...person, id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin', state: 'active' };
const ben = { ...person, id: 'a2', name: 'Ben', email: 'ben@desk.example', role: 'agent', state: 'active' };
const cyd = { ...person, id: 'a3', name: 'cyd@desk.example', email: 'cyd@desk.example', role: 'agent', state: 'invited', invited_until: '2099-11-29T00:00:00Z' };
const roles = { items: [{ role: 'agent', may: ['read'] }, { role: 'admin', may: ['read', 'manage-people', 'something-new'] }], next: null };
const list = { 'GET /agents': () => ({ body: { items: [ana, ben, cyd], next: null } }), 'GET /roles': () => ({ body: roles }) };

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
});

/** */
it('somebody is invited with a role, and the list says who is waited for', async () => {
  const asked = serve({ ...list, 'POST /agents': () => ({ status: 201, body: cyd }) });
  render(People);
  expect(await screen.findByText(/invited, link until/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Invite' }));
  await user.type(screen.getByLabelText('E-mail'), 'cyd@desk.example');
  expect(screen.getByLabelText('Role')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Send invitation' }));
  await waitFor(() => expect(asked.some((one) => one.method === 'POST')).toBe(true));
  expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ email: 'cyd@desk.example', role: 'agent' });
  expect(asked.find((one) => one.path === '/agents')?.query.get('state')).toBe('all');
});

/** */
it('what is typed into a form stays when the list is read again meanwhile', async () => {
  serve({ 'GET /agents/:id': () => ({ body: { ...ben, name: 'Benjamin' } }) });
  const { rerender } = render(EditPerson, { person: ben as Person, done: () => undefined, cancel: () => undefined });
  const name = screen.getByLabelText('Name');
  await waitFor(() => expect((name as HTMLInputElement).value).toBe('Benjamin'));
  await user.clear(name);
  await user.type(name, 'Benno');
  await rerender({ person: { ...ben } as Person });
  await new Promise((rest) => setTimeout(rest));
  expect((name as HTMLInputElement).value).toBe('Benno');
});

/** */
it('who is switched off keeps their conversations unless one says otherwise, and a refusal is told', async () => {
  const answers = [{ status: 422, body: { code: 'field_invalid', fields: { active: 'This is the only admin.' } } }, { body: { ...ben, state: 'off' } }];
  const asked = serve({ ...list, 'PATCH /agents/:id': () => answers.shift()! });
  render(People);
  await user.click(await screen.findByRole('button', { name: 'Edit Ben' }));
  await user.click(screen.getByRole('button', { name: 'Switch off' }));
  const dialog = await screen.findByRole('dialog', { hidden: true });
  const off = () => user.click(within(dialog).getByText('Switch off'));
  await off();
  expect(await screen.findByText('This is the only admin.')).toBeTruthy();
  await user.click(within(dialog).getByRole('switch', { hidden: true }));
  await off();
  await waitFor(() => expect(asked.filter((one) => one.method === 'PATCH')).toHaveLength(2));
  expect(asked.filter((one) => one.method === 'PATCH').map((one) => one.body)).toEqual([
    { active: false, unassign: false },
    { active: false, unassign: true },
  ]);
});

it('somebody who is no admin sees the team and what roles may do, and changes nothing', async () => {
  if (session.me) Object.assign(session.me, { role: 'agent', may: ['read', 'work', 'read-settings'] });
  const asked = serve(list);
  render(People);
  expect(await screen.findByText('Ben')).toBeTruthy();
  expect(await screen.findByText('something new')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
  expect(asked.find((one) => one.path === '/agents')?.query.get('state')).toBeNull();
});

/** */
it('an invitation that is over says what to do', async () => {
  location.hash = '#token=abc';
  const asked = serve({ 'POST /joining': () => ({ status: 410, body: { code: 'gone' } }) });
  render(Join);
  await user.type(screen.getByLabelText('Your name'), 'Cyd');
  await user.type(screen.getByLabelText('Password'), 'a long enough password');
  await user.click(screen.getByRole('button', { name: 'Join' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Ask whoever invited you');
  expect(asked[0]?.body).toEqual({ token: 'abc', name: 'Cyd', password: 'a long enough password' });
});

/** D6 */
it('whoever forgot a password is told the same whoever has the address', async () => {
  serve({ 'POST /password-links': () => ({ status: 202 }) });
  render(Forgot);
  await user.type(screen.getByLabelText('E-mail'), 'nobody@desk.example');
  await user.click(screen.getByRole('button', { name: 'Send the link' }));
  expect((await screen.findByRole('status')).textContent).toContain('If nobody@desk.example is known here');
});

/** */
it('a wrong old password is told at its field', async () => {
  serve({ 'PUT /me/password': () => ({ status: 422, body: { code: 'field_invalid', fields: { old: 'This is not your password.' } } }) });
  render(OwnPassword);
  await user.type(screen.getByLabelText('Password until now'), 'wrong');
  await user.type(screen.getByLabelText('New password'), 'a long enough password');
  await user.click(screen.getByRole('button', { name: 'Change password' }));
  expect(await screen.findByText('This is not your password.')).toBeTruthy();
});
