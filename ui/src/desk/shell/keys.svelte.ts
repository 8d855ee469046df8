// The keyboard: single keys that act unless somebody is typing, and `g` followed by a letter that goes somewhere.

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

const layers: KeyMap[] = [];
const PREFIX_MS = 1_500;
let prefix = 0;

/** Adds keys while the calling component lives: `$effect(() => bindKeys({...}))`. The newest layer wins. */
export function bindKeys(map: KeyMap): () => void {
  layers.push(map);
  return () => {
    const at = layers.indexOf(map);
    if (at >= 0) layers.splice(at, 1);
  };
}

/** True where keys are text. */
export function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  if (!element?.matches) return false;
  return element.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]');
}

/** Handles one key press of the page or of a mail's frame. */
export function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector('dialog[open], [role=menu]')) return;
  // Enter on a button or a link is theirs; on a row of the list it opens the conversation.
  const target = event.target as Element | null;
  if (event.key === 'Enter' && target?.closest?.('button, summary, a:not([data-testid=conversation-row])')) return;
  const key = event.key.length === 1 && event.key !== '?' ? event.key.toLowerCase() : event.key;
  const name = prefix > event.timeStamp ? `g ${key}` : key;
  prefix = name === 'g' ? event.timeStamp + PREFIX_MS : 0;
  const run = layers.findLast((layer) => layer[name])?.[name];
  if (!run) return;
  event.preventDefault();
  run(event);
}
