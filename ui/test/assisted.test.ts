// Assistants in a conversation: who has it, what was done and why, and a suggestion that is used, taken out or dismissed.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Conversation, ConversationEvent } from '../src/client/types';
import ConversationPane from '../src/desk/conversations/ConversationPane.svelte';
import Letter from '../src/desk/conversations/Letter.svelte';
import ListRow from '../src/desk/conversations/ListRow.svelte';
import { open } from '../src/desk/conversations/desk.svelte';
import { answering, emptyDraft } from '../src/desk/conversations/drafts';
import { eventText } from '../src/desk/conversations/events';
import { belongs } from '../src/desk/conversations/words';
import { whyText } from '../src/desk/shell/assistants';
import { session } from '../src/desk/shell/session.svelte';
import { sampleRef, sampleSuggestion, sampleTurns } from '../dev/assistants';
import { everything, item, letter, serve, whole } from './server';

const user = userEvent.setup();
const event = (kind: string, data: Record<string, unknown>): ConversationEvent => ({ id: 'e1', kind, actor: { type: 'assistant', name: 'Ada' }, data, created_at: '2026-11-22T10:00:00Z' });

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
  session.agents = [{ id: 'a1', name: 'Ana', email: 'ana@desk.example' }];
});

function show(data: Conversation, routes: Parameters<typeof serve>[0] = {}) {
  const asked = serve({
    [`GET /conversations/${data.id}`]: () => ({ body: data }),
    [`GET /conversations/${data.id}/draft`]: () => ({ body: { ...emptyDraft(), mailbox: null, attachments: [], updated_at: null } }),
    [`GET /conversations/${data.id}/viewers`]: () => ({ body: { items: [], next: null } }),
    'GET /mailboxes': () => ({ body: { items: [], next: null } }),
    'GET /snippets': () => ({ body: { items: [], next: null } }),
    ...routes,
  });
  open.id = data.id;
  open.set(data);
  render(ConversationPane, { back: () => undefined, panel: () => undefined, why: () => undefined });
  return asked;
}

describe('the timeline', () => {
  /** LD-5: each deed of an assistant is one sentence with its reason. */
  it('says what an assistant did and why', () => {
    expect(eventText(event('assistant_took', { name: 'Ada' }))).toBe('Ada, an assistant, took this conversation.');
    expect(eventText(event('assistant_answered', { name: 'Ada', sources: ['Returns', 'Repairs'] }))).toBe('Ada, an assistant, answered from “Returns”, “Repairs”.');
    expect(eventText(event('assistant_drafted', { name: 'Ada', why: 'strange', sources: [] }))).toBe('Ada, an assistant, drafted an answer for the team. It said a number, a code or a strange word that its sources do not have.');
    expect(eventText(event('assistant_handed_over', { name: 'Ada', why: 'asked' }))).toBe('Ada, an assistant, handed this conversation to people. The customer asks for a person.');
  });

  /** LD-5: read from where the words are made, so that a new one cannot be forgotten. */
  it('has a sentence for every reason that the desk knows', () => {
    const types: [string, string[]][] = [
      ['assistant/mod.rs', ['HandOver']],
      ['assistant/takes.rs', ['Why']],
      ['assistant/answer.rs', ['Unfit']],
      ['automatic.rs', ['Limit']],
    ];
    const words = types.flatMap(([file, names]) => {
      const source = readFileSync(`../crates/desk/src/${file}`, 'utf8');
      return names.flatMap((name) => {
        const body = new RegExp(`^impl ${name} \\{(.*?)^\\}`, 'ms').exec(source)?.[1] ?? '';
        const word = /fn word\(.*?^ {4}\}/ms.exec(body)?.[0] ?? '';
        return [...word.matchAll(/=> "([a-z-]+)"/g)].map((found) => found[1] ?? '');
      });
    });
    expect(words.length).toBeGreaterThan(35);
    expect(words.filter((word) => !/^[A-Z].*\.$/.test(whyText(word)))).toEqual([]);
  });
});

/** LD-5 */
it('what an assistant wrote looks like an assistant’s, not like a person’s', () => {
  const author = { type: 'assistant' as const, id: '1', name: 'Ada', address: null };
  render(Letter, { message: letter({ kind: 'outbound', author, from: { name: 'Ada', address: 'support@desk.example' } }), why: () => undefined });
  expect(screen.getByText('Ada')).toBeTruthy();
  expect(screen.getByText('Assistant')).toBeTruthy();
});

/** LD-5 */
it('the list shows the assistant that has a conversation, which is not unassigned then', () => {
  const had = item({ assistant: sampleRef });
  render(ListRow, { item: had, view: 'open', q: '', current: false, reachable: true, compact: false, selected: false, selecting: false, focused: () => undefined, near: () => undefined, select: () => undefined, postpone: () => undefined });
  expect(screen.getByText('Assistant Ada has it')).toBeTruthy();
  expect([belongs('unassigned', had, 'a1'), belongs('unassigned', item(), 'a1'), belongs('open', had, 'a1')]).toEqual([false, true, true]);
});

/** LD-5: taking over is being the assignee. */
it('a person takes over by one button', async () => {
  const data = whole(item({ assistant: sampleRef }));
  const asked = show(data, { [`PATCH /conversations/${data.id}`]: () => ({ body: { ...data, assistant: null, assignee: session.agents[0] } }) });
  expect(screen.getByRole('button', { name: 'Ada, an assistant, has it. Give it to a person' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Take over' }));
  expect(screen.queryByText(/an assistant, has this conversation/)).toBeNull();
  await waitFor(() => expect(asked.find((one) => one.method === 'PATCH')?.body).toEqual({ assignee: 'a1' }));
});

describe('a suggestion', () => {
  const text = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Your reply' });

  /** LD-5, LD-4 */
  it('is used below what is written, and taken out again', async () => {
    show(whole(item(), { suggestion: sampleSuggestion }));
    expect(screen.getByText('Not sent by itself. Nothing proves who wrote the mail.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Returns' }).getAttribute('href')).toBe('https://lumen-lamps.example/help/returns');
    await user.type(text(), 'Hello Zoe');
    await user.click(screen.getByRole('button', { name: 'Use' }));
    await waitFor(() => expect(text().value).toBe(`Hello Zoe\n\n${sampleSuggestion.text}`));
    expect(screen.getByText('The text of Ada is in your answer')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Take it out again' }));
    await waitFor(() => expect(text().value).toBe('Hello Zoe'));
    expect(screen.getByRole('button', { name: 'Use' })).toBeTruthy();
  });

  /** LD-5: nothing that a person wrote is lost by it. */
  it('stays in the answer where that was changed since', async () => {
    show(whole(item(), { suggestion: { ...sampleSuggestion, text: 'Within 30 days.' } }));
    await user.click(screen.getByRole('button', { name: 'Use' }));
    await user.type(text(), ' Yours, Ana');
    await user.click(screen.getByRole('button', { name: 'Take it out again' }));
    expect(text().value).toBe('Within 30 days. Yours, Ana');
  });

  /** LD-5 */
  it('is dismissed for everybody, and comes back where the server refuses', async () => {
    let status = 500;
    const data = whole(item(), { suggestion: sampleSuggestion });
    const asked = show(data, { [`DELETE /conversations/${data.id}/suggestion`]: () => ({ status }) });
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(asked.filter((one) => one.method === 'DELETE' && one.path.endsWith('/suggestion')).length).toBe(1));
    await screen.findByRole('button', { name: 'Use' });
    status = 204;
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Use' })).toBeNull());
  });

  /** LD-5: all of the exchange, and nothing of it as markup. */
  it('shows how it came about', async () => {
    const data = whole(item(), { suggestion: sampleSuggestion });
    const said = '<img src=x onerror=alert(1)>';
    show(data, { [`GET /conversations/${data.id}/assistant-turns`]: () => ({ body: { items: [{ ...sampleTurns[0], said }], next: null } }) });
    await user.click(screen.getByRole('button', { name: 'How this came about' }));
    expect((await screen.findByText(said)).tagName).toBe('PRE');
    expect(screen.getByText('1.8 s · 412 tokens asked, 38 said')).toBeTruthy();
    expect(document.querySelector('img[src="x"]')).toBeNull();
  });

  /** LD-5 */
  it('makes an answer of what was to be forwarded, and keeps formatted text formatted', () => {
    const forwarded = { ...emptyDraft(), kind: 'forward' as const, to: [], forwards: 'm1', html: '<div><b>Hi</b></div>', text: 'Hi' };
    const now = answering(forwarded, 'A & B\nC');
    expect([now.kind, now.to, now.forwards, now.text]).toEqual(['reply', null, null, 'Hi\n\nA & B\nC']);
    expect(now.html).toBe('<div><b>Hi</b></div><div><br></div><div>A &amp; B</div><div>C</div>');
    expect(answering({ ...emptyDraft(), html: '' }, 'A').html).toBe('<div>A</div>');
  });
});
