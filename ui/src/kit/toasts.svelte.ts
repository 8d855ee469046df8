// Short messages at the edge of the page: what was done, with its undo, or what failed and why.
export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  /** What can be done about it; one that `leads` somewhere takes nothing back. */
  action: { label: string; run: () => void; leads?: boolean } | null;
}

// Long enough to undo; what only says that all is well goes sooner and does not pile up.
const LIFE_MS = 8_000;
const SHORT_LIFE_MS = 3_000;
const AT_MOST = 3;

export const toasts = $state<{ items: Toast[]; held: boolean }>({ items: [], held: false });
let last = 0;

/** Shows a message, instead of one that says the same; it leaves by itself unless the pointer or the focus rests on it. */
export function toast(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> & { life_ms?: number } = {}): number {
  const id = ++last;
  const fresh: Toast = { id, text, tone: options.tone ?? 'plain', action: options.action ?? null };
  const others = toasts.items.filter((item) => item.action || item.text !== text);
  toasts.items = [...others, fresh].slice(-AT_MOST);
  schedule(id, options.life_ms ?? (fresh.tone === 'plain' && !fresh.action ? SHORT_LIFE_MS : LIFE_MS));
  return id;
}

/** Takes a message away. */
export function dismiss(id: number): void {
  toasts.items = toasts.items.filter((item) => item.id !== id);
}

/** Takes back what the newest message with an action tells of; false when there is none. */
export function undoNewest(): boolean {
  const newest = toasts.items.findLast((item) => item.action && !item.action.leads);
  if (!newest?.action) return false;
  dismiss(newest.id);
  newest.action.run();
  return true;
}

function schedule(id: number, life: number): void {
  setTimeout(() => (toasts.held ? schedule(id, life) : dismiss(id)), life);
}
