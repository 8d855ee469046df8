// What assistants did in a conversation, in words for its timeline; and what is done with what they suggest.
import * as client from '../../client/assistants';
import type { AssistantTurn, ConversationEvent } from '../../client/types';
import { msg, t } from '../../kit/text';
import { toast } from '../../kit/toasts.svelte';
import { whyText } from '../shell/assistants';
import { explain } from '../shell/problems';
import { open } from './desk.svelte';

/** One quiet sentence, with the reason where there is one. */
export function assistantText(event: ConversationEvent): string {
  const data = event.data ?? {};
  const name = String(data['name'] ?? event.actor?.name ?? t('assistant'));
  const sources = Array.isArray(data['sources']) ? data['sources'].map((title) => `“${String(title)}”`).join(', ') : '';
  const why = data['why'] ? ` ${whyText(String(data['why']))}` : '';
  switch (event.kind) {
    case 'assistant_took':
      return t('event-assistant-took', { name });
    case 'assistant_answered':
      return sources ? t('event-assistant-answered-from', { name, sources }) : t('event-assistant-answered', { name });
    case 'assistant_drafted':
      return t('event-assistant-drafted', { name }) + why;
    default:
      return t('event-assistant-handed-over', { name }) + why;
  }
}

const states: Record<string, string> = {
  waiting: msg('turn-waiting'),
  answered: msg('turn-answered'),
  drafted: msg('turn-drafted'),
  handed_over: msg('turn-handed-over'),
  silent: msg('turn-silent'),
  overtaken: msg('turn-overtaken'),
  helped: msg('turn-helped'),
  erased: msg('turn-erased'),
};

/** What became of a turn. */
export function turnText({ state }: AssistantTurn): string {
  const key = states[state];
  return key ? t(key) : state.replaceAll('_', ' ');
}

/** True where an assistant has looked at something in the open conversation. */
export const wasAssisted = (): boolean => !!open.data && (open.data.suggestion !== null || !!open.data.assistant || open.data.events.some((event) => event.kind.startsWith('assistant_')));

/** Takes away for everybody what an assistant suggests in the open conversation; back where the server refuses. */
export async function dismissSuggestion(): Promise<void> {
  const before = open.data;
  if (!before) return;
  open.update(before.id, (data) => ({ ...data, suggestion: null }));
  try {
    await client.dismiss(before.id);
  } catch (error) {
    open.update(before.id, (data) => ({ ...data, suggestion: before.suggestion }));
    toast(t('change-failed', { reason: explain(error) }), { tone: 'bad' });
  }
}
