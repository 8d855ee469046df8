// Drafts on their way to the server: saved in a quiet moment, found on another machine, kept while the server is away.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyDraft, type Draft } from '../src/desk/conversations/drafts';
import { allKept, Keeper } from '../src/desk/conversations/keeper.svelte';
import { serve } from './server';

const draft = (change: Partial<Draft>): Draft => ({ ...emptyDraft(), ...change });
const shown = (text: string, updated_at: string | null) => ({ kind: 'reply', text, html: null, note: '', to: null, cc: null, bcc: [], subject: '', mailbox: null, forwards: null, seen: null, attachments: [], updated_at });
const NOW = '2026-11-28T10:00:00Z';

beforeEach(() => vi.useFakeTimers({ now: new Date(NOW) }));
afterEach(() => vi.useRealTimers());

async function opened(server: unknown) {
  let stored = server;
  const asked = serve({
    'GET /conversations/c1/draft': () => ({ body: stored }),
    'PUT /conversations/c1/draft': ({ body }) => ({ body: (stored = { ...(body as object), attachments: [], updated_at: new Date().toISOString() }) }),
    'DELETE /conversations/c1/draft': () => ({ status: 204 }),
  });
  const keeper = new Keeper('a1');
  const heard: Draft[] = [];
  const first = keeper.open('c1', (one) => heard.push(one));
  await vi.advanceTimersByTimeAsync(10);
  return { keeper, heard, first, puts: () => asked.filter((one) => one.method === 'PUT'), asked };
}

describe('a draft', () => {
  it('is saved once for a burst of typing, and says so', async () => {
    const { keeper, puts } = await opened(shown('', null));
    for (const text of ['H', 'He', 'Hello']) keeper.keep(draft({ text }));
    expect(keeper.whereabouts).toBe('here');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(puts().map((one) => (one.body as { text: string }).text)).toEqual(['Hello']);
    expect(keeper.whereabouts).toBe('saved');
    keeper.keep(draft({ text: 'Hello' }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(puts()).toHaveLength(1);
  });

  it('that was written on another machine is found here', async () => {
    const { keeper, heard, first } = await opened(shown('From the train', '2026-11-28T09:00:00Z'));
    expect(first.text).toBe('');
    expect(heard.map((one) => one.text)).toEqual(['From the train']);
    expect(keeper.whereabouts).toBe('saved');
  });

  it('that never reached the server is sent there after a crash', async () => {
    localStorage.setItem('staffetta.draft.a1.c1', JSON.stringify({ draft: draft({ text: 'Typed last' }), saved_at: Date.parse(NOW) - 1_000, base: null, ahead: true }));
    const { heard, first, puts } = await opened(shown('Older', '2026-11-28T09:00:00Z'));
    expect(first.text).toBe('Typed last');
    expect(heard).toEqual([]);
    expect((puts()[0]?.body as { text: string }).text).toBe('Typed last');
  });

  it('is tried again while the server cannot be reached', async () => {
    const { keeper } = await opened(shown('', null));
    let reachable = false;
    const asked = serve({ 'PUT /conversations/c1/draft': ({ body }) => (reachable ? { body: { ...(body as object), updated_at: NOW } } : { status: 503, body: { code: 'unavailable' } }) });
    keeper.keep(draft({ text: 'Hello' }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(keeper.whereabouts).toBe('here');
    reachable = true;
    await vi.advanceTimersByTimeAsync(11_000);
    expect(asked).toHaveLength(2);
    expect(keeper.whereabouts).toBe('saved');
  });

  it('stays at the server until what is sent has arrived, and ends with it', async () => {
    const { keeper, asked } = await opened(shown('', null));
    keeper.keep(draft({ text: 'Hello' }));
    void keeper.hold('c1');
    keeper.keep(draft({}));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked.map((one) => one.method)).toEqual(['GET', 'PUT']);
    keeper.settle('c1', draft({}), true);
    await vi.advanceTimersByTimeAsync(10);
    // Its author may have taken it back by now: nothing is deleted behind that.
    expect(asked.map((one) => one.method)).toEqual(['GET', 'PUT']);
    expect(localStorage.length).toBe(0);
  });

  it('that is on its way is waited for by what is sent, and by what is taken back', async () => {
    let saved: (() => void) | undefined;
    const { keeper } = await opened(shown('', null));
    serve({ 'PUT /conversations/c1/draft': async ({ body }) => (await new Promise<void>((done) => (saved = done)), { body: { ...(body as object), attachments: [], updated_at: NOW } }) });
    keeper.keep(draft({ text: 'Hello' }));
    const steps: string[] = [];
    void keeper.hold('c1').then(() => steps.push('sent'));
    void allKept().then(() => steps.push('taken back'));
    await vi.advanceTimersByTimeAsync(50);
    expect(steps).toEqual([]);
    saved?.();
    await vi.advanceTimersByTimeAsync(50);
    expect(steps.toSorted()).toEqual(['sent', 'taken back']);
  });

  it('of nothing does not take a note away that was just begun', async () => {
    const asked = serve({ 'GET /conversations/c1/draft': () => ({ body: shown('', null) }) });
    const keeper = new Keeper('a1');
    const heard: Draft[] = [];
    keeper.open('c1', (one) => heard.push(one));
    keeper.keep(draft({ kind: 'note' }));
    await vi.advanceTimersByTimeAsync(10);
    expect(asked).toHaveLength(1);
    expect(heard).toEqual([]);
  });

  it('of nothing is nothing to save', async () => {
    const { keeper, asked } = await opened(shown('', null));
    keeper.keep(draft({ kind: 'note' }));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked).toHaveLength(1);
  });
});
