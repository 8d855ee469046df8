// Small pure rules: addresses, routes, views, times, mailbox forms, drafts, reasons.
import { describe, expect, it } from 'vitest';
import type { EmailPolicy, Mailbox } from '../src/client/types';
import { eventText } from '../src/desk/conversations/events';
import { isEmpty, emptyDraft, recall, remember, type Draft } from '../src/desk/conversations/drafts';
import { postponeTimes } from '../src/desk/conversations/postpone';
import { belongs } from '../src/desk/conversations/words';
import { changedConnections, portAfter, hoursOf, settingsOf, taken, toDraft, toForm } from '../src/desk/mailboxes/form';
import { toEmailForm, toEmailPolicy, toPolicy, toPolicyForm } from '../src/desk/mailboxes/policy';
import { reasonText } from '../src/desk/shell/reasons';
import { parse, viewPath } from '../src/desk/shell/router.svelte';
import { readAddresses } from '../src/kit/addresses';
import { fileSize, shortTime } from '../src/kit/time.svelte';
import { item } from './server';

describe('typed addresses', () => {
  const check = (text: string, good: string[], rest = '') => {
    const read = readAddresses(text);
    expect(read.good.map((one) => (one.name ? `${one.name}|${one.address}` : one.address))).toEqual(good);
    expect(read.rest).toBe(rest);
  };

  it('are read with and without names, separated by commas, semicolons or lines', () => {
    check('a@b.cz', ['a@b.cz']);
    check('Zoë Kůň <zoe@posta.example>; b@c.de', ['Zoë Kůň|zoe@posta.example', 'b@c.de']);
    check('"Müller, Max" <max@m.example>\nc@d.fr', ['Müller, Max|max@m.example', 'c@d.fr']);
    check('jiří@háčky.example', ['jiří@háčky.example']);
  });

  it('stay in the field when they cannot be read', () => {
    check('a@b.cz, nonsense', ['a@b.cz'], 'nonsense');
    check('a@b', [], 'a@b');
    check('two words@b.cz', [], 'two words@b.cz');
  });
});

describe('routes', () => {
  it('name a screen, and lead back to their path', () => {
    expect(parse('/')).toEqual({ screen: 'conversations', view: 'open', id: null, q: '' });
    expect(parse(viewPath('mine', 'a/b'))).toEqual({ screen: 'conversations', view: 'mine', id: 'a/b', q: '' });
    expect(parse('/views/all/7', '?q=K%C5%AF%C5%88')).toEqual({ screen: 'conversations', view: 'all', id: '7', q: 'Kůň' });
    expect(parse('/conversations/7')).toEqual({ screen: 'conversations', view: 'all', id: '7', q: '' });
    expect(parse('/settings')).toEqual({ screen: 'settings', page: 'mailboxes', id: null, tab: null });
    expect(parse('/views/nothing')).toEqual({ screen: 'lost' });
  });
});

describe('views', () => {
  const check = (view: Parameters<typeof belongs>[0], change: Parameters<typeof item>[0], expected: boolean) =>
    expect(belongs(view, item(change), 'a1')).toBe(expected);
  const mine = { id: 'a1', name: 'Ana', email: 'ana@desk.example' };

  it('hold what the API says they hold', () => {
    check('open', { status: 'new' }, true);
    check('open', { status: 'resolved' }, false);
    check('unassigned', { status: 'answered' }, true);
    check('unassigned', { status: 'open', assignee: mine }, false);
    check('mine', { status: 'open', assignee: mine }, true);
    check('mine', { status: 'open', assignee: { ...mine, id: 'a2' } }, false);
    check('all', { status: 'closed' }, true);
    check('all', { status: 'trash' }, false);
    check('spam', { status: 'spam' }, true);
  });
});

describe('times and sizes', () => {
  const now = new Date('2026-11-22T12:00:00').getTime();
  const check = (local: string, expected: string) => expect(shortTime(new Date(local).toISOString(), now)).toBe(expected);

  it('are relative within the hour, a clock time today, a date before', () => {
    check('2026-11-22T11:59:40', 'now');
    check('2026-11-22T11:42:00', '18 min');
    expect(shortTime(new Date('2026-11-22T08:05:00').toISOString(), now)).toMatch(/0?8:05/);
    expect(shortTime(new Date('2026-11-14T08:05:00').toISOString(), now)).toMatch(/14/);
    expect(shortTime(new Date('2025-11-14T08:05:00').toISOString(), now)).toMatch(/2025/);
  });

  it('are read by people', () => {
    expect([fileSize(812), fileSize(91_422), fileSize(26_214_400)]).toEqual(['812 bytes', '89 kB', '25 MB']);
  });

  it('of postponing never offer the same morning twice', () => {
    for (let day = 15; day < 22; day += 1) {
      const times = postponeTimes(new Date(2026, 10, day, 15, 30)).map((one) => one.at.getTime());
      expect(new Set(times).size).toBe(times.length);
      expect(Math.min(...times)).toBeGreaterThan(new Date(2026, 10, day, 15, 30).getTime());
    }
  });
});

/** LA-3, SO-7, SO-8, TR-4 */
describe('the settings of the channel', () => {
  const policy: EmailPolicy = { agent_replies: 'note', reply_without_token: false, token_suffices: [], merging: null, new_after_closed_hours: null, same_mail: 'per_mailbox', stale_hours: 24, undo_s: 60, arc_sealers: ['google.com', 'microsoft.com'] };

  it('are written back as they were read', () => {
    expect(toEmailPolicy(toEmailForm(policy))).toEqual(policy);
    const set = { ...policy, merging: { hours: 48, statuses: ['open'] as const }, new_after_closed_hours: 0, undo_s: 0 };
    expect(toEmailPolicy(toEmailForm({ ...set, merging: { hours: 48, statuses: ['open'] } }))).toEqual(set);
  });

  it('take domains as people write them, and never a number that was not typed', () => {
    const form = { ...toEmailForm(policy), token_suffices: 'acme.example; other.example,  third.example', stale_hours: 'soon', undo_s: '' };
    expect(toEmailPolicy(form)).toMatchObject({ token_suffices: ['acme.example', 'other.example', 'third.example'], stale_hours: 0, undo_s: 100_000 });
  });
});

describe('a mailbox form', () => {
  const line = { state: 'ok', sentence: 'It works.', since: null, last_mail_at: null };
  const beside = { history_days: null, copy_sent: null, sent_folder: null, watch_sent: true, watch_junk: false, junk_folder: null, believe_spam_marks: false, poll_s: null };
  const box = {
    id: 'm1',
    name: 'Support',
    address: 'support@desk.example',
    aliases: ['help@desk.example'],
    purpose: 'receive_and_send',
    enabled: true,
    generated: false,
    forwarding_address: null,
    incoming: { kind: 'imap', host: 'imap.desk.example', port: 993, tls: 'implicit', login: 'support', has_password: true, folder: 'INBOX', after: 'move', move_to: 'Done', ...beside },
    outgoing: { host: 'smtp.desk.example', port: 587, tls: 'starttls', login: null, sender: null, has_password: false },
    signature: '',
    signature_html: null,
    policy: { convert_all: true, agent_mail: 'requester', merging: { mode: 'as_channel' }, forwards_name_the_customer: false, sender_name: 'mailbox', delimiter: false, name_token: false, session_in_subject: false, answers_through: null, language: 'en', greeting: { on: false, text: '' }, business_hours: { on: false, zone: 'UTC', days: Array.from({ length: 7 }, () => ({ zone: null, intervals: [] })), holidays: [], away: '' }, survey: { on: false, delay_minutes: 60, pause_days: 0 } },
    queue: null,
    category: null,
    can_send: true,
    forwarding_help: null,
    health: { receiving: line, sending: line, copying: line, watching: line, ledger: null },
  } satisfies Mailbox;

  it('gives back what it was filled with, without the stored password', () => {
    const draft = toDraft(toForm(box));
    const { poll_s: _, ...read } = beside;
    expect(draft.incoming).toEqual({ kind: 'imap', host: 'imap.desk.example', port: 993, tls: 'implicit', login: 'support', folder: 'INBOX', after: 'move', move_to: 'Done', ...read });
    expect(draft.outgoing).toEqual({ host: 'smtp.desk.example', port: 587, tls: 'starttls', login: null, sender: null });
    expect(draft.aliases).toEqual(['help@desk.example']);
  });

  it('sends a password only when one was typed', () => {
    const form = toForm(box);
    form.outgoing.password = 'new';
    expect(toDraft(form).outgoing).toHaveProperty('password', 'new');
    expect(toDraft(form).incoming).not.toHaveProperty('password');
  });

  it('sends only the connection that was changed, so that a server that is down does not stop a new name', () => {
    const form = toForm(box);
    form.name = 'Help';
    const { business_hours: _, ...settings } = box.policy;
    expect(settingsOf(form)).toEqual({ name: 'Help', address: box.address, aliases: box.aliases, purpose: box.purpose, enabled: true, signature: '', signature_html: null, queue: null, category: null, policy: settings });
    expect(hoursOf(form)).toEqual({ policy: { business_hours: box.policy.business_hours } });
    form.incoming.password = 'new';
    expect(changedConnections(box, form)).toHaveProperty('incoming.password', 'new');
    expect(changedConnections(box, form)).not.toHaveProperty('outgoing');
  });

  it('keeps what was typed in a tab while another one is saved', () => {
    const form = toForm(box);
    form.name = 'Help';
    form.incoming.folder = 'Sales';
    expect(taken(form, 'settings', { ...box, name: 'Help' })).toMatchObject({ name: 'Help', incoming: { folder: 'Sales' } });
    expect(taken(form, 'connection', box)).toMatchObject({ name: 'Help', incoming: { folder: 'INBOX' } });
    form.policy.business_hours.away = 'Back on Monday.';
    expect(taken(form, 'settings', box).policy.business_hours.away).toBe('Back on Monday.');
    expect(taken(form, 'hours', box)).toMatchObject({ name: 'Help', policy: { business_hours: { away: '' } } });
  });

  /** SO-7, SB-2 */
  it('writes back the settings that it was filled with, and a window of its own only where one is chosen', () => {
    expect(toPolicy(toPolicyForm(box.policy))).toEqual(box.policy);
    const form = toPolicyForm(box.policy);
    form.merging = { ...form.merging, mode: 'on', hours: '12' };
    expect(toPolicy(form).merging).toEqual({ mode: 'on', hours: 12, statuses: ['new', 'open', 'answered'] });
    form.merging.hours = 'a day';
    expect(toPolicy(form).merging).toHaveProperty('hours', 0);
    expect(toPolicy({ ...form, answers_through: 'm2' }).answers_through).toBe('m2');
  });

  it('sends no outgoing connection for a mailbox that only receives, and no fields for a listener', () => {
    const form = { ...toForm(box), purpose: 'receive' as const, way: 'listener' as const };
    expect(toDraft(form).outgoing).toBe(null);
    expect(toDraft(form).incoming).toEqual({ kind: 'listener', host: null, port: null, tls: null, login: null, folder: null, after: null });
  });

  it('follows the security with the usual port but keeps a port of its own', () => {
    expect(portAfter('imap', '993', 'starttls')).toBe('143');
    expect(portAfter('outgoing', '', 'starttls')).toBe('587');
    expect(portAfter('imap', '10993', 'starttls')).toBe('10993');
  });
});

describe('drafts', () => {
  const file = { id: 'f1', filename: 'a.pdf', content_type: 'application/pdf', size: 1, state: 'available' as const };

  const kept = (draft: Partial<Draft>, saved_at: number, ahead = true) => ({ draft: { ...emptyDraft(), ...draft }, saved_at, base: null, ahead });

  it('are remembered by agent and conversation until they are empty and the server knows', () => {
    remember('a1', 'c1', kept({ text: 'Hello' }, 1_000));
    expect(recall('a1', 'c1', 2_000).draft.text).toBe('Hello');
    expect(recall('a2', 'c1', 2_000).draft.text).toBe('');
    remember('a1', 'c1', kept({}, 3_000));
    expect(recall('a1', 'c1', 4_000).ahead).toBe(true);
    remember('a1', 'c1', kept({}, 3_000, false));
    expect(localStorage.length).toBe(0);
  });

  it('forget files that the server has forgotten, which it does not where it has the draft', () => {
    remember('a1', 'c1', kept({ text: 'Hello', files: [file] }, 0));
    expect(recall('a1', 'c1', 60_000).draft.files).toHaveLength(1);
    expect(recall('a1', 'c1', 24 * 3_600_000).draft).toMatchObject({ text: 'Hello', files: [] });
    remember('a1', 'c1', kept({ text: 'Hello', files: [file] }, 0, false));
    expect(recall('a1', 'c1', 24 * 3_600_000).draft.files).toHaveLength(1);
  });

  it('survive a storage that holds nonsense', () => {
    localStorage.setItem('staffetta.draft.a1.c1', '{broken');
    expect(isEmpty(recall('a1', 'c1', 0).draft)).toBe(true);
  });
});

describe('words of the server', () => {
  const event = (kind: string, data: Record<string, unknown>) =>
    eventText({ id: 'e1', kind, actor: { type: 'agent', name: 'Ana' }, data, created_at: '2026-11-22T10:00:00Z' });

  it('become sentences, and unknown ones are shown rather than hidden', () => {
    expect(event('status_changed', { from: 'open', to: 'resolved' })).toBe('Ana set the status to Resolved');
    expect(event('assigned', { agent: 'a2', name: 'Max' })).toBe('Ana assigned this to Max');
    expect(event('assigned', { agent: null, name: null })).toBe('Ana removed the assignee');
    expect(event('something_new', {})).toBe('Ana: something new');
    expect(reasonText('channel-off')).toBe('The e-mail channel is off.');
    expect(reasonText('a-new-reason')).toBe('a new reason');
  });
});
