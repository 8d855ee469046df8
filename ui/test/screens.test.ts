// The screens as a person meets them: by the names of their fields and buttons, with the keyboard.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import Composer from '../src/desk/conversations/Composer.svelte';
import Letter from '../src/desk/conversations/Letter.svelte';
import Timeline from '../src/desk/conversations/Timeline.svelte';
import { open } from '../src/desk/conversations/desk.svelte';
import { BYTES_AT_MOST, Uploads } from '../src/desk/conversations/uploads.svelte';
import NewMailbox from '../src/desk/mailboxes/NewMailbox.svelte';
import SignIn from '../src/desk/session/SignIn.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { appearance } from '../src/kit/appearance.svelte';
import { everything, item, letter, serve, whole } from './server';

const user = userEvent.setup();

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
  session.state = 'in';
});

describe('signing in', () => {
  it('works with the keyboard alone and says when the password is wrong', async () => {
    const asked = serve({ 'POST /session': () => ({ status: 401, body: { code: 'wrong' } }) });
    render(SignIn);
    await user.keyboard('ana@desk.example{Tab}secret password{Enter}');
    expect(await screen.findByRole('alert')).toHaveProperty('textContent', expect.stringContaining('E-mail or password is wrong'));
    expect(asked[0]?.body).toEqual({ email: 'ana@desk.example', password: 'secret password' });
  });
});

describe('a letter', () => {
  const why = () => undefined;

  it('shows the new text and the quote behind one control', async () => {
    render(Letter, { message: letter({ text: 'Yes.\n\n> Would you?', reply_text: 'Yes.' }), why });
    expect(screen.queryByText(/Would you/)).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show quoted text' }));
    expect(screen.getByText(/Would you/)).toBeTruthy();
  });

  /** */
  it('puts html into a frame that may run no script', () => {
    render(Letter, { message: letter({ html: '<p>Hello</p>' }), why });
    const frame = screen.getByTitle('Mail of Zoë Kůň');
    expect(frame.getAttribute('sandbox')).toBe('allow-same-origin allow-popups allow-popups-to-escape-sandbox');
    expect(frame.getAttribute('srcdoc')).toContain("default-src 'none'");
  });

  /** */
  it('loads remote images of one message only when asked', async () => {
    const html = '<img data-remote-src="https://images.example/a.png">';
    render(Letter, { message: letter({ html, remote_images: 1 }), why });
    expect(screen.getByTitle(/Mail of/).getAttribute('srcdoc')).not.toContain('https:;');
    await user.click(screen.getByRole('button', { name: 'Show remote image' }));
    expect(screen.getByTitle(/Mail of/).getAttribute('srcdoc')).toContain(' src="https://images.example/a.png"');
  });

  /** */
  it('tells in plain words what became of each recipient', () => {
    const recipient = (address: string, state: 'sent' | 'failed' | 'uncertain', reply: string | null) => ({ address, state, attempts: 1, next_attempt_at: null, reply });
    render(Letter, {
      message: letter({
        kind: 'outbound',
        delivery: {
          state: 'failed',
          leaves_at: null,
          recipients: [recipient('a@x.example', 'sent', null), recipient('b@x.example', 'failed', '550 No such user'), recipient('c@x.example', 'uncertain', null)],
        },
      }),
      why,
    });
    const text = screen.getByTestId('delivery').textContent;
    expect(text).toContain('Sent to 1 of 3');
    expect(text).toContain('b@x.example: refused. The other server said: 550 No such user');
    expect(text).toContain('c@x.example: may have been delivered twice');
  });

  it('marks a note as seen by the team only', () => {
    render(Letter, { message: letter({ kind: 'note', author: { type: 'agent', id: 'a1', name: 'Max', address: null } }), why });
    expect(screen.getByText('Only your team sees this')).toBeTruthy();
  });
});

describe('the timeline', () => {
  it('shows a message and an event that bear the same id', () => {
    const event = { id: '7', kind: 'assigned', actor: { type: 'agent' as const, name: 'Ana' }, data: { agent: 'a2', name: 'Max' }, created_at: '2026-11-22T11:00:00Z' };
    render(Timeline, { data: whole(item(), { messages: [letter({ id: '7' })], events: [event] }), pending: [], why: () => undefined });
    expect(screen.getAllByRole('listitem').map((one) => one.className.split(' ')[0])).toEqual(['letter', 'event']);
    expect(screen.getByText('Ana assigned this to Max')).toBeTruthy();
  });
});

describe('the composer', () => {
  beforeEach(() => {
    appearance.plain = true;
  });

  const begin = async (data = whole(item())) => {
    const asked = serve({
      [`POST /conversations/${data.id}/messages`]: ({ body }) => ({ status: 201, body: letter({ kind: 'outbound', text: String((body as { text: string }).text) }) }),
      'GET /conversations/:id': () => ({ body: data }),
      'GET /conversations': () => ({ body: { items: [], next: null } }),
      'GET /views': () => ({ body: { items: [], held: 0 } }),
    });
    await open.show(data.id);
    const { unmount } = render(Composer, { data, leave: () => undefined });
    await user.click(screen.getByRole('textbox', { name: 'Your reply' }));
    return { data, unmount, sent: () => asked.filter((one) => one.method === 'POST').map((one) => one.body) };
  };

  it('sends to the contact with Ctrl-Enter and empties itself', async () => {
    const { sent, data } = await begin();
    await user.keyboard('It left today.{Control>}{Enter}{/Control}');
    await waitFor(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]).toMatchObject({ kind: 'reply', text: 'It left today.', to: [{ name: 'Zoë Kůň', address: 'zoe@posta.example' }], cc: [], bcc: [], attachments: [], undo_s: 10, send_at: null, ends_draft: true });
    expect(sent()[0]).toHaveProperty('seen', data.messages[0]?.id);
    expect(screen.getByRole('textbox', { name: 'Your reply' })).toHaveProperty('value', '');
  });

  it('writes a note to nobody but the team', async () => {
    const { sent } = await begin();
    await user.click(screen.getByRole('tab', { name: 'Note' }));
    await user.type(screen.getByRole('textbox', { name: 'Your note' }), 'Careful here');
    await user.click(screen.getByRole('button', { name: 'Add note' }));
    await waitFor(() => expect(sent()).toEqual([{ kind: 'note', text: 'Careful here', attachments: [], ends_draft: true }]));
  });

  it('takes further recipients and says when an address cannot be read', async () => {
    const { sent } = await begin();
    await user.click(screen.getByRole('button', { name: 'Add Cc' }));
    await user.type(screen.getByRole('combobox', { name: 'Cc' }), 'otto@posta.example, nonsense');
    await user.type(screen.getByRole('textbox', { name: 'Your reply' }), 'Hello');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    expect(screen.getByRole('alert').textContent).toContain('One of the addresses cannot be read');
    await user.clear(screen.getByRole('combobox', { name: 'Cc' }));
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(sent()[0]).toMatchObject({ cc: [{ name: null, address: 'otto@posta.example' }] }));
  });

  it('keeps what was typed for the next time the conversation is opened', async () => {
    const { data, unmount } = await begin();
    await user.keyboard('Half a sentence');
    unmount();
    render(Composer, { data, leave: () => undefined });
    expect(screen.getByRole('textbox', { name: 'Your reply' })).toHaveProperty('value', 'Half a sentence');
  });

  /** */
  it('shows what came since it was begun, and sends over it only when told so', async () => {
    const data = whole(item(), { messages: [letter({ id: '7' })] });
    const newer = { ...data, messages: [...data.messages, letter({ id: '8', reply_text: 'It came!' })] };
    let stop = true;
    const asked = serve({
      [`POST /conversations/${data.id}/messages`]: () => (stop ? { status: 409, body: { code: 'unseen_message' } } : { status: 201, body: letter({ id: '9', kind: 'outbound' }) }),
      'GET /conversations/:id': () => ({ body: newer }),
      'GET /conversations': () => ({ body: { items: [], next: null } }),
    });
    const sent = () => asked.filter((one) => one.method === 'POST').map((one) => (one.body as { seen: string }).seen);
    await open.show(data.id);
    const { rerender } = render(Composer, { data, leave: () => undefined });
    await user.click(screen.getByRole('textbox', { name: 'Your reply' }));
    await user.keyboard('Where is it?{Control>}{Enter}{/Control}');
    await waitFor(() => expect(sent()).toEqual(['7']));
    await rerender({ data: newer });
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Zoë Kůň wrote since you began'));
    expect(screen.getByRole('alert').textContent).toContain('It came!');
    expect(screen.getByRole('textbox', { name: 'Your reply' })).toHaveProperty('value', 'Where is it?');
    stop = false;
    await user.click(screen.getByRole('button', { name: 'Send anyway' }));
    await waitFor(() => expect(sent()).toEqual(['7', '8']));
  });

  /** */
  it('offers a mail that has not left back to whoever wrote it, and to nobody else', () => {
    const waits = (id: string) => letter({ kind: 'outbound', author: { type: 'agent', id, name: 'Ana', address: null }, delivery: { state: 'queued', leaves_at: new Date(Date.now() + 9_000).toISOString(), recipients: [] } });
    session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'agent', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
    const { unmount } = render(Letter, { message: waits('a1'), why: () => undefined });
    expect(screen.getByTestId('delivery').textContent).toMatch(/Leaves in [89] s\s*Undo\s*Send now/);
    unmount();
    render(Letter, { message: waits('a2'), why: () => undefined });
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('gives the text back when sending failed', async () => {
    const data = whole(item());
    serve({ 'GET /conversations/:id': () => ({ body: data }) });
    await open.show(data.id);
    render(Composer, { data, leave: () => undefined });
    await user.type(screen.getByRole('textbox', { name: 'Your reply' }), 'Do not lose me');
    await user.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Your reply' })).toHaveProperty('value', 'Do not lose me'));
  });

  /** CC-13 */
  it('refuses an eleventh file and more than 25 MB before anything is uploaded', () => {
    const uploads = new Uploads();
    const stored = (size: number) => ({ id: 'f', filename: 'a', content_type: 'text/plain', size, state: 'available' as const });
    uploads.fill(Array.from({ length: 10 }, () => stored(1)));
    uploads.add([new File(['x'], 'eleven.txt')]);
    expect(uploads.refused).toContain('at most 10 files');
    uploads.fill([stored(BYTES_AT_MOST)]);
    uploads.add([new File(['x'], 'straw.txt')]);
    expect(uploads.refused).toContain('at most 25 MB together');
    expect(uploads.items).toHaveLength(1);
  });
});

/** LD-1, LD-9 */
describe('adding a mailbox', () => {
  const steps = [{ step: 'receiving.connect', ok: true, message: 'Connected.' }, { step: 'receiving.login', ok: false, message: 'The server refused the password.' }];
  const fill = async () => {
    await user.type(screen.getByRole('textbox', { name: 'E-mail address' }), 'help@desk.example');
    await user.type(screen.getAllByRole('textbox', { name: 'Host' })[0]!, 'imap.desk.example');
    await user.type(screen.getAllByLabelText('Password')[0]!, 'secret');
  };

  it('shows the test of the connection step by step', async () => {
    const asked = serve({ 'POST /mailboxes/test': () => ({ body: steps }) });
    render(NewMailbox);
    await fill();
    await user.click(screen.getByRole('button', { name: 'Test connection' }));
    const shown = await screen.findByRole('status', { name: 'Receiving' });
    await waitFor(() => expect(shown.textContent).toContain('The server refused the password.'));
    expect(shown.querySelectorAll('[data-ok=true]')).toHaveLength(1);
    expect(asked.find((one) => one.path === '/mailboxes/test')?.body).toMatchObject({ address: 'help@desk.example', incoming: { host: 'imap.desk.example', login: 'help@desk.example', password: 'secret' } });
  });

  /** SB-9 */
  it('fills in the servers of a provider by the address and says what it asks for', async () => {
    const google = { id: 'google', name: 'Gmail', domains: ['gmail.com'], incoming: { host: 'imap.gmail.com', port: 993, tls: 'implicit' }, outgoing: { host: 'smtp.gmail.com', port: 465, tls: 'implicit' }, steps: ['Make an app password.'] };
    serve({ 'GET /mailboxes/presets': () => ({ body: { items: [google], next: null } }) });
    render(NewMailbox);
    const provider = await screen.findByRole('combobox', { name: 'Provider' });
    await user.type(screen.getByRole('textbox', { name: 'E-mail address' }), 'shop@gmail.com');
    await waitFor(() => expect((provider as HTMLSelectElement).value).toBe('google'));
    expect(screen.getByText('Make an app password.')).toBeTruthy();
    const hosts = screen.getAllByRole('textbox', { name: 'Host' }).map((one) => (one as HTMLInputElement).value);
    expect(hosts).toEqual(['imap.gmail.com', 'smtp.gmail.com']);
  });

  it('offers to save a connection that fails, and saves it only then', async () => {
    const line = { state: 'ok', sentence: 'It works.', since: null, last_mail_at: null };
    const saved = { id: 'm9', name: 'help@desk.example', address: 'help@desk.example', aliases: [], purpose: 'receive_and_send', enabled: true, generated: false, forwarding_address: null, incoming: null, outgoing: null, signature: '', health: { receiving: line, sending: line } };
    const asked = serve({
      'POST /mailboxes': ({ body }) =>
        (body as { save_anyway?: boolean }).save_anyway
          ? { status: 201, body: saved }
          : { status: 422, body: { code: 'connection_failed', detail: 'Nothing was saved.', steps } },
      'GET /settings': () => ({ body: {} }),
    });
    render(NewMailbox);
    await fill();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('button', { name: 'Save anyway' }));
    await waitFor(() => expect(asked.filter((one) => one.path === '/mailboxes').map((one) => (one.body as { save_anyway?: boolean }).save_anyway)).toEqual([undefined, true]));
    await waitFor(() => expect(location.pathname).toBe('/settings/mailboxes/m9'));
  });
});
