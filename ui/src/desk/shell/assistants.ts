// Why an assistant did not answer by itself, or gave a conversation to people: the server's stable words as sentences.
import type { Assistant } from '../../client/types';
import { msg, t } from '../../kit/text';

const WHY: Record<string, string> = {
  // What an agent had it help with.
  summary: msg('help-with-summary'),
  answer: msg('help-with-answer'),
  translation: msg('help-with-translation'),
  tone: msg('help-with-tone'),
  asked: msg('assistant-why-asked'),
  'nothing-found': msg('assistant-why-nothing-found'),
  unsure: msg('assistant-why-unsure'),
  empty: msg('assistant-why-empty'),
  'too-long': msg('assistant-why-too-long'),
  'no-source': msg('assistant-why-no-source'),
  'wrong-source': msg('assistant-why-wrong-source'),
  markup: msg('assistant-why-markup'),
  foreign: msg('assistant-why-foreign'),
  strange: msg('assistant-why-strange'),
  'not-in-sources': msg('assistant-why-not-in-sources'),
  repeats: msg('assistant-why-repeats'),
  'not-alone': msg('assistant-why-not-alone'),
  turns: msg('assistant-why-turns'),
  budget: msg('assistant-why-budget'),
  unreachable: msg('assistant-why-unreachable'),
  busy: msg('assistant-why-busy'),
  off: msg('assistant-why-off'),
  old: msg('assistant-why-old'),
  aside: msg('assistant-why-aside'),
  person: msg('assistant-why-person'),
  others: msg('assistant-why-others'),
  elsewhere: msg('assistant-why-elsewhere'),
  'cannot-send': msg('assistant-why-cannot-send'),
  // What keeps back any automatic mail.
  machine: msg('assistant-why-machine'),
  list: msg('assistant-why-list'),
  'machine-address': msg('assistant-why-machine-address'),
  'own-address': msg('assistant-why-own-address'),
  bounced: msg('assistant-why-bounced'),
  blocked: msg('assistant-why-blocked'),
  'not-proved': msg('assistant-why-not-proved'),
  pause: msg('assistant-why-pause'),
  loop: msg('assistant-why-loop'),
  repeated: msg('assistant-why-repeated'),
  conversation: msg('assistant-why-conversation'),
  address: msg('assistant-why-address'),
  domain: msg('assistant-why-domain'),
  unknown: msg('assistant-why-unknown'),
  hour: msg('assistant-why-hour'),
};

/** The sentence of a reason; a word that has none is made readable. */
export function whyText(word: string): string {
  const key = WHY[word];
  return key ? t(key) : word.replaceAll('-', ' ');
}

export type Kind = 'model' | 'script' | 'dialogflow';

/** What answers. */
export const kindOf = ({ model, script }: Pick<Assistant, 'model' | 'script'>): Kind => (model ? 'model' : script ? 'script' : 'dialogflow');

const kinds: Record<Kind, string> = { model: msg('assistant-model'), script: msg('assistant-script'), dialogflow: msg('assistant-dialogflow') };
const modes: Record<Assistant['mode'], string> = { draft: msg('assistant-draft'), answer: msg('assistant-answer') };

export const kindText = (kind: Kind) => t(kinds[kind]);
export const modeText = (mode: Assistant['mode']) => t(modes[mode]);
