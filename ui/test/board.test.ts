// The board as whoever leads the team meets it.
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import Board from '../src/desk/board/Board.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { serve } from './server';

const user = userEvent.setup();
const ana = { agent: { id: 'a1', name: 'Ana', email: 'ana@desk.example' }, presence: 'online', presence_chosen: 'online', presence_own: null, load: 7, capacity: 20 };
const ben = { agent: { id: 'a2', name: 'Ben', email: 'ben@desk.example' }, presence: 'offline', presence_chosen: 'in_email', presence_own: null, load: 0, capacity: 5 };

/** CC-2, CC-3 */
it('the board shows what everybody does and has, and sets what they do', async () => {
  const asked = serve({
    'GET /board': () => ({ body: { items: [ana, ben], next: null } }),
    'PUT /agents/:id/presence': () => ({ body: { presence: 'away', presence_chosen: 'away', presence_own: null } }),
  });
  render(Board);
  expect(await screen.findByText('7 of 20 conversations')).toBeTruthy();
  expect(screen.getByText('No browser of theirs is open. In e-mail when they are back.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Presence of Ana: Online' }));
  await user.click(await screen.findByRole('menuitemradio', { name: 'Away' }));
  await waitFor(() => expect(asked.filter((one) => one.path === '/board')).toHaveLength(2));
  const set = asked.find((one) => one.method === 'PUT');
  expect([set?.path, set?.body]).toEqual(['/agents/a1/presence', { presence: 'away' }]);
});

/** CC-3, CC-14: a presence of the desk's own stands below what it counts as, and a call comes over whatever was chosen. */
it('the board offers presences of the desk, and says who is in a call', async () => {
  session.presences = [{ id: 'p1', name: 'Lunch', counts_as: 'away' }];
  const called = { ...ben, presence: 'in_call', presence_chosen: 'away', presence_own: { id: 'p1', name: 'Lunch' } };
  const asked = serve({
    'GET /board': () => ({ body: { items: [ana, called], next: null } }),
    'PUT /agents/:id/presence': () => ({ body: { presence: 'away', presence_chosen: 'away', presence_own: { id: 'p1', name: 'Lunch' } } }),
  });
  render(Board);
  await user.click(await screen.findByRole('button', { name: 'Presence of Ben: In a call' }));
  const offered = screen.getAllByRole('menuitemradio').map((one) => [one.textContent?.trim(), one.getAttribute('aria-checked')]);
  expect(offered).toEqual([['Online', 'false'], ['In e-mail', 'false'], ['Away', 'false'], ['Lunch', 'true'], ['Offline', 'false']]);
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Presence of Ana: Online' }));
  await user.click(await screen.findByRole('menuitemradio', { name: 'Lunch' }));
  await waitFor(() => expect(asked.find((one) => one.method === 'PUT')?.body).toEqual({ own: 'p1' }));
});
