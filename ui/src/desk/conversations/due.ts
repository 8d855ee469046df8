// What is promised to a customer next: how much time is left, in words. Pure.
import type { Due } from '../../client/types';
import { msg, t } from '../../kit/text';

const MINUTE_MS = 60_000;
const TARGETS: Record<Due['target'], { due: string; over: string }> = {
  first_response: { due: msg('due-first'), over: msg('overdue-first') },
  next_response: { due: msg('due-next'), over: msg('overdue-next') },
  resolution: { due: msg('due-resolution'), over: msg('overdue-resolution') },
};

/** True once the promise is broken. */
export const isOver = (due: Due, now: number): boolean => Date.parse(due.at) <= now;

/** The time that is left, or for how long it has been over: two letters and a number. */
export function leftText(due: Due, now: number): string {
  const minutes = Math.floor(Math.abs(Date.parse(due.at) - now) / MINUTE_MS);
  if (minutes < 60) return t('left-minutes', { count: minutes });
  if (minutes < 48 * 60) return t('left-hours', { count: Math.floor(minutes / 60) });
  return t('left-days', { count: Math.floor(minutes / 60 / 24) });
}

/** What is promised and until when; `when` is the time as people read it. */
export function dueText(due: Due, now: number, when: string): string {
  const words = TARGETS[due.target];
  return t(isOver(due, now) ? words.over : words.due, { when });
}
