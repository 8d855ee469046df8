// Held mail as a person meets it: released, undone, several at once; and what may be done with which mail.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Arrival } from '../src/client/types';
import { deedsFor } from '../src/desk/arrivals/deeds';
import Held from '../src/desk/arrivals/Held.svelte';
import { wordText } from '../src/kit/text';
import { toasts } from '../src/kit/toasts.svelte';
import { serve } from './server';

const user = userEvent.setup();

function arrival(id: string, change: Partial<Arrival> = {}): Arrival {
  return {
    id,
    mailbox: null,
    source: 'imap',
    from: { name: null, address: `zoe${id}@posta.example` },
    subject: `Mail ${id}`,
    size: 100,
    state: 'quarantined',
    reason: 'agent-not-verified',
    received_at: '2026-11-22T11:00:00Z',
    attempts: 1,
    conversation: null,
    message: null,
    duplicate_of: null,
    late: false,
    trace: [],
    ...change,
  };
}

describe('held mail', () => {
  const begin = (items: Arrival[]) => {
    let held = items;
    const gone = ({ path }: { path: string }) => {
      held = held.filter((one) => !path.includes(`/${one.id}/`));
      return { body: {} };
    };
    const back = () => {
      held = items;
      return { body: {} };
    };
    const asked = serve({
      'GET /arrivals': () => ({ body: { items: held, next: null } }),
      'GET /views': () => ({ body: { items: [], held: held.length } }),
      'POST /arrivals/:id/release': gone,
      'DELETE /arrivals/:id/release': back,
      'POST /arrivals/:id/deletion': gone,
    });
    render(Held, { page: 'held', menu: () => undefined });
    return (method: string) => asked.filter((one) => one.method === method);
  };

  it('is released by its button, and the release is undone', async () => {
    const asked = begin([arrival('1')]);
    await user.click(await screen.findByRole('button', { name: 'Release: Mail 1' }));
    await waitFor(() => expect(screen.queryByText('Mail 1')).toBeNull());
    expect(asked('POST')[0]?.body).toEqual({ as: 'release' });
    toasts.items.at(-1)?.action?.run();
    expect(await screen.findByText('Mail 1')).toBeTruthy();
    expect(asked('DELETE').map((one) => one.path)).toEqual(['/arrivals/1/release']);
  });

  it('is deleted several at once', async () => {
    const asked = begin([arrival('3'), arrival('2', { reason: 'crashed' }), arrival('1')]);
    await user.click(await screen.findByRole('checkbox', { name: 'Choose Mail 3' }));
    await user.click(screen.getByRole('checkbox', { name: 'Choose Mail 2' }));
    expect(screen.getByText('2 chosen')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Release' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(screen.queryByText('Mail 2')).toBeNull());
    expect(asked('POST').map((one) => one.path).sort()).toEqual(['/arrivals/2/deletion', '/arrivals/3/deletion']);
  });
});

describe('what may be done', () => {
  it('follows from the state and the reason', () => {
    expect(deedsFor(arrival('1'))).toEqual(['release', 'new', 'delete', 'block']);
    expect(deedsFor(arrival('1'), 'Zoe1@posta.example')[0]).toBe('accept');
    expect(deedsFor(arrival('1'), 'zoe2@posta.example')).not.toContain('accept');
    expect(deedsFor(arrival('1', { reason: 'possible-forgery' }), 'zoe1@posta.example')).not.toContain('accept');
    expect(deedsFor(arrival('1', { reason: 'too-slow', from: null }))).toEqual(['retry', 'delete']);
    expect(deedsFor(arrival('1', { state: 'waiting' }))).toEqual(['retry', 'delete', 'block']);
    expect(deedsFor(arrival('1', { state: 'ignored', reason: 'deleted' }))).toEqual(['restore']);
    expect(deedsFor(arrival('1', { state: 'ignored', reason: 'blocked-sender' }))).toEqual(['unblock', 'new']);
    expect(deedsFor(arrival('1', { state: 'ignored', reason: 'duplicate-of' }))).toEqual(['new']);
  });

  it('is said in words, also for a word that this page does not know', () => {
    expect(wordText('reason', 'no-sender')).toBe('It has no sender that could be read.');
    expect(wordText('reason', 'a-new-reason')).toBe('a new reason');
  });
});
