// The times that postponing and sending later offer, in the agent's own time zone.
import { t } from '../../kit/text';

const MORNING = 8;
const DAYS_OF_WEEK = 7;

interface Time {
  text: string;
  at: Date;
}

/** Later today (in three hours), tomorrow morning, next Monday morning. */
export function postponeTimes(now: Date): Time[] {
  return times(now, [t('postpone-later'), t('postpone-tomorrow'), t('postpone-monday')]);
}

/** The same times in the words of a mail that leaves then. */
export function sendTimes(now: Date): Time[] {
  return times(now, [t('send-in-hours'), t('send-tomorrow'), t('send-monday')]);
}

function times(now: Date, [inHours, nextDay, onMonday]: [string, string, string]): Time[] {
  const later = new Date(now);
  later.setHours(now.getHours() + 3, 0, 0, 0);
  const untilMonday = (DAYS_OF_WEEK + 1 - now.getDay()) % DAYS_OF_WEEK || DAYS_OF_WEEK;
  const monday = { text: onMonday, at: morning(now, untilMonday) };
  return [{ text: inHours, at: later }, { text: nextDay, at: morning(now, 1) }, ...(untilMonday === 1 ? [] : [monday])];
}

function morning(now: Date, days: number): Date {
  const date = new Date(now);
  date.setDate(now.getDate() + days);
  date.setHours(MORNING, 0, 0, 0);
  return date;
}

/** A time as the browser's field for it takes it: "2026-11-28T09:30", in the local zone. */
export function localMinute(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** True for a time that lies ahead, by a year at most. */
export function withinYear(at: Date, now: Date): boolean {
  const ahead_ms = at.getTime() - now.getTime();
  return ahead_ms > 0 && ahead_ms <= 365 * 24 * 3_600_000;
}
