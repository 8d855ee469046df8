// the stream of events: what is told, what happens when it breaks, and bursts.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen, type LiveEvent } from '../src/client/live';
import { soon } from '../src/desk/shell/live.svelte';
import { FakeEventSource } from './setup';

describe('the stream of events', () => {
  let events: LiveEvent[];
  let states: boolean[];
  let stop: () => void;

  beforeEach(() => {
    vi.useFakeTimers();
    events = [];
    states = [];
    stop = listen({ event: (event) => events.push(event), connected: (now) => states.push(now) });
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });
  const source = () => FakeEventSource.all.at(-1)!;

  it('hands on what changed, and whose conversation a delivery belongs to', () => {
    source().tell('conversation.changed', { seq: 1, id: '7' });
    source().tell('delivery.changed', { seq: 2, id: '70', conversation: '7' });
    expect(events).toEqual([
      { type: 'conversation.changed', id: '7' },
      { type: 'delivery.changed', id: '70', conversation: '7' },
    ]);
  });

  it('says reset once after every reconnection, because something may have been missed', () => {
    source().onopen?.();
    expect(events).toEqual([]);
    source().onerror?.();
    source().onopen?.();
    expect(events).toEqual([{ type: 'reset' }]);
    expect(states).toEqual([true, false, true]);
  });

  it('connects anew when the browser gave up', () => {
    source().onopen?.();
    source().readyState = FakeEventSource.CLOSED;
    source().onerror?.();
    expect(FakeEventSource.all).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    expect(FakeEventSource.all).toHaveLength(2);
  });

  it('reads once for a burst, and not later than five quiet times after its first event', () => {
    let reads = 0;
    const read = soon(() => (reads += 1), 100);
    for (let at = 0; at < 4; at += 1) {
      read();
      vi.advanceTimersByTime(50);
    }
    expect(reads).toBe(0);
    vi.advanceTimersByTime(100);
    expect(reads).toBe(1);
    for (let at = 0; at < 20; at += 1) {
      read();
      vi.advanceTimersByTime(60);
    }
    expect(reads).toBeGreaterThan(2);
  });
});
