// A field as its form writes it: the words of a choice remember what they were called, so that renaming one is no new one.
import type { CategoryField } from '../../client/types';

/** A word of a choice in the form. */
export interface Word {
  key: string;
  /** What it is called until it is saved; null for a new one. */
  was: string | null;
  now: string;
}

export interface FieldForm {
  name: string;
  kind: string;
  required: boolean;
  help: string;
  words: Word[];
}

let blanks = 0;
export const blankWord = (): Word => ({ key: `new ${++blanks}`, was: null, now: '' });

/** The form of a field, or of one that is not there yet. */
export function formOf(field: CategoryField | null): FieldForm {
  if (!field) return { name: '', kind: 'text', required: false, help: '', words: [blankWord(), blankWord()] };
  const { name, kind, required, help, choices } = field;
  return { name, kind, required, help, words: choices.map((was) => ({ key: was, was, now: was })) };
}

/** The words that are sent; only a choice has some. */
export const choicesOf = (form: FieldForm): string[] => (form.kind === 'choice' ? form.words.map((one) => one.now.trim()).filter(Boolean) : []);

/** The words that have another name now: the old one with the new one. */
export function renamed(form: FieldForm): Record<string, string> {
  const others = form.words.flatMap(({ was, now }): [string, string][] => (was !== null && now.trim() && now.trim() !== was ? [[was, now.trim()]] : []));
  return Object.fromEntries(others);
}
