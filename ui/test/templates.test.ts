// Templates as a manager meets them: read with their variables, seen as they will look, saved, refused at their field.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import EditTemplate from '../src/desk/templates/EditTemplate.svelte';
import Templates from '../src/desk/templates/Templates.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { sampleTemplate, sampleTemplateKinds } from '../dev/sample';
import { everything, serve } from './server';

const user = userEvent.setup();
const path = '/templates/invitation/en';

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'manager', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
});

/** SO-10 */
it('a text is shown as it will look, and saved', async () => {
  const asked = serve({
    [`GET ${path}`]: () => ({ body: sampleTemplate }),
    [`POST ${path}/preview`]: () => ({ body: { subject: 'Come in', text: 'Ana waits for you.' } }),
    [`PUT ${path}`]: () => ({ body: sampleTemplate }),
  });
  render(EditTemplate, { kind: 'invitation', language: 'en' });
  const subject = await screen.findByLabelText('Subject');
  expect(screen.getByText('{{link}}')).toBeTruthy();
  await user.clear(subject);
  await user.type(subject, 'Come in');
  expect(await screen.findByText('Ana waits for you.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(asked.find((one) => one.method === 'PUT')?.body).toEqual({ subject: 'Come in', body: sampleTemplate.body }));
});

/** SO-10 */
it('what does not fit is told at its field', async () => {
  serve({
    [`GET ${path}`]: () => ({ body: sampleTemplate }),
    [`POST ${path}/preview`]: () => ({ status: 422, body: { code: 'field_invalid', fields: { body: 'No such variable.' } } }),
    [`PUT ${path}`]: () => ({ status: 422, body: { code: 'field_invalid', fields: { body: 'No such variable.' } } }),
  });
  render(EditTemplate, { kind: 'invitation', language: 'en' });
  await user.click(await screen.findByRole('button', { name: 'Save' }));
  expect(await screen.findByText('No such variable.')).toBeTruthy();
});

it('agents write no templates', async () => {
  if (session.me) Object.assign(session.me, { role: 'agent', may: ['read', 'work', 'read-settings'] });
  const asked = serve({ 'GET /templates': () => ({ body: { items: sampleTemplateKinds, next: null, languages: ['en'] } }) });
  render(Templates);
  expect(await screen.findByText('Only managers and admins can change these texts.')).toBeTruthy();
  expect(asked.length).toBe(0);
});
