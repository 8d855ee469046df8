// A conversation on paper: all letters are unfolded while it is printed, and it says whether notes go with it.
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import Print from '../src/desk/conversations/Print.svelte';
import Timeline from '../src/desk/conversations/Timeline.svelte';
import { item, letter, serve, whole } from './server';

const user = userEvent.setup();

beforeEach(() => {
  serve({});
});

/** LA-5: notes go on paper only when they are asked for. */
it.each([
  [false, 'letters'],
  [true, 'all'],
])('everything is unfolded while it is printed, with notes: %s', async (notes, kind) => {
  const messages = Array.from({ length: 9 }, (_, index) => letter({ id: `m${index}`, text: `Part ${index}`, reply_text: `Part ${index}` }));
  const data = { ...whole(item()), messages };
  render(Timeline, { data, pending: [], why: () => undefined });
  const folded = () => document.querySelectorAll('.peek').length;
  const before = folded();
  expect(before).toBeGreaterThan(0);
  const seen: unknown[] = [];
  const print = vi.fn(() => void seen.push([folded(), document.documentElement.dataset.print]));
  window.print = print;
  let closed = false;
  render(Print, { data, close: () => (closed = true) });
  if (notes) await user.click(screen.getByRole('checkbox', { name: /With notes/ }));
  await user.click(screen.getByRole('button', { name: 'Print' }));
  await vi.waitFor(() => expect(print).toHaveBeenCalledOnce());
  expect(seen).toEqual([[0, kind]]);
  expect(closed).toBe(true);
  await vi.waitFor(() => expect(folded()).toBe(before));
  expect(document.documentElement.dataset.print).toBeUndefined();
});
