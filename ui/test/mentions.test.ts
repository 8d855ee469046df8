// Whom an `@` in a note names, where it is marked, and what of it is sent.
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import Composer from '../src/desk/conversations/Composer.svelte';
import { fittingPeople, mentionedIn, pieces, typedMention } from '../src/desk/conversations/mentions';
import { session } from '../src/desk/shell/session.svelte';
import { ownNewsText } from '../src/desk/shell/ownNews.svelte';
import { item, letter, serve, whole } from './server';

const people = [
  { id: '1', name: 'Anna Berg', email: 'anna@desk.example', following: false },
  { id: '2', name: 'Bob Ostrý', email: 'b.o@desk.example', following: false },
  { id: '3', name: 'Anna Zell', email: 'cyd@desk.example', following: false },
];
const marked = (text: string) => pieces(text, people).filter((piece) => piece.id).map((piece) => `${piece.id} ${piece.text}`);

it('a name, a first name that one has, and the part of an address before its @ are mentions', () => {
  expect(marked('@Anna Berg, can you look?')).toEqual(['1 @Anna Berg']);
  expect(marked('(@anna zell) @bob and @B.O')).toEqual(['3 @anna zell', '2 @bob', '2 @B.O']);
  expect(marked('@Bobby, bob@anna.example, @, @anna')).toEqual([]);
  expect(pieces('ask @Bob.', people).map((piece) => piece.text).join('')).toBe('ask @Bob.');
  expect(mentionedIn('@Bob and @Bob Ostrý', people, new Map())).toEqual(['2']);
});

it('of two with one name the one who was picked is meant', () => {
  const twins = [{ ...people[0]!, id: '7' }, { ...people[0]!, id: '8', email: 'berg@desk.example' }];
  expect(mentionedIn('@Anna Berg', twins, new Map())).toEqual([]);
  expect(mentionedIn('@Anna Berg', twins, new Map([['Anna Berg', '8']]))).toEqual(['8']);
});

it('what is typed behind @ finds people by any of their names, accents aside', () => {
  expect(typedMention('please @os')).toBe('os');
  expect(typedMention('please @Anna Z')).toBe('Anna Z');
  expect(typedMention('to bob@os')).toBeNull();
  expect(typedMention('please @Anna  ')).toBeNull();
  const names = (typed: string) => fittingPeople(people, typed).map((one) => one.name);
  expect(names('')).toHaveLength(3);
  expect(names('ostry')).toEqual(['Bob Ostrý']);
  expect(names('anna z')).toEqual(['Anna Zell']);
  expect(names('cyd')).toEqual(['Anna Zell']);
});

it('a note is completed by keys and sent with whom it mentions', async () => {
  session.me = { id: '1', name: 'Anna Berg', email: 'anna@desk.example', role: 'agent', presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false, may: [] };
  const data = whole(item());
  const asked = serve({
    'GET /mailboxes': () => ({ body: { items: [], next: null } }),
    [`GET /conversations/${data.id}/agents`]: () => ({ body: { items: people, next: null } }),
    [`GET /conversations/${data.id}`]: () => ({ body: data }),
    [`POST /conversations/${data.id}/messages`]: () => ({ status: 201, body: letter({ kind: 'note' }) }),
  });
  const user = userEvent.setup();
  render(Composer, { data, leave: () => undefined });
  await user.click(screen.getByRole('tab', { name: 'Note' }));
  await user.type(screen.getByRole('textbox', { name: 'Your note' }), 'Look, @o');
  await screen.findByRole('option', { name: /Bob Ostrý/ });
  await user.keyboard('{Enter}please{Control>}{Enter}{/Control}');
  const sent = asked.find((one) => one.method === 'POST');
  expect(sent?.body).toMatchObject({ kind: 'note', text: 'Look, @Bob Ostrý please', mentions: ['2'] });
});

it('what is news to somebody alone says who did what', () => {
  const events = [
    { id: '1', kind: 'assigned', actor: { type: 'agent' as const, name: 'Bob' }, data: {}, created_at: '2026-11-22T10:00:00Z' },
    { id: '2', kind: 'status_changed', actor: { type: 'agent' as const, name: 'Cyd' }, data: {}, created_at: '2026-11-22T10:00:00Z' },
  ];
  const note = letter({ kind: 'note', author: { type: 'agent', id: '2', name: 'Bob', address: 'b.o@desk.example' } });
  const data = whole(item({ subject: 'Lamp', status: 'resolved', assignee: people[0]! }), { events, messages: [note] });
  expect(ownNewsText(data, 'mentioned')).toBe('Bob mentioned you: Lamp');
  expect(ownNewsText(data, 'noted')).toBe('Bob wrote a note: Lamp');
  expect(ownNewsText(data, 'assigned')).toBe('Bob gave you: Lamp');
  expect(ownNewsText(data, 'handed')).toBe('Bob gave to Anna Berg: Lamp');
  expect(ownNewsText(data, 'status')).toBe('Cyd set to Resolved: Lamp');
});
