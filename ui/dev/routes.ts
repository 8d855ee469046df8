// The mock's routes: just enough of the API to work with every screen.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Address, Attachment, Category, Conversation, Message, NewConversation, NewMessage, OwnView, Person, Queue, Snippet, TestStep, Webhook } from '../src/client/types';
import { assistantRoutes, placeRoutes, sampleTurns } from './assistants.ts';
import { companyRoutes, contacts, fieldRoutes, removeNote } from './contacts.ts';
import type { Desk } from './desk.ts';
import { agents, mailboxRef, PICTURE, rolePowers, sampleAudit, samplePresets, sampleDeliveries, sampleSessions, sampleTemplate, sampleTemplateKinds, sampleTokens, sampleWebhooks, noHours } from './sample.ts';

type Answer = { status: number; body?: unknown; type?: string };
const ok = (body: unknown, status = 200): Answer => ({ status, body });
const gone = (): Answer => ({ status: 404, body: { code: 'not_found', title: 'Not found', status: 404, detail: null } });
let last = 9_000;
const nextId = () => String(++last);
const uploads = new Map<string, Attachment>();

export async function respond(desk: Desk, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const isJson = request.headers['content-type']?.includes('json') ?? false;
  const body = isJson ? (JSON.parse(raw.toString('utf8') || '{}') as Record<string, unknown>) : {};
  const answer = route(desk, request.method ?? 'GET', url, body, raw);
  const text = Buffer.isBuffer(answer.body) ? answer.body : JSON.stringify(answer.body ?? null);
  const type = answer.type ?? (answer.status >= 400 ? 'application/problem+json' : 'application/json');
  const delay_ms = Number(process.env['MOCK_DELAY_MS'] ?? 30);
  setTimeout(() => response.writeHead(answer.status, { 'Content-Type': type }).end(answer.status === 204 ? '' : text), delay_ms);
}

function route(desk: Desk, method: string, url: URL, body: Record<string, unknown>, raw: Buffer): Answer {
  const [noun = '', id = '', part = ''] = url.pathname.replace('/api/v1/', '').split('/');
  if (noun === 'setup') return method === 'GET' ? ok({ needed: false, encrypted: false }) : ok({ token: 't' }, 201);
  if (noun === 'session') return session(desk, method, body);
  if (!desk.signedIn) return { status: 401, body: { code: 'not_signed_in', title: 'Not signed in', status: 401 } };
  if (noun === 'audit') return ok({ items: sampleAudit, next: null });
  if (noun === 'me' && id === 'sessions') return method === 'GET' ? ok({ items: sampleSessions, next: null }) : { status: 204 };
  if (noun === 'me' && id === 'tokens' && method === 'GET') return ok({ items: sampleTokens, next: null });
  if (noun === 'me' && id === 'tokens') return method === 'POST' ? ok({ made: sampleTokens[0], token: 'staffetta_pUGk5T2sVQ7dW1x9aB3cD5eF7gH9jK2mN4pQ6rS8tU0' }, 201) : { status: 204 };
  if (noun === 'me' && id === 'second-factor') return secondFactor(method, part);
  if (noun === 'me' && id === 'push') return method === 'DELETE' ? { status: 204 } : ok({ key: 'BDd3_hVL9fZi9Ybo2UUzA284WG5FZR30_95YeZJsiApwXKpNcF1rRPF3foIiBHXRdJI2Qhumhf6_LFTeZaNndIo', on: false, waiting: false, words: false });
  if (noun === 'me' && id === 'password') return { status: 204 };
  if (noun === 'me' && id === 'signature') return ok(method === 'PUT' ? Object.assign(signature, body) : signature);
  if (noun === 'mailboxes' && part === 'signature') return ok({ text: 'Ana Novotná\nCustomer care\nLumen Lamps GmbH', html: '<div><b>Ana Novotná</b><br>Customer care</div><div>Lumen Lamps GmbH</div>' });
  if (noun === 'me') return ok(method === 'PATCH' ? desk.changeMe(body) : desk.me);
  if (noun === 'queues') return queues(desk, method, id, body);
  if (noun === 'presences' && method === 'GET') return ok({ items: [], next: null });
  if (noun === 'categories') return categories(desk, method, id, body);
  if (noun === 'templates') return templates(method, id, part, last_part(url), body);
  if (noun === 'webhooks' || noun === 'webhook-deliveries') return webhooks(method, id, part, body);
  if (noun === 'assistants') return assistantRoutes(method, id, part, body);
  if (noun === 'mailboxes' && part === 'assistants') return placeRoutes(method, id, body);
  if (noun === 'conversations' && part === 'assistant-turns') return ok({ items: sampleTurns, next: null });
  if (noun === 'snippets') return snippets(method, id, body);
  if (noun === 'contacts') return contacts(desk, method, url, id, part, body);
  if (noun === 'contact-notes') return removeNote(desk, id);
  if (noun === 'contact-fields') return fieldRoutes(method, id, body);
  if (noun === 'companies') return companyRoutes(desk, method, url, id, body);
  if (noun === 'joining') return ok({ token: 't' }, 201);
  if (noun === 'password-links') return { status: 202 };
  if (noun === 'password') return { status: 204 };
  if (noun === 'agents') return people(desk, method, id, part, body);
  if (noun === 'board') return ok({ items: desk.people.filter((one) => one.state === 'active').map(({ id, name, email, presence, capacity }, index) => ({ agent: { id, name, email }, presence, presence_chosen: presence === 'in_call' || presence === 'in_chat' ? 'online' : presence, presence_own: null, load: index * 4, capacity })), next: null });
  if (noun === 'roles') return ok({ items: rolePowers, next: null });
  if (noun === 'views' && method !== 'GET') return ownView(desk, method, id, body);
  if (noun === 'views') return ok(views(desk));
  if (noun === 'tags') return tags(desk, method, id, body);
  if (noun === 'conversations' && id === 'bulk') return bulk(desk, body);
  if (noun === 'conversations' && !id) return method === 'GET' ? page(desk, url) : start(desk, body as unknown as NewConversation);
  if (noun === 'drafts' || part === 'draft') return drafts(desk, method, noun === 'drafts' ? id : `c${id}`, body);
  if (noun === 'conversations') return conversation(desk, method, id, part, body);
  if (noun === 'attachments') return attachments(method, id, raw);
  if (noun === 'arrivals') return arrivals(desk, method, id, part);
  if (noun === 'mailboxes' && part === 'ledger') return ok({ items: desk.arrivals.map((one) => ({ ...one, trace: undefined })), next: null, gaps: [], compared_at: new Date().toISOString() });
  if (noun === 'mailboxes' && part === 'comparison') return ok({ listed: 3, missing: 0, fetched: 0 });
  if (noun === 'mailboxes') return mailboxes(desk, method, id, body);
  if (noun === 'settings') return ok(method === 'PATCH' ? Object.assign(desk.settings, body) : desk.settings);
  if (noun === 'messages' && part === 'sending') return sending(desk, method, id);
  if (noun === 'messages') return { status: 200, body: Buffer.from('Subject: raw\r\n\r\nraw mail'), type: 'message/rfc822' };
  return gone();
}

const signature = { text: '{agent.name}\nCustomer care', html: '<div><b>{agent.name}</b></div><div>Customer care</div>' };
let factor = false;

function secondFactor(method: string, part: string): Answer {
  if (method === 'GET') return ok({ on: factor, recovery_codes_left: factor ? 10 : 0 });
  factor = method === 'PUT';
  if (part === 'removal') return { status: 204 };
  if (method === 'PUT') return ok({ recovery_codes: Array.from({ length: 10 }, (_, index) => `k7m2x-9qrt${index}`) });
  return ok({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Lumen%20Lamps:ana@lumen-lamps.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Lumen%20Lamps' }, 201);
}

function people(desk: Desk, method: string, id: string, part: string, body: Record<string, unknown>): Answer {
  const known = desk.people.find((one) => one.id === id);
  if (method === 'GET' && id) return known ? ok(known) : gone();
  if (method === 'GET') return ok({ items: desk.people, next: null });
  if (part === 'invitation' && method === 'DELETE') desk.people = desk.people.filter((one) => one !== known);
  if (method === 'DELETE') return { status: 204 };
  if (part === 'invitation') return ok(known);
  if (known) {
    const { active, unassign: _, ...rest } = body;
    Object.assign(known, rest, typeof active === 'boolean' ? { state: active ? 'active' : 'off' } : {});
    return ok(known);
  }
  const email = String(body['email']);
  const person: Person = { id: nextId(), name: email, email, role: body['role'] as Person['role'], state: 'invited', invited_until: new Date(Date.now() + 7 * 86_400_000).toISOString(), presence: 'offline', capacity: 20, bounced: null };
  desk.people.push(person);
  return ok(person, 201);
}

function queues(desk: Desk, method: string, id: string, body: Record<string, unknown>): Answer {
  const known = desk.queues.find((one) => one.id === id);
  if (method === 'GET' && id) return known ? ok(known) : gone();
  if (method === 'GET') return ok({ items: desk.queues, next: null });
  if (method === 'DELETE') desk.queues = desk.queues.filter((one) => one !== known);
  if (method === 'DELETE') return { status: 204 };
  const queue: Queue = Object.assign(known ?? { id: nextId(), name: '', members_only: false, refuses_moves: false, routing: 'manual' as const, takes_email: true, takes_calls: false, reassign_minutes: null, returns_to_last: false, business_hours: noHours, members: [], mailboxes: [] }, body);
  if (!known) desk.queues.push(queue);
  return ok(queue, known ? 200 : 201);
}

function categories(desk: Desk, method: string, id: string, body: Record<string, unknown>): Answer {
  const known = desk.categories.find((one) => one.id === id);
  if (method === 'GET' && id) return known ? ok({ category: known, conversations: 2, more: false, mailboxes: [], channel_default: false }) : gone();
  if (method === 'GET') return ok({ items: desk.categories, next: null });
  if (method === 'DELETE') desk.categories = desk.categories.filter((one) => one !== known);
  if (method === 'DELETE') return { status: 204 };
  const category: Category = Object.assign(known ?? { id: nextId(), name: '', path: '', parent: null }, body);
  const whole = desk.categories.find((one) => one.id === category.parent);
  category.path = whole ? `${whole.name} › ${category.name}` : category.name;
  if (!known) desk.categories.push(category);
  return ok(category, known ? 200 : 201);
}

function session(desk: Desk, method: string, body: Record<string, unknown>): Answer {
  if (method === 'DELETE') desk.signedIn = false;
  else if (body['password'] === 'wrong') return { status: 401, body: { code: 'wrong_credentials', title: 'Wrong', status: 401 } };
  else desk.signedIn = true;
  return method === 'DELETE' ? { status: 204 } : ok({ token: 't' });
}

function tags(desk: Desk, method: string, id: string, body: Record<string, unknown>): Answer {
  const counted = new Map<string, number>(desk.tagsMade.map((name) => [name, 0]));
  for (const tag of desk.conversations.flatMap((one) => one.tags)) counted.set(tag, (counted.get(tag) ?? 0) + 1);
  const all = [...counted].map(([name, conversations]) => ({ id: name, name, conversations })).sort((one, other) => other.conversations - one.conversations);
  const known = all.find((one) => one.id === decodeURIComponent(id));
  if (method === 'GET' && !id) return ok({ items: all, next: null });
  if (method === 'GET') return known ? ok({ tag: known, views: 1 }) : gone();
  const name = String(body['name'] ?? '');
  if (method === 'POST') desk.tagsMade.push(name);
  if (!known) return ok({ id: name, name, conversations: 0 }, 201);
  desk.tagsMade = desk.tagsMade.filter((one) => one !== known.name);
  for (const one of desk.conversations) one.tags = [...new Set(one.tags.flatMap((tag) => (tag !== known.name ? [tag] : name ? [name] : [])))];
  return method === 'DELETE' ? { status: 204 } : ok({ ...known, name });
}

function bulk(desk: Desk, { ids, tags_add, tags_remove, read, ...change }: Record<string, unknown>): Answer {
  for (const id of ids as string[]) {
    const one = desk.find(id);
    if (!one) continue;
    if (typeof read === 'boolean') one.unread = !read;
    const lost = (tags_remove ?? []) as string[];
    const kept = one.tags.filter((tag) => !lost.includes(tag));
    conversation(desk, 'PATCH', id, '', { ...change, tags: [...new Set([...kept, ...((tags_add ?? []) as string[])])].sort() });
  }
  return ok({ items: (ids as string[]).map((id) => ({ id, problem: null })) });
}

function ownView(desk: Desk, method: string, id: string, body: Record<string, unknown>): Answer {
  const known = desk.views.find((one) => one.id === id);
  if (method === 'DELETE') desk.views = desk.views.filter((one) => one !== known);
  if (method === 'DELETE') return { status: 204 };
  const view = Object.assign(known ?? { id: nextId(), owner: desk.me.name, changeable: true }, body) as OwnView;
  if (!known) desk.views.push(view);
  return ok(view, known ? 200 : 201);
}

function views(desk: Desk) {
  const items = ['mine', 'unassigned', 'open', 'mentions', 'postponed', 'drafts', 'sent', 'all', 'spam', 'trash'].map((id) => {
    const all = desk.list(id, '');
    return { id, count: all.length, unread: all.filter((one) => one.unread).length, more: false };
  });
  const queues = desk.queues.map(({ id, name }) => ({ id, name, count: desk.list(`queue:${id}`, '').length, more: false }));
  const own = desk.views.map((view) => ({ ...view, count: desk.list(view.id, '').length, more: false }));
  return { items, own, queues, held: desk.arrivals.length };
}

function page(desk: Desk, url: URL): Answer {
  const queue = url.searchParams.get('queue');
  const all = desk.list(queue ? `queue:${queue}` : (url.searchParams.get('view') ?? 'open'), url.searchParams.get('q') ?? '');
  const from = Number(url.searchParams.get('after') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? 50);
  return ok({ items: all.slice(from, from + limit), next: from + limit < all.length ? String(from + limit) : null });
}

function conversation(desk: Desk, method: string, id: string, part: string, body: Record<string, unknown>): Answer {
  const one = desk.find(id);
  if (!one) return gone();
  if (part === 'read') {
    one.unread = method === 'DELETE';
    return { status: 204 };
  }
  if (part === 'follow') {
    one.following = method === 'PUT';
    one.followers = [...one.followers.filter((agent) => agent.id !== desk.me.id), ...(one.following ? [agents[0]!] : [])];
    return { status: 204 };
  }
  if (part === 'agents') return ok({ items: agents.map((agent) => ({ ...agent, following: one.followers.some((other) => other.id === agent.id) })), next: null });
  if (part === 'split') {
    if (method === 'DELETE') return ok(one);
    const at = one.messages.findIndex((message) => message.id === body['message']);
    const going = one.messages.splice(at, body['following'] ? one.messages.length : 1);
    const made: Conversation = { ...one, id: nextId(), number: ++last, subject: String(body['subject'] || one.subject), messages: going, events: [] };
    const actor = { type: 'agent' as const, name: desk.me.name };
    one.events.push({ id: nextId(), kind: 'split_off', actor, data: { to: String(made.number), messages: going.length }, created_at: new Date().toISOString() });
    made.events.push({ id: nextId(), kind: 'split_from', actor, data: { from: String(one.number) }, created_at: new Date().toISOString() });
    desk.conversations.push(made);
    desk.touch(one);
    desk.touch(made);
    return ok(made, 201);
  }
  if (part === 'viewers') {
    if (method !== 'GET') return { status: 204 };
    return ok({ items: agents.slice(1, 2).map(({ id, name }) => ({ agent: id, name, doing: 'writing' })), next: null });
  }
  if (part === 'messages') return ok(say(desk, one, body as unknown as NewMessage), 201);
  if (method === 'PATCH') {
    if ('assignee' in body) one.assignee = agents.find((agent) => agent.id === body['assignee']) ?? null;
    if ('queue' in body) one.queue = desk.queues.find((queue) => queue.id === body['queue']) ?? null;
    if ('category' in body) {
      const chosen = desk.categories.find((category) => category.id === body['category']);
      one.category = chosen ? { id: chosen.id, name: chosen.path } : null;
    }
    if ('priority' in body) one.priority = body['priority'] as Conversation['priority'];
    if ('tags' in body) one.tags = body['tags'] as string[];
    if ('status' in body) one.status = body['status'] as Conversation['status'];
    const actor = { type: 'agent' as const, name: desk.me.name };
    const kind = 'status' in body ? 'status_changed' : 'assigned';
    one.events.push({ id: nextId(), kind, actor, data: { to: one.status, agent: one.assignee?.id ?? null, name: one.assignee?.name ?? null }, created_at: new Date().toISOString() });
    desk.touch(one);
  }
  return ok(one);
}

function say(desk: Desk, one: Conversation, body: NewMessage): Message {
  const words = body.text ?? (body.html ?? '').replaceAll(/<[^>]+>/g, ' ');
  const note = body.kind === 'note';
  const to = body.to ?? (one.contact ? [one.contact] : []);
  const recipients = [...to, ...(body.cc ?? []), ...(body.bcc ?? [])].map(({ address }) => ({
    address,
    state: 'queued' as const,
    attempts: 0,
    next_attempt_at: null,
    reply: null,
  }));
  const message: Message = {
    id: nextId(),
    kind: note ? 'note' : 'outbound',
    author: { type: 'agent', id: desk.me.id, name: desk.me.name, address: desk.me.email },
    from: one.mailbox,
    to,
    cc: body.cc ?? [],
    subject: one.subject,
    text: words,
    html: body.html?.replaceAll(/src="cid:(\d+)"/g, 'src="/api/v1/attachments/$1?inline=1"') ?? null,
    reply_text: words,
    attachments: (body.attachments ?? []).flatMap((file) => uploads.get(file) ?? []),
    mentions: agents.filter((agent) => body.mentions?.includes(agent.id)),
    created_at: new Date().toISOString(),
    delivery: note ? null : { state: 'queued', leaves_at: body.send_at ?? new Date(Date.now() + (body.undo_s ?? 0) * 1_000).toISOString(), recipients },
    evidence: null,
    trace: [],
    automatic: false,
    remote_images: 0,
    flags: [],
  };
  one.messages.push(message);
  for (const agent of message.mentions) if (!one.followers.some((other) => other.id === agent.id)) one.followers.push(agent);
  if (!note) one.status = body.status ?? 'answered';
  if (!note) desk.deliver(one, message);
  desk.touch(one);
  return message;
}

function start(desk: Desk, body: NewConversation): Answer {
  const to = body.to[0] as Address;
  const one: Conversation = {
    id: nextId(),
    number: ++last,
    subject: body.subject,
    status: 'answered',
    channel: 'email',
    mailbox: mailboxRef,
    queue: null,
    category: null,
    fields: [],
    template: [],
    priority: 'normal',
    contact: { id: nextId(), ...to },
    assignee: agents[0] ?? null,
    assistant: null,
    updated_at: new Date().toISOString(),
    unread: false,
    preview: (body.text ?? '').slice(0, 100),
    tags: [],
    has_attachments: false,
    message_count: 0,
    answers_to: null,
    answers_to_unconfirmed: false,
    following: false,
    followers: [],
    surveys: [],
    suggestion: null,
    participants: [{ ...to, role: 'contact', ticked: true, bounced: null }],
    messages: [],
    events: [],
    postponed_until: null,
    due: null,
  };
  desk.conversations.push(one);
  say(desk, one, { kind: 'reply', text: body.text ?? null, html: body.html ?? null, to: body.to, undo_s: body.undo_s ?? null });
  return ok(one, 201);
}

let texts: Snippet[] = [
  { id: '1', name: 'Delayed parcel', shortcut: 'delay', text: 'Dear {contact.first_name},\n\nyour parcel is late. I have asked the carrier and will write as soon as I know more.\n\n{agent.name}', html: null, shared: true },
  { id: '2', name: 'Opening hours', shortcut: 'hours', text: 'We are there from Monday to Friday, 9 to 17.', html: null, shared: false },
];

const last_part = (url: URL) => url.pathname.split('/')[6] ?? '';
let template = sampleTemplate;

function templates(method: string, kind: string, language: string, deed: string, body: Record<string, unknown>): Answer {
  if (!kind) return ok({ items: sampleTemplateKinds, next: null, languages: ['en', 'cs', 'fr', 'de', 'it'] });
  if (deed === 'tests') return { status: 202 };
  const filled = (text: unknown) => String(text).replace(/\{\{ *(\w+) *\}\}/g, (_, name: string) => template.variables.find((one) => one.name === name)?.example ?? '');
  if (deed === 'preview') return ok({ subject: filled(body['subject']), text: filled(body['body']) });
  if (method === 'DELETE') template = sampleTemplate;
  if (method === 'DELETE') return { status: 204 };
  if (method === 'PUT') template = { ...template, ...body, changed: true };
  return ok({ ...template, kind, language });
}

let hooks = sampleWebhooks;

function webhooks(method: string, id: string, part: string, body: Record<string, unknown>): Answer {
  const known = hooks.find((one) => one.id === id);
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=';
  if (part === 'deliveries') return ok({ items: sampleDeliveries, next: null });
  if (part === 'secret') return ok({ secret, old_secret_until: new Date(Date.now() + 86_400_000).toISOString() }, 201);
  if (part === 'replays') return ok({ count: 1 }, 201);
  if (part) return ok(sampleDeliveries[0], 201);
  if (method === 'GET') return id ? (known ? ok(known) : gone()) : ok({ items: hooks, next: null });
  if (method === 'DELETE') hooks = hooks.filter((one) => one !== known);
  if (method === 'DELETE') return { status: 204 };
  const webhook: Webhook = Object.assign(known ?? { ...sampleWebhooks[0]!, id: nextId(), health: 'untried' as const }, body);
  if (!known) hooks = [...hooks, webhook];
  return known ? ok(webhook) : ok({ made: webhook, secret }, 201);
}

function snippets(method: string, id: string, body: Record<string, unknown>): Answer {
  const known = texts.find((one) => one.id === id);
  if (method === 'GET') return ok({ items: texts, next: null });
  if (method === 'DELETE') texts = texts.filter((one) => one !== known);
  if (method === 'DELETE') return { status: 204 };
  const snippet: Snippet = Object.assign(known ?? { id: nextId(), name: '', shortcut: '', text: '', html: null, shared: false }, body);
  if (!known) texts = [...texts, snippet];
  return ok(snippet, known ? 200 : 201);
}

function sending(desk: Desk, method: string, id: string): Answer {
  const one = desk.conversations.find((conversation) => conversation.messages.some((message) => message.id === id));
  const message = one?.messages.find((each) => each.id === id);
  if (!one || !message?.delivery) return gone();
  if (method === 'DELETE') {
    one.messages = one.messages.filter((each) => each !== message);
    kept.set(`c${one.id}`, { ...nothing, text: message.text, html: message.html, to: message.to, cc: message.cc, updated_at: new Date().toISOString() });
    message.delivery = null;
  } else message.delivery.leaves_at = new Date().toISOString();
  desk.touch(one);
  return { status: 204 };
}

// Drafts of this mock's one agent, by conversation or `new`.
const kept = new Map<string, Record<string, unknown>>();
const nothing = { kind: 'reply', text: '', html: null, note: '', to: null, cc: null, bcc: [], subject: '', mailbox: null, forwards: null, seen: null, attachments: [], updated_at: null };

function drafts(desk: Desk, method: string, about: string, body: Record<string, unknown>): Answer {
  if (!about) {
    const items = [...kept].map(([key, one]) => ({ conversation: key === 'new' ? null : key.slice(1), subject: desk.find(key.slice(1))?.subject ?? '', kind: one['kind'], preview: one['text'], updated_at: one['updated_at'] }));
    return ok({ items, next: null });
  }
  if (method === 'DELETE') kept.delete(about);
  if (method === 'DELETE') return { status: 204 };
  const files = ((body['attachments'] ?? []) as string[]).flatMap((file) => uploads.get(file) ?? []);
  if (method === 'PUT') kept.set(about, { ...nothing, ...body, attachments: files, updated_at: new Date().toISOString() });
  return ok(kept.get(about) ?? nothing);
}

function attachments(method: string, id: string, raw: Buffer): Answer {
  if (method === 'GET') return { status: 200, body: Buffer.from(PICTURE), type: 'image/svg+xml' };
  const head = raw.subarray(0, 2_000).toString('utf8');
  const filename = /filename="([^"]*)"/.exec(head)?.[1] ?? 'file';
  const file: Attachment = { id: nextId(), filename, content_type: 'application/octet-stream', size: raw.length, state: 'available' };
  uploads.set(file.id, file);
  return ok(id ? file : file, 201);
}

function look(desk: Desk, id: string): Answer {
  const found = desk.arrivals.find((one) => one.id === id);
  return found ? ok({ ...found, text: 'Please find the scan attached.', text_cut: false, to: [], cc: [], reply_to: [], attachments: [{ filename: 'scan.pdf', content_type: 'application/pdf', size: 4_200_000 }], problem: null, history: [] }) : gone();
}

function arrivals(desk: Desk, method: string, id: string, verb: string): Answer {
  if (method === 'GET' && !id) return ok({ items: desk.arrivals, next: null });
  if (method === 'GET' && verb !== 'raw') return look(desk, id);
  if (method === 'GET') return { status: 200, body: Buffer.from('Subject: raw\r\n\r\nraw mail'), type: 'message/rfc822' };
  desk.arrivals = desk.arrivals.filter((one) => one.id !== id);
  desk.tell('conversation.changed', '1');
  return ok({}, 202);
}

function mailboxes(desk: Desk, method: string, id: string, body: Record<string, unknown>): Answer {
  if (id === 'test') return ok(steps(body));
  const one = desk.mailboxes.find((box) => box.id === id);
  if (method === 'GET' && id === 'presets') return ok({ items: samplePresets, next: null });
  if (method === 'GET' && !id) return ok({ items: desk.mailboxes, next: null });
  if (method === 'GET') return one ? ok(one) : gone();
  if (method === 'DELETE') {
    desk.mailboxes = desk.mailboxes.filter((box) => box.id !== id);
    return { status: 204 };
  }
  if (steps(body).some((step) => !step.ok) && !body['save_anyway'])
    return { status: 422, body: { code: 'connection_failed', title: 'Connection failed', status: 422, detail: 'The connection does not work.', steps: steps(body) } };
  const health = desk.mailboxes[0]!.health;
  const made = one ?? { ...desk.mailboxes[0]!, id: nextId(), generated: false, forwarding_address: 'k3v9@in.lumen-lamps.example', health };
  Object.assign(made, body);
  if (!one) desk.mailboxes.push(made);
  desk.tell('settings.changed', 'mailboxes');
  return ok(made, one ? 200 : 201);
}

function steps(body: Record<string, unknown>): TestStep[] {
  const text = JSON.stringify(body);
  const bad = text.includes('wrong');
  return [
    { step: 'receiving.connect', ok: true, message: 'Connected.' },
    { step: 'receiving.login', ok: !bad, message: bad ? 'The server refused the password. Most providers want an app password here.' : 'Signed in.' },
    ...(bad ? [] : [{ step: 'receiving.folder', ok: true, message: 'The folder is there.' }]),
  ];
}
