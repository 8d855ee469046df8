// What a category asks to be known: asked for before a matter ends, filled in where it stands, and words that are renamed.
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CategoryField, Conversation } from '../src/client/types';
import { choicesOf, formOf, renamed } from '../src/desk/categories/words';
import ConversationFields from '../src/desk/conversations/ConversationFields.svelte';
import { list, open, setStatus } from '../src/desk/conversations/desk.svelte';
import { eventText } from '../src/desk/conversations/events';
import { ends, missing, needed } from '../src/desk/conversations/needed.svelte';
import { NOTHING, type Choices } from '../src/desk/rules/choices';
import { askedFor, doing, writing } from '../src/desk/rules/form';
import { comparisons, thenText, whenText } from '../src/desk/rules/words';
import { didText } from '../src/desk/shell/ruled';
import { toasts } from '../src/kit/toasts.svelte';
import { item, serve, whole } from './server';

const field = (change: Partial<CategoryField> = {}): CategoryField => ({
  id: '3', category: '1', name: 'Order', kind: 'text', choices: [], required: true, help: '', ...change,
});
const of = (change: Partial<Conversation> = {}) => whole(item({ id: '7', status: 'open' }), { template: [field()], ...change });

describe('what is missing', () => {
  it('is what is required and empty, and is asked for only when a matter ends', () => {
    expect(missing(of()).map((one) => one.name)).toEqual(['Order']);
    expect(missing(of({ fields: [{ field: '3', name: 'Order', value: '1' }] }))).toEqual([]);
    expect(missing(of({ template: [field({ required: false })] }))).toEqual([]);
    const asked = (['open', 'resolved', 'closed', 'spam'] as const).filter((to) => ends('answered', to));
    expect([asked, ends('resolved', 'closed')]).toEqual([['resolved', 'closed'], false]);
  });
});

describe('a status that ends a matter', () => {
  beforeEach(() => {
    toasts.items = [];
    needed.asking = null;
  });

  it('waits until what is missing is filled in', async () => {
    const data = of();
    const sent = serve({ 'GET /conversations/7': () => ({ body: data }), 'PATCH /conversations/7': () => ({ body: { ...data, status: 'resolved' } }) });
    await open.show('7');
    const done = setStatus('7', 'resolved');
    expect(needed.asking?.fields.map((one) => one.name)).toEqual(['Order']);
    expect(open.data?.status).toBe('open');
    needed.asking?.answer(true);
    await done;
    expect(sent.filter((one) => one.method === 'PATCH').map((one) => one.body)).toEqual([{ status: 'resolved' }]);
  });

  it('is left where somebody lets it be', async () => {
    const sent = serve({ 'GET /conversations/7': () => ({ body: of() }) });
    await open.show('7');
    const done = setStatus('7', 'closed');
    needed.asking?.answer(false);
    await done;
    expect([open.data?.status, sent.filter((one) => one.method === 'PATCH')]).toEqual(['open', []]);
  });

  it('asks for it too when only the server knows what is missing', async () => {
    const row = item({ id: '8' });
    const refused = { status: 422, body: { code: 'fields_needed', detail: 'Fill in.', fields: { 'fields.3': 'Fill in “Order” first.' } } };
    serve({
      'GET /conversations': () => ({ body: { items: [row], next: null } }),
      'GET /conversations/8': () => ({ body: whole(row, { template: [field()] }) }),
      'PATCH /conversations/8': () => refused,
    });
    await open.show(null);
    await list.show('open', '');
    await setStatus('8', 'resolved');
    await expect.poll(() => needed.asking?.data.id).toBe('8');
    expect(list.items.map((one) => [one.id, one.status])).toEqual([['8', 'open']]);
    expect(toasts.items).toEqual([]);
  });
});

describe('the fields of a conversation', () => {
  it('are saved one by one, and what does not fit is said at its field', async () => {
    const data = of({ template: [field(), field({ id: '4', name: 'Days', kind: 'number', required: false })] });
    const sent = serve({
      'GET /conversations/7': () => ({ body: data }),
      'PATCH /conversations/7': ({ body }) =>
        'fields' in (body as object) && '4' in (body as { fields: object }).fields
          ? { status: 422, body: { code: 'field_invalid', detail: 'x', fields: { fields: 'Write a number with a point: 12.5' } } }
          : { body: { ...data, fields: [{ field: '3', name: 'Order', value: '4711' }] } },
    });
    await open.show('7');
    render(ConversationFields, { data });
    const user = userEvent.setup();
    const type = async (label: string, text: string) => {
      await user.type(screen.getByLabelText(label), text);
      await user.tab();
    };
    await type('Order (required)', ' 4711 ');
    await expect.poll(() => open.data?.fields.map((one) => one.value)).toEqual(['4711']);
    await type('Days', 'many');
    await expect.poll(() => screen.queryByText('Write a number with a point: 12.5')).toBeTruthy();
    expect(sent.filter((one) => one.method === 'PATCH').map((one) => one.body)).toEqual([{ fields: { 3: '4711' } }, { fields: { 4: 'many' } }]);
  });
});

describe('words of a choice', () => {
  it('are renamed, added and removed as they stand in the form', () => {
    const form = formOf(field({ kind: 'choice', choices: ['gold', 'silver', 'bronze'] }));
    const [gold, , bronze] = form.words;
    if (gold) gold.now = ' Gold ';
    form.words = form.words.filter((word) => word !== bronze);
    form.words.push({ key: 'new', was: null, now: 'tin' });
    expect(choicesOf(form)).toEqual(['Gold', 'silver', 'tin']);
    expect(renamed(form)).toEqual({ gold: 'Gold' });
    expect(choicesOf({ ...form, kind: 'text' })).toEqual([]);
  });
});

describe('the timeline', () => {
  const told = (fields: unknown) =>
    eventText({ id: '1', kind: 'fields_set', actor: { type: 'agent', name: 'Ana' }, data: { fields }, created_at: '2026-11-22T00:00:00Z' });

  it('says what was written, and of somebody erased only that it was', () => {
    expect(told([{ field: '3', name: 'Order', from: null, to: '4711' }, { field: '4', name: 'Paid', from: 'true', to: null }])).toBe('Ana filled in Order: 4711, Paid: nothing');
    expect(told([{ field: '4', name: 'Paid', from: null, to: 'true' }])).toBe('Ana filled in Paid: Yes');
    expect(told(undefined)).toBe('Ana changed fields');
  });
});

describe('rules about fields', () => {
  const choices: Choices = {
    ...NOTHING,
    asked: [
      { id: '3', text: 'Order (Orders)', kind: 'text', choices: [] },
      { id: '4', text: 'Level', kind: 'choice', choices: ['gold', 'silver'] },
      { id: '5', text: 'Paid', kind: 'checkbox', choices: [] },
    ],
  };

  it('offer what fits the kind of the field', () => {
    const first = (kind: CategoryField['kind']) => comparisons('category_field', kind).slice(0, 2);
    expect([first('text'), first('number'), first('date'), first('choice'), first('checkbox')]).toEqual([
      ['contains', 'contains_not'], ['at_least', 'at_most'], ['at_least', 'at_most'], ['is', 'is_not'], ['not_empty', 'empty'],
    ]);
    expect(askedFor('4', choices)).toEqual({ field: 'category_field', of: '4', is: 'is', values: ['gold'] });
    expect(askedFor('5', choices)).toEqual({ field: 'category_field', of: '5', is: 'not_empty', values: [] });
    expect(doing('set_field', choices)).toEqual({ do: 'set_field', of: '3', value: '' });
    expect(writing('5', choices)).toEqual({ do: 'set_field', of: '5', value: 'true' });
  });

  it('are told in plain words, and so is what became of them', () => {
    const rule = {
      name: 'Gold',
      enabled: true,
      when: { on: 'created', since: null, minutes: null },
      if: [{ match: 'all', conditions: [{ field: 'category_field', of: '3', is: 'contains', values: ['K-'] }] }],
      then: [writing('4', choices), { do: 'set_field', of: '5', value: '' }],
    };
    expect(whenText(rule, choices)).toContain('Order (Orders) contains “K-”');
    expect(thenText(rule, choices)).toBe('set field Level: “gold”, set field Paid: nothing');
    expect(didText({ do: 'set_field', value: 'gold', name: 'Level', outcome: 'done' })).toBe('set field Level: gold');
    const missed = didText({ do: 'set_status', value: 'resolved', name: 'Order, Level', outcome: 'fields-missing' });
    expect(missed).toBe('set status Resolved (not done: Order, Level must be filled in first)');
  });
});
