// The list, the open conversation, and changes that happen here first and are taken back when the server refuses.
import { beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../src/client/http';
import { me, signIn } from '../src/client/session';
import { save } from '../src/client/settings';
import { assign, list, open, setStatus } from '../src/desk/conversations/desk.svelte';
import { send } from '../src/desk/conversations/send';
import { session } from '../src/desk/shell/session.svelte';
import { toasts } from '../src/kit/toasts.svelte';
import { everything, item, letter, serve, whole } from './server';

const ana = { id: 'a1', name: 'Ana', email: 'ana@desk.example' };

beforeEach(() => {
  session.me = { ...ana, role: 'admin', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
  toasts.items = [];
});

const pageOf = (items: unknown[], next: string | null = null) => () => ({ body: { items, next } });

describe('a request', () => {
  it('that changes something carries the header that no other site can send', async () => {
    const asked = serve({ 'POST /session': () => ({ body: {} }), 'GET /me': () => ({ body: {} }) });
    await signIn('ana@desk.example', 'secret');
    await me();
    expect(asked.map((one) => one.headers.get('X-Staffetta'))).toEqual(['1', null]);
  });

  it('that is refused says its code, its sentence and its fields', async () => {
    serve({ 'PATCH /settings': () => ({ status: 422, body: { code: 'field_invalid', detail: 'Something does not fit.', fields: { name: 'too long' } } }) });
    const problem = await save({ company_name: 'x' }, null).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ status: 422, code: 'field_invalid', detail: 'Something does not fit.', fields: { name: 'too long' } });
  });
});

describe('the list', () => {
  it('reads page by page and shows nothing twice', async () => {
    const [first, second, third] = [item(), item(), item()];
    const asked = serve({
      'GET /conversations': ({ query }) => ({ body: query.get('after') ? { items: [second, third], next: null } : { items: [first, second], next: 'x' } }),
    });
    await list.show('open', '');
    await list.more();
    await list.more();
    expect(list.items.map((one) => one.id)).toEqual([first.id, second.id, third.id]);
    expect(asked).toHaveLength(2);
    expect(list.complete).toBe(true);
  });

  it('keeps what it shows when reading fails, and says why', async () => {
    const one = item();
    serve({ 'GET /conversations': pageOf([one]) });
    await list.show('open', '');
    serve({ 'GET /conversations': () => ({ status: 503, body: { code: 'unavailable' } }) });
    await list.refresh();
    expect(list.items).toHaveLength(1);
    expect(list.failed).toBeInstanceOf(Problem);
  });
});

describe('a change of status', () => {
  it('shows the next conversation at once and can be undone', async () => {
    const [first, second] = [item(), item()];
    const asked = serve({
      'GET /conversations': pageOf([first, second]),
      'GET /conversations/:id': ({ path }) => ({ body: whole(path.endsWith(first.id) ? first : second) }),
      'PATCH /conversations/:id': ({ body }) => ({ body: whole({ ...first, ...(body as object) }) }),
      'GET /views': () => ({ body: { items: [], held: 0 } }),
    });
    await list.show('open', '');
    await open.show(first.id);
    const done = setStatus(first.id, 'resolved');
    expect(open.id).toBe(second.id);
    expect(location.pathname).toBe(`/views/open/${second.id}`);
    await done;
    expect(list.items.map((one) => one.id)).toEqual([second.id]);
    expect(toasts.items[0]?.action?.label).toBe('Undo');
    toasts.items[0]?.action?.run();
    await expect.poll(() => location.pathname).toBe(`/views/open/${first.id}`);
    expect(asked.filter((one) => one.method === 'PATCH').map((one) => one.body)).toEqual([{ status: 'resolved' }, { status: 'open' }]);
  });

  it('of a postponed conversation is undone with its date', async () => {
    const until = '2099-01-01T08:00:00Z';
    const first = item({ status: 'postponed', postponed_until: until });
    const asked = serve({
      'GET /conversations': pageOf([first]),
      'GET /conversations/:id': () => ({ body: whole(first) }),
      'PATCH /conversations/:id': ({ body }) => ({ body: whole({ ...first, ...(body as object) }) }),
      'GET /views': () => ({ body: { items: [], held: 0 } }),
    });
    await list.show('postponed', '');
    await open.show(first.id);
    await setStatus(first.id, 'open');
    toasts.items[0]?.action?.run();
    await expect.poll(() => asked.filter((one) => one.method === 'PATCH').map((one) => one.body)).toEqual([{ status: 'open' }, { status: 'postponed', postponed_until: until }]);
  });

  it('that is refused puts everything back where it was and says so', async () => {
    const [first, second] = [item(), item()];
    serve({
      'GET /conversations': pageOf([first, second]),
      'GET /conversations/:id': ({ path }) => ({ body: whole(path.endsWith(first.id) ? first : second) }),
      'PATCH /conversations/:id': () => ({ status: 409, body: { code: 'conflict', detail: 'Somebody else was faster.' } }),
    });
    await list.show('open', '');
    await open.show(first.id);
    await setStatus(first.id, 'resolved');
    expect(list.items.map((one) => [one.id, one.status])).toEqual([[first.id, 'open'], [second.id, 'open']]);
    expect(location.pathname).toBe(`/views/open/${first.id}`);
    expect(toasts.items[0]).toMatchObject({ tone: 'bad', text: 'Not changed: Somebody else was faster.' });
  });

  it('keeps the letters that are shown although the answer has none', async () => {
    const first = item();
    const rich = whole(first, { messages: [letter({ html: '<p>Hello</p>' })] });
    serve({
      'GET /conversations': pageOf([first]),
      'GET /conversations/:id': () => ({ body: rich }),
      'PATCH /conversations/:id': () => ({ body: { ...rich, assignee: ana, messages: rich.messages.map((one) => ({ ...one, html: null })) } }),
      'GET /views': () => ({ body: { items: [], held: 0 } }),
    });
    await list.show('open', '');
    await open.show(first.id);
    await assign(first.id, ana);
    expect(open.data?.assignee?.id).toBe('a1');
    expect(open.data?.messages[0]?.html).toBe('<p>Hello</p>');
  });
});

describe('an answer', () => {
  it('that failed is sent again under the same key, so that it never arrives twice', async () => {
    const first = item();
    const data = whole(first);
    let fail = true;
    const asked = serve({
      'GET /conversations/:id': () => ({ body: data }),
      'GET /conversations': pageOf([first]),
      'GET /views': () => ({ body: { items: [], held: 0 } }),
      [`POST /conversations/${first.id}/messages`]: () => (fail ? { status: 503, body: { code: 'unavailable' } } : { status: 201, body: letter({ kind: 'outbound' }) }),
    });
    await open.show(first.id);
    const body = { kind: 'reply' as const, text: 'It left today.' };
    let taken = 0;
    const sending = { body, files: [], text: body.text, ready: Promise.resolve(), taken: () => taken++ };
    expect(await send(data, sending)).toBe('refused');
    expect(open.pending).toEqual([]);
    fail = false;
    expect(await send(data, sending)).toBe('sent');
    expect(await send(data, sending)).toBe('sent');
    const keys = asked.filter((one) => one.method === 'POST').map((one) => one.headers.get('Idempotency-Key'));
    expect(taken).toBe(2);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });
});
