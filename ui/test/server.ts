// A server for tests: answers by method and path, remembers what was asked.
import { vi } from 'vitest';
import roles from './roles.json';
import type { Conversation, ConversationItem, Message } from '../src/client/types';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: unknown;
}
interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}
type Route = (asked: Asked) => Answer | Promise<Answer>;

/** Replaces fetch; `'GET /views'` or `'PATCH /conversations/:id'` name a route, anything else is 404. */
export function serve(routes: Record<string, Route>): Asked[] {
  const all: Asked[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url);
    const text = await request.text();
    const asked: Asked = {
      method: request.method,
      path: url.pathname.replace('/api/v1', ''),
      query: url.searchParams,
      headers: request.headers,
      body: text ? JSON.parse(text) : null,
    };
    all.push(asked);
    const exact = routes[`${asked.method} ${asked.path}`];
    const general = routes[`${asked.method} ${asked.path.replace(/^\/(\w+)\/[^/]+/, '/$1/:id')}`];
    const answer = (await (exact ?? general)?.(asked)) ?? { status: 404, body: { code: 'not_found' } };
    const status = answer.status ?? 200;
    return new Response(status === 204 ? null : JSON.stringify(answer.body ?? null), { status, headers: answer.headers ?? {} });
  });
  return all;
}

/** What an admin may do. */
export const everything = roles.items.find((one) => one.role === 'admin')!.may;

let count = 0;

/** An item of the list with what a test cares about. */
export function item(change: Partial<ConversationItem> = {}): ConversationItem {
  count += 1;
  return {
    id: `c${count}`,
    number: count,
    subject: `Subject ${count}`,
    status: 'open',
    channel: 'email',
    mailbox: { id: 'm1', name: 'Support', address: 'support@desk.example' },
    queue: null,
    category: null,
    fields: [],
    priority: 'normal',
    contact: { id: 'p1', name: 'Zoë Kůň', address: 'zoe@posta.example' },
    assignee: null,
    assistant: null,
    updated_at: new Date(Date.UTC(2026, 10, 22, 12) - count * 60_000).toISOString(),
    unread: false,
    preview: 'Hello',
    tags: [],
    has_attachments: false,
    message_count: 1,
    postponed_until: null,
    due: null,
    ...change,
  };
}

/** A letter with what a test cares about. */
export function letter(change: Partial<Message> = {}): Message {
  count += 1;
  return {
    id: `m${count}`,
    kind: 'inbound',
    author: { type: 'contact', id: 'p1', name: 'Zoë Kůň', address: 'zoe@posta.example' },
    from: { name: 'Zoë Kůň', address: 'zoe@posta.example' },
    to: [{ name: 'Support', address: 'support@desk.example' }],
    cc: [],
    subject: 'Subject',
    text: 'Hello',
    html: null,
    reply_text: 'Hello',
    attachments: [],
    mentions: [],
    created_at: '2026-11-22T10:00:00Z',
    delivery: null,
    evidence: null,
    trace: [],
    automatic: false,
    remote_images: 0,
    flags: [],
    ...change,
  };
}

/** A whole conversation around an item. */
export function whole(base: ConversationItem, change: Partial<Conversation> = {}): Conversation {
  return {
    ...base,
    answers_to: null,
    answers_to_unconfirmed: false,
    following: false,
    followers: [],
    surveys: [],
    template: [],
    suggestion: null,
    participants: [{ name: 'Zoë Kůň', address: 'zoe@posta.example', role: 'contact', ticked: true, bounced: null }],
    messages: [letter()],
    events: [],
    ...change,
  };
}
