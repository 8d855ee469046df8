// My ways in: the second step of signing in, the second factor, sessions, tokens.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import Audit from '../src/desk/audit/Audit.svelte';
import SignIn from '../src/desk/session/SignIn.svelte';
import OwnSessions from '../src/desk/settings/OwnSessions.svelte';
import SecondFactor from '../src/desk/settings/SecondFactor.svelte';
import Tokens from '../src/desk/settings/Tokens.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { everything, serve } from './server';

const user = userEvent.setup();
const me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin' as const, may: everything, presence: 'online' as const, presence_chosen: 'online' as const, presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };

beforeEach(() => {
  session.me = me;
});

/** */
it('signing in asks for the code in a second step', async () => {
  const refusals = [
    { status: 401, body: { code: 'second_factor_needed' } },
    { status: 401, body: { code: 'second_factor_wrong' } },
    { body: { token: 't' } },
  ];
  const asked = serve({ 'POST /session': () => refusals.shift()!, 'GET /me': () => ({ body: me }) });
  render(SignIn);
  await user.type(screen.getByLabelText('E-mail'), 'ana@desk.example');
  await user.type(screen.getByLabelText('Password'), 'a long enough password');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  const code = await screen.findByLabelText('Code');
  expect(screen.queryByRole('alert')).toBeNull();
  await user.type(code, '000000');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect((await screen.findByRole('alert')).textContent).toContain('wrong');
  await user.clear(code);
  await user.type(code, '123456');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(asked.filter((one) => one.path === '/session')).toHaveLength(3));
  expect(asked.filter((one) => one.path === '/session').map((one) => (one.body as { code?: string }).code)).toEqual([undefined, '000000', '123456']);
});

/** */
it('a second factor is set up with the password, a picture, a first code, and codes that are shown once', async () => {
  let on = false;
  serve({
    'GET /me/second-factor': () => ({ body: { on, recovery_codes_left: on ? 10 : 0 } }),
    'POST /me/second-factor': () => ({ status: 201, body: { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP' } }),
    'PUT /me/second-factor': () => ((on = true), { body: { recovery_codes: ['k7m2x-9qrt4'] } }),
  });
  render(SecondFactor);
  await user.click(await screen.findByRole('button', { name: 'Set up' }));
  await user.type(screen.getByLabelText('Password'), 'a long enough password');
  await user.click(screen.getByRole('button', { name: 'Continue' }));
  expect(await screen.findByRole('img', { name: 'Picture for an authenticator' })).toBeTruthy();
  expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeTruthy();
  await user.type(screen.getByLabelText('Code'), '123456');
  await user.click(screen.getByRole('button', { name: 'Confirm' }));
  expect(await screen.findByText('k7m2x-9qrt4')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'I have kept them' }));
  expect(screen.queryByText('k7m2x-9qrt4')).toBeNull();
  expect(await screen.findByText(/10 recovery codes are left/)).toBeTruthy();
});

/** */
it('sessions are ended one by one or all others at once, never the own one', async () => {
  const one = { id: 's1', device: 'Firefox · Linux', address: '192.0.2.7', created_at: '2026-11-22T10:00:00Z', seen_at: '2026-11-22T10:00:00Z', current: true };
  const asked = serve({
    'GET /me/sessions': () => ({ body: { items: [one, { ...one, id: 's2', device: null, current: false }], next: null } }),
    'DELETE /me/sessions/s2': () => ({ status: 204 }),
    'DELETE /me/sessions': () => ({ status: 204 }),
  });
  render(OwnSessions);
  await user.click(await screen.findByRole('button', { name: 'End the session on Unknown device' }));
  expect(screen.queryByRole('button', { name: 'End the session on Firefox · Linux' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'End all others' }));
  await waitFor(() => expect(asked.filter((ask) => ask.method === 'DELETE').map((ask) => ask.path)).toEqual(['/me/sessions/s2', '/me/sessions']));
});

/** */
it('a token is shown once, and an endless one is asked for as such', async () => {
  const token = { id: 't1', name: 'Report', created_at: '2026-11-22T10:00:00Z', seen_at: null, expires_at: null };
  const asked = serve({
    'GET /me/tokens': () => ({ body: { items: [token], next: null } }),
    'POST /me/tokens': () => ({ status: 201, body: { made: token, token: 'staffetta_secret' } }),
  });
  render(Tokens);
  expect(await screen.findByText('never used')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'New token' }));
  await user.type(screen.getByLabelText('Name'), 'Report');
  await user.click(screen.getByRole('button', { name: 'Make token' }));
  expect(await screen.findByText('staffetta_secret')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'I have kept it' }));
  expect(screen.queryByText('staffetta_secret')).toBeNull();
  expect(asked.find((one) => one.method === 'POST')?.body).toMatchObject({ name: 'Report' });
});

/** */
it('the audit log is read page after page, in sentences, and unknown actions are shown', async () => {
  const entry = { at: '2026-11-22T10:00:00Z', actor: { id: 'a1', name: 'Ana' }, object: 'agent:2' };
  const pages = [
    { items: [{ ...entry, id: '9', action: 'agent.role_changed', data: { from: 'agent', to: 'admin' } }], next: '9' },
    { items: [{ ...entry, id: '8', actor: null, action: 'something.new', data: {} }], next: null },
  ];
  const asked = serve({ 'GET /audit': () => ({ body: pages.shift() }), 'GET /agents': () => ({ body: { items: [], next: null } }) });
  render(Audit);
  expect(await screen.findByText(/changed a role/)).toBeTruthy();
  expect(screen.getByText('from: agent · to: admin')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Show earlier entries' }));
  expect(await screen.findByText(/something new/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Show earlier entries' })).toBeNull();
  expect(asked.filter((one) => one.path === '/audit').map((one) => one.query.get('after'))).toEqual([null, '9']);
});
