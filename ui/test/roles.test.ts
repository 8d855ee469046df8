// Who is shown which page of the settings: one truth for their list, the palette and the address.
import { render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { expect, it } from 'vitest';
import Settings from '../src/desk/settings/Settings.svelte';
import { places } from '../src/desk/shell/places';
import { may, maySee, type Power } from '../src/desk/shell/roles';
import { PAGES } from '../src/desk/shell/router.svelte';
import { session } from '../src/desk/shell/session.svelte';
import roles from './roles.json';

const hidden = { agent: ['board', 'rules', 'assistants', 'templates', 'webhooks', 'audit'], manager: ['assistants', 'webhooks', 'audit'], admin: [] as string[] };

function as(role: keyof typeof hidden) {
  const told = roles.items.find((one) => one.role === role)!.may;
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role, may: told, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
  return told;
}

/** assurance.md D3: `roles.json` is what the server answers (a test of its own holds it to `desk::permit`). */
it.each(Object.keys(hidden) as (keyof typeof hidden)[])('what %s is shown follows from what the server says they may do', (role) => {
  const told = as(role);
  const shown = PAGES.filter((page) => !hidden[role].includes(page));
  expect(PAGES.filter(maySee)).toEqual(shown);
  const offered = places().map((one) => one.id.replace('go settings ', '')).filter((id) => PAGES.some((page) => page === id));
  expect(offered.sort()).toEqual([...shown].sort());
  render(Settings, { page: 'account', menu: () => undefined, children: createRawSnippet(() => ({ render: () => '<p></p>' })) });
  const listed = screen.getAllByRole('link').map((link) => link.getAttribute('href')?.replace('/settings/', ''));
  expect(listed.sort()).toEqual([...shown].sort());
  for (const power of roles.items.at(-1)!.may) expect(may(power as Power)).toBe(told.includes(power));
});
