// How conversations of a queue find their agent, in words. It decides nothing.
import type { Routing } from '../../client/types';
import { t } from '../../kit/text';

/** All ways, as a list to choose from. */
export const routings = (): { id: Routing; text: string }[] => [
  { id: 'manual', text: t('queue-routing-manual') },
  { id: 'by_load', text: t('queue-routing-by-load') },
  { id: 'by_turns', text: t('queue-routing-by-turns') },
];

/** What the list says of a queue; nothing where agents take what comes. */
export function routedText(routing: Routing): string | null {
  if (routing === 'by_load') return t('routed-by-load');
  return routing === 'by_turns' ? t('routed-by-turns') : null;
}
