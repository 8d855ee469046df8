// Business hours as a form edits them, and the clock's times as browsers type them. Pure.
import { ownZone } from './zones';
import type { BusinessHours, Holiday } from '../../client/types';

/** What somebody most likely wants who switches the hours on. */
const WORKDAY = [{ from: '09:00', to: '17:00' }];
/** The last minute of a day: a browser's clock ends the day with `00:00`, the API with `24:00`. */
const MIDNIGHT = '24:00';

/** Hours that were never set: off. */
export const unset = (): BusinessHours => ({ on: false, zone: 'UTC', days: Array.from({ length: 7 }, () => ({ zone: null, intervals: [] })), holidays: [], away: '' });

/** Hours to begin with, where none were ever set: five days of work, in the zone of whoever sets them. */
export function begun(hours: BusinessHours): BusinessHours {
  if (hours.days.some((day) => day.intervals.length > 0)) return hours;
  const days = hours.days.map((day, number) => ({ ...day, intervals: number < 5 ? WORKDAY.map((one) => ({ ...one })) : [] }));
  return { ...hours, zone: hours.zone === 'UTC' ? ownZone() : hours.zone, days };
}

/** The end of an interval as a browser's clock shows it, and back. */
export const shownEnd = (to: string) => (to === MIDNIGHT ? '00:00' : to);
export const typedEnd = (typed: string) => (typed === '00:00' ? MIDNIGHT : typed);

/** The interval that a further one of a day would be: after the last, an hour later. */
export function further(intervals: { from: string; to: string }[]): { from: string; to: string } {
  const last = intervals.at(-1);
  if (!last) return { ...WORKDAY[0]! };
  const hour = (add: number) => Math.min(Number(last.to.slice(0, 2)) + add, 24);
  const clock = (at: number) => `${String(at).padStart(2, '0')}:00`;
  return { from: clock(Math.min(hour(1), 23)), to: clock(hour(4)) };
}

/** The holidays with those of a file: by date, each once. */
export function joined(own: Holiday[], more: Holiday[]): Holiday[] {
  const known = new Set(own.map((one) => `${one.date} ${one.name}`));
  return [...own, ...more.filter((one) => !known.has(`${one.date} ${one.name}`))].sort((one, other) => one.date.localeCompare(other.date));
}

/** The names of the days, Monday first, in the language of the page. */
export function weekdays(language: string): string[] {
  const name = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  // The 1st of January 2024 was a Monday.
  return Array.from({ length: 7 }, (_, number) => name.format(Date.UTC(2024, 0, 1 + number)));
}
