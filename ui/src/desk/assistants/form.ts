// An assistant as its form holds it, and what the form sends.
import type { Assistant, AssistantDraft, AssistantMode, AssistantPair } from '../../client/types';
import { msg, t } from '../../kit/text';
import { kindOf, type Kind } from '../shell/assistants';

/** A pair as it is edited: one way to ask a line. */
export interface PairForm {
  /** Of this form alone. */
  id: string;
  questions: string;
  answer: string;
}

/** What becomes of the key, which nobody ever reads again. */
export interface KeyForm {
  /** True where there is one already. */
  stored: boolean;
  change: 'keep' | 'remove' | 'replace';
  typed: string;
}

export interface Form {
  kind: Kind;
  name: string;
  enabled: boolean;
  mode: AssistantMode;
  language: string;
  most_turns: string;
  most_a_day: string;
  model: { base_url: string; model: string; instructions: string; tone: string };
  pairs: PairForm[];
  dialogflow: { project: string; location: string; endpoint: string };
  key: KeyForm;
}

let last = 0;

/** A pair with nothing in it. */
export const emptyPair = (): PairForm => ({ id: `new ${++last}`, questions: '', answer: '' });

const pairForm = ({ questions, answer }: AssistantPair, at: number): PairForm => ({ id: `stored ${at}`, questions: questions.join('\n'), answer });

/** The form of an assistant; of a new one where there is none. */
export function toForm(one: Assistant | null): Form {
  return {
    kind: one ? kindOf(one) : 'model',
    name: one?.name ?? '',
    enabled: one?.enabled ?? true,
    mode: one?.mode ?? 'draft',
    language: one?.language ?? '',
    most_turns: String(one?.most_turns ?? 3),
    most_a_day: String(one?.most_a_day ?? 200),
    model: { base_url: '', model: '', instructions: '', tone: '', ...one?.model },
    pairs: one?.script ? one.script.map(pairForm) : [emptyPair()],
    dialogflow: { project: '', location: '', endpoint: '', ...one?.dialogflow },
    key: { stored: one?.has_key ?? false, change: 'keep', typed: '' },
  };
}

/** A number as it was typed; what is none is left to the server to refuse. */
const number = (typed: string) => (/^\d{1,9}$/.test(typed.trim()) ? Number(typed) : 0);

const lines = (text: string) => text.split('\n').map((line) => line.trim()).filter(Boolean);

/** True for a pair in which nothing was written; it is not sent. */
const isBlank = (pair: PairForm) => !pair.questions.trim() && !pair.answer.trim();

/** What the form sends. */
export function toDraft(form: Form): AssistantDraft {
  const { kind, name, enabled, mode, key } = form;
  const common = { name: name.trim(), enabled, mode, most_turns: number(form.most_turns), most_a_day: number(form.most_a_day) };
  if (kind === 'script') {
    const pairs = form.pairs.filter((pair) => !isBlank(pair));
    return { ...common, script: pairs.map((pair) => ({ questions: lines(pair.questions), answer: pair.answer.trim() })) };
  }
  const secret = key.change === 'remove' ? { key: null } : key.typed.trim() ? { key: key.typed.trim() } : {};
  const own = kind === 'model' ? { model: form.model } : { dialogflow: form.dialogflow };
  return { ...common, language: form.language, ...own, ...secret };
}

/** The first pair that is only half there, and the sentence about it. */
export function unfitPair(pairs: PairForm[]): { id: string; sentence: string } | null {
  const half = pairs.find((pair) => !isBlank(pair) && (!lines(pair.questions).length || !pair.answer.trim()));
  if (!half) return null;
  const sentence = lines(half.questions).length ? msg('assistant-pair-without-answer') : msg('assistant-pair-without-question');
  return { id: half.id, sentence: t(sentence) };
}

/** The pairs in which these words stand. */
export function foundPairs(pairs: PairForm[], typed: string): PairForm[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return pairs.filter((pair) => words.every((word) => `${pair.questions}\n${pair.answer}`.toLowerCase().includes(word)));
}

const LANGUAGES = ['bg', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'fi', 'fr', 'hr', 'hu', 'it', 'lt', 'lv', 'nl', 'no', 'pl', 'pt', 'pt-BR', 'ro', 'sk', 'sl', 'sv', 'tr', 'uk'];

/** The languages that a form offers, by their names; the one that stands among them, whatever it is. */
export function languages(kind: Kind, stands: string): { id: string; text: string }[] {
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });
  const known = LANGUAGES.includes(stands) || !stands ? LANGUAGES : [...LANGUAGES, stands];
  const all = known.map((id) => ({ id, text: names.of(id) ?? id })).sort((one, other) => one.text.localeCompare(other.text));
  return [{ id: '', text: t(kind === 'model' ? msg('assistant-language-customers') : msg('assistant-language-mailboxs')) }, ...all];
}
