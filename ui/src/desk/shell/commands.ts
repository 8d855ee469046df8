// What the palette can do beside going somewhere: screens offer it while they are shown.
import type { IconName } from '../../kit/Icon.svelte';

export interface Command {
  id: string;
  text: string;
  icon?: IconName;
  hint?: string;
  run: () => void;
}
type Offer = () => Command[];

const offers = new Set<Offer>();

/** Offers commands while the calling component lives: `$effect(() => offer(() => [...]))`. */
export function offer(commands: Offer): () => void {
  offers.add(commands);
  return () => void offers.delete(commands);
}

/** What can be done now. */
export function offered(): Command[] {
  return [...offers].flatMap((commands) => commands());
}
