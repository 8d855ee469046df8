// The registry of shortcuts, and how the palette weighs what fits.
import { describe, expect, it } from 'vitest';
import { bindKeys, press } from '../src/desk/shell/keys.svelte';
import { keyed, SHORTCUTS } from '../src/desk/shell/shortcuts';
import { best, score } from '../src/kit/fuzzy';

const all = Object.values(SHORTCUTS).flatMap((group) => Object.values(group));

describe('the shortcuts', () => {
  it('have a key or a sign each, and none has the key of another', () => {
    const keys = all.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(all.filter((shortcut) => shortcut.keys.length + (shortcut.shown?.length ?? 0) === 0)).toEqual([]);
  });

  it('run what a screen binds to them', () => {
    const ran: string[] = [];
    const stop = bindKeys(keyed({ next: () => ran.push('next'), mine: () => ran.push('mine') }));
    for (const key of ['j', 'ArrowDown', 'g', 'i', 'q']) press(new KeyboardEvent('keydown', { key }));
    stop();
    press(new KeyboardEvent('keydown', { key: 'j' }));
    expect(ran).toEqual(['next', 'next', 'mine']);
  });
});

describe('the palette', () => {
  const commands = ['Resolve', 'Reply', 'Move to spam', 'Assign: Ana Novotná', 'Assign: Max Brückner', 'Mark as unread', 'Settings'];
  const fits = (typed: string) => best(commands, typed, (one) => one, 3);

  it.each([
    ['rep', 'Reply'],
    ['spam', 'Move to spam'],
    ['anov', 'Assign: Ana Novotná'],
    ['BRUCK', 'Assign: Max Brückner'],
    ['mau', 'Mark as unread'],
    ['', 'Resolve'],
  ])('puts what %j means first', (typed, expected) => expect(fits(typed)[0]).toBe(expected));

  it('leaves out what does not fit', () => {
    expect(fits('xyz')).toEqual([]);
    expect(score('Reply', 'ylper')).toBeNull();
  });
});
