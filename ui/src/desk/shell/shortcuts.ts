// Every shortcut of the desk: one list, from which the keys are bound, `?` shows them, and the palette names them.
import { msg } from '../../kit/text';
import type { KeyMap } from './keys.svelte';

export interface Shortcut {
  /** As a press is named: a letter, `g` and a letter, a named key. */
  keys: readonly string[];
  /** As people read them, where that differs. */
  shown?: readonly string[];
  text: string;
}

export const GROUPS = {
  list: msg('keys-list'),
  conversation: msg('keys-conversation'),
  go: msg('keys-go'),
} as const;
type GroupId = keyof typeof GROUPS;

const list = {
  next: { keys: ['j', 'ArrowDown'], shown: ['j', '↓'], text: msg('key-next') },
  previous: { keys: ['k', 'ArrowUp'], shown: ['k', '↑'], text: msg('key-previous') },
  open: { keys: ['Enter', 'o'], text: msg('key-open') },
  back: { keys: ['u'], text: msg('key-back') },
  search: { keys: ['/'], text: msg('key-search') },
  select: { keys: ['x'], text: msg('key-select') },
  extend: { keys: [], shown: ['⇧ ↓', '⇧ ↑'], text: msg('key-extend') },
  all: { keys: [], shown: ['Ctrl A'], text: msg('key-select-all') },
} as const satisfies Record<string, Shortcut>;

const conversation = {
  reply: { keys: ['r'], text: msg('key-reply') },
  note: { keys: ['n'], text: msg('key-note') },
  forward: { keys: ['f'], text: msg('forward') },
  send: { keys: [], shown: ['Ctrl Enter'], text: msg('key-send') },
  sendResolved: { keys: [], shown: ['Ctrl Shift Enter'], text: msg('send-and-resolve') },
  resolve: { keys: ['e'], text: msg('key-resolve') },
  assign: { keys: ['a'], text: msg('key-assign') },
  follow: { keys: ['t'], text: msg('key-follow') },
  tags: { keys: ['l'], text: msg('tags-add') },
  priority: { keys: ['p'], text: msg('key-priority') },
  split: { keys: ['s'], text: msg('key-split') },
  print: { keys: ['w'], text: msg('print-choose') },
  undo: { keys: ['z'], text: msg('key-undo') },
} as const satisfies Record<string, Shortcut>;

const go = {
  mine: { keys: ['g i'], text: msg('view-mine') },
  unassigned: { keys: ['g u'], text: msg('view-unassigned') },
  openView: { keys: ['g o'], text: msg('view-open') },
  mentions: { keys: ['g m'], text: msg('view-mentions') },
  postponed: { keys: ['g p'], text: msg('view-postponed') },
  drafts: { keys: ['g d'], text: msg('view-drafts') },
  sent: { keys: ['g t'], text: msg('view-sent') },
  everything: { keys: ['g a'], text: msg('view-all') },
  held: { keys: ['g h'], text: msg('held') },
  spam: { keys: ['g j'], text: msg('view-spam') },
  trash: { keys: ['g b'], text: msg('view-trash') },
  contacts: { keys: ['g c'], text: msg('contacts') },
  reports: { keys: ['g r'], text: msg('reports') },
  settings: { keys: ['g s'], text: msg('settings') },
  new: { keys: ['c'], text: msg('new-conversation') },
  palette: { keys: [], shown: ['Ctrl K'], text: msg('palette') },
  help: { keys: ['?'], text: msg('keys') },
} as const satisfies Record<string, Shortcut>;

export const SHORTCUTS: Record<GroupId, Record<string, Shortcut>> = { list, conversation, go };
const all = { ...list, ...conversation, ...go };
export type ShortcutId = keyof typeof all;

/** The keys of a shortcut as people read them. */
export function shown(id: ShortcutId): string {
  const shortcut: Shortcut = all[id];
  return (shortcut.shown ?? shortcut.keys)[0] ?? '';
}

/** What a screen does at its shortcuts, by the keys that press names. */
export function keyed(deeds: Partial<Record<ShortcutId, (event: KeyboardEvent) => void>>): KeyMap {
  return Object.fromEntries(
    Object.entries(deeds).flatMap(([id, run]) => all[id as ShortcutId].keys.map((key) => [key, run] as const)),
  );
}
