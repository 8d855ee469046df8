// What must be known before a matter ends: which required fields are empty, and asking for them right there.
import * as client from '../../client/conversations';
import type { CategoryField, Conversation, Status } from '../../client/types';

interface Asking {
  data: Conversation;
  fields: CategoryField[];
  answer: (filled: boolean) => void;
}

export const needed = $state<{ asking: Asking | null }>({ asking: null });

const ENDS: Status[] = ['resolved', 'closed'];

/** What stands in a field of a conversation; empty for nothing. */
export const valueOf = (data: Conversation, field: string): string => data.fields.find((one) => one.field === field)?.value ?? '';

/** True for a change of status for which required fields are asked. */
export const ends = (from: Status, to: Status): boolean => ENDS.includes(to) && !ENDS.includes(from);

/** The required fields in which nothing stands. */
export const missing = (data: Conversation): CategoryField[] => data.template.filter((field) => field.required && !valueOf(data, field.id));

/** True where something is missing for this status. */
export const lacks = (data: Conversation, to: Status): boolean => ends(data.status, to) && missing(data).length > 0;

/** Asks for what is missing; true once nothing is, false where the person let it be. */
export function fillIn(data: Conversation): Promise<boolean> {
  const fields = missing(data);
  if (fields.length === 0) return Promise.resolve(true);
  needed.asking?.answer(false);
  return new Promise((resolve) => {
    const answer = (filled: boolean) => {
      needed.asking = null;
      resolve(filled);
    };
    needed.asking = { data, fields, answer };
  });
}

/** The same for a conversation that is not open: what it lacks is read first. */
export const fillInOf = async (id: string): Promise<boolean> => fillIn(await client.get(id));
