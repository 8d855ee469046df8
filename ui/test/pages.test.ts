// A list read page by page: what was opened stays open when it is read anew.
import { describe, expect, it } from 'vitest';
import { Pages } from '../src/desk/shell/pages.svelte';

const SIZE = 20;

/** A list at a server, newest first, and its pages. */
function serverOf(count: number) {
  const stands = { rows: Array.from({ length: count }, (_, at) => ({ id: `r${count - at}`, word: 'old' })) };
  let reads = 0;
  const pages = new Pages(async (_, after) => {
    reads += 1;
    const from = after ? stands.rows.findIndex((one) => one.id === after) + 1 : 0;
    const items = stands.rows.slice(from, from + SIZE);
    return { items, next: from + SIZE < stands.rows.length ? (items.at(-1)?.id ?? null) : null };
  });
  return { stands, pages, reads: () => reads };
}

describe('a list that is read anew', () => {
  it('keeps opened further pages, each row as it is now, and what came on top', async () => {
    const { stands, pages } = serverOf(50);
    await pages.show();
    await pages.more();
    expect(pages.items).toHaveLength(40);
    stands.rows = [{ id: 'r51', word: 'new' }, ...stands.rows.map((one) => ({ ...one, word: 'new' }))];
    await pages.again();
    expect(pages.items).toEqual(stands.rows.slice(0, 40));
  });

  it('reads a bounded part of a very long one; the rest stays as it was, and goes on where it went on', async () => {
    const { stands, pages, reads } = serverOf(400);
    await pages.show();
    for (let page = 1; page < 10; page += 1) await pages.more();
    expect(pages.items).toHaveLength(200);
    const next = pages.next;
    const before = reads();
    await pages.again();
    expect(reads() - before).toBeLessThanOrEqual(6);
    expect(pages.items?.map((one) => one.id)).toEqual(stands.rows.slice(0, 200).map((one) => one.id));
    expect(pages.next).toBe(next);
  });

  it('begins anew while something else is looked for', async () => {
    const { pages } = serverOf(50);
    await pages.show('a');
    await pages.more();
    const looking = pages.show('b');
    await pages.again();
    await looking;
    expect(pages.items).toHaveLength(SIZE);
  });
});
