// Rows that are selected, and one change to all of them that is undone as one.
import { beforeEach, describe, expect, it } from 'vitest';
import { statusAll, tagAll } from '../src/desk/conversations/bulk.svelte';
import { list } from '../src/desk/conversations/desk.svelte';
import { Selection, SELECTABLE } from '../src/desk/conversations/selection.svelte';
import { toasts } from '../src/kit/toasts.svelte';
import { item, serve } from './server';

const order = ['a', 'b', 'c', 'd', 'e'];

describe('the selection', () => {
  it('reaches from the row that was selected last to another, in both directions', () => {
    const selection = new Selection();
    selection.toggle('d');
    selection.extend('b', order);
    expect(selection.ids.sort()).toEqual(['b', 'c', 'd']);
    selection.toggle('c');
    expect(selection.ids.sort()).toEqual(['b', 'd']);
    selection.clear();
    selection.extend('e', order, 'd');
    expect(selection.ids.sort()).toEqual(['d', 'e']);
  });

  it('forgets what is not in the list any more and ends where one change ends', () => {
    const selection = new Selection();
    selection.all(order);
    selection.keep(['a', 'e']);
    expect(selection.ids.sort()).toEqual(['a', 'e']);
    selection.all(Array.from({ length: 300 }, (_, index) => `x${index}`));
    expect(selection.size).toBe(SELECTABLE);
  });
});

describe('a change of many', () => {
  beforeEach(() => {
    toasts.items = [];
  });

  const page = (items: unknown[]) => () => ({ body: { items, next: null } });
  const done = ({ body }: { body: unknown }) => ({ body: { items: (body as { ids: string[] }).ids.map((id) => ({ id, problem: null })) } });

  it('shows at once, and its undo puts each back to what it was', async () => {
    const items = [item({ status: 'new' }), item({ status: 'answered' }), item({ status: 'open' }), item()];
    const asked = serve({ 'GET /conversations': page(items), 'POST /conversations/bulk': done });
    await list.show('open', '');
    const ids = items.slice(0, 3).map((one) => one.id);
    const changing = statusAll(ids, 'resolved');
    expect(list.items.map((one) => one.id)).toEqual([items[3]?.id]);
    await changing;
    expect(toasts.items[0]?.text).toBe('3 conversations are now Resolved.');
    toasts.items[0]?.action?.run();
    await expect.poll(() => list.items.length).toBe(4);
    const sent = asked.filter((one) => one.method === 'POST').map((one) => one.body);
    expect(sent).toEqual([
      { ids, status: 'resolved' },
      { ids: [ids[0], ids[2]], status: 'open' },
      { ids: [ids[1]], status: 'answered' },
    ]);
  });

  it('brings back what was refused and says why', async () => {
    const items = [item(), item()];
    const [first, second] = items.map((one) => one.id) as [string, string];
    serve({
      'GET /conversations': page(items),
      'POST /conversations/bulk': () => ({ body: { items: [{ id: first, problem: null }, { id: second, problem: { detail: 'It is gone.' } }] } }),
    });
    await list.show('open', '');
    await statusAll([first, second], 'trash');
    expect(list.items.map((one) => one.id)).toEqual([second]);
    expect(toasts.items.map((toast) => toast.text)).toEqual([
      'One conversation was not changed: It is gone.',
      'One conversation is now Trash.',
    ]);
  });

  it('is taken back as a whole when the server cannot be reached', async () => {
    const items = [item({ tags: ['vip'] }), item()];
    serve({ 'GET /conversations': page(items), 'POST /conversations/bulk': () => ({ status: 503, body: { code: 'unavailable', detail: 'Later.' } }) });
    await list.show('open', '');
    await tagAll(items.map((one) => one.id), 'late', true);
    expect(list.items.map((one) => one.tags)).toEqual([['vip'], []]);
    expect(toasts.items[0]).toMatchObject({ tone: 'bad' });
  });
});
