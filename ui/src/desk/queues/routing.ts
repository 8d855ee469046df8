// How conversations of a queue find their agent, in words. It decides nothing.
import type { Routing } from '../../client/types';
import { t } from '../../kit/text';

/** All ways, as a list to choose from. */
export const routings = (): { id: Routing; text: string }[] => [
  { id: 'manual', text: t('queue-routing-manual') },
  { id: 'by_load', text: t('queue-routing-by-load') },
  { id: 'by_turns', text: t('queue-routing-by-turns') },
];

/** Minutes of being offline that the form offers. */
const MINUTES = [5, 15, 30, 60, 240, 1440];

/** After how long what waits for somebody who is offline is given to others; a time that was set otherwise stays offered. */
export function reassigns(set: number | null): { id: string; text: string }[] {
  const all = set === null || MINUTES.includes(set) ? MINUTES : [...MINUTES, set].sort((a, b) => a - b);
  const text = (minutes: number) => (minutes % 60 ? t('queue-reassign-after', { minutes }) : t('queue-reassign-hours', { hours: minutes / 60 }));
  return [{ id: '', text: t('queue-reassign-never') }, ...all.map((minutes) => ({ id: String(minutes), text: text(minutes) }))];
}

/** What the list says of a queue; nothing where agents take what comes. */
export function routedText(routing: Routing): string | null {
  if (routing === 'by_load') return t('routed-by-load');
  return routing === 'by_turns' ? t('routed-by-turns') : null;
}
