// A message that is split off: which go along, under which subject, and how both sides tell of it.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import Split from '../src/desk/conversations/Split.svelte';
import Timeline from '../src/desk/conversations/Timeline.svelte';
import { eventText, otherConversation } from '../src/desk/conversations/events';
import { toasts } from '../src/kit/toasts.svelte';
import { item, letter, serve, whole } from './server';

const event = (kind: string, data: Record<string, unknown>) => ({ id: kind, kind, actor: { type: 'agent' as const, name: 'Ana' }, data, created_at: '2026-11-22T10:00:00Z' });

beforeEach(() => {
  toasts.items = [];
});

it('takes what comes after along unless told otherwise, under a subject that is proposed', async () => {
  const data = whole(item({ subject: 'Order 4711' }), { messages: [letter(), letter({ text: 'A lamp is broken', reply_text: 'A lamp is broken' }), letter()] });
  const made = whole(item({ subject: 'A lamp' }));
  const asked = serve({
    'POST /conversations/:id/split': () => ({ status: 201, body: made }),
    [`POST /conversations/${data.id}/split`]: () => ({ status: 201, body: made }),
    'DELETE /conversations/:id/split': () => ({ body: data }),
    'GET /conversations/:id': () => ({ body: made }),
    'GET /conversations': () => ({ body: { items: [], next: null } }),
    'GET /views': () => ({ body: { items: [], own: [], queues: [], held: 0 } }),
  });
  let closed = false;
  const user = userEvent.setup();
  render(Split, { data, message: data.messages[1]!, close: () => (closed = true) });
  expect((screen.getByLabelText('This message and the one after it') as HTMLInputElement).checked).toBe(true);
  await user.click(screen.getByLabelText('This message alone'));
  const subject = screen.getByLabelText('Subject of the new conversation');
  expect((subject as HTMLInputElement).value).toBe('Order 4711');
  await user.clear(subject);
  await user.type(subject, 'A lamp{Enter}');
  await waitFor(() => expect(closed).toBe(true));
  const sent = asked.find((one) => one.method === 'POST');
  expect(sent?.body).toEqual({ message: data.messages[1]!.id, following: false, subject: 'A lamp' });
  expect(sent?.headers.get('idempotency-key')).toBeTruthy();
  expect(toasts.items.map((one) => one.text)).toEqual([`#${made.number} was split off #${data.number}.`]);
});

it('a first and a last message go alone, and nothing is asked', () => {
  const data = whole(item(), { messages: [letter(), letter()] });
  render(Split, { data, message: data.messages[1]!, close: () => undefined });
  expect(screen.queryByRole('radio')).toBeNull();
});

it('both sides tell of the other, with a way to it', () => {
  expect(eventText(event('split_off', { to: '1043', messages: 2 }))).toBe('Ana split 2 messages off into #1043');
  expect(eventText(event('split_undone', { other: '1043' }))).toBe('Ana undid the split with #1043');
  expect(otherConversation(event('assigned', { to: '7' }))).toBeNull();
  const data = whole(item(), { events: [event('split_from', { from: '1042' })] });
  render(Timeline, { data, pending: [], why: () => undefined });
  expect(screen.getByRole('link', { name: '#1042' }).getAttribute('href')).toBe('/conversations/1042');
});
