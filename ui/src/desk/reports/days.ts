// The days that a report is of: usual choices, as the address of the page keeps them. Days are dates like 2026-11-30.
import type { Days } from '../../client/reports';
import { locale, msg } from '../../kit/text';

export const RANGES = ['week', 'four-weeks', 'month', 'last-month', 'year'] as const;
export type Range = (typeof RANGES)[number];

export const rangeNames: Record<Range, string> = {
  week: msg('report-week'),
  'four-weeks': msg('report-four-weeks'),
  month: msg('report-month'),
  'last-month': msg('report-last-month'),
  year: msg('report-year'),
};

const DAY_MS = 86_400_000;
const dated = (date: Date) => date.toISOString().slice(0, 10);
const at = (day: string) => new Date(`${day}T00:00:00Z`);

/** The date so many days later. */
export const later = (day: string, days: number): string => dated(new Date(at(day).getTime() + days * DAY_MS));

/** Today where the clock of whoever looks stands. */
export function today(now = new Date()): string {
  return dated(new Date(now.getTime() - now.getTimezoneOffset() * 60_000));
}

/** The days of a choice, up to today; of a month that is not over, those that have come. */
export function daysOf(range: Range, now: string): Days {
  const month = `${now.slice(0, 7)}-01`;
  if (range === 'week') return { from: later(now, -6), to: now };
  if (range === 'month') return { from: month, to: now };
  if (range === 'year') return { from: `${Number(now.slice(0, 4)) - 1}${later(now, 1).slice(4)}`, to: now };
  if (range === 'four-weeks') return { from: later(now, -27), to: now };
  const last = later(month, -1);
  return { from: `${last.slice(0, 7)}-01`, to: last };
}

/** True for a date of the calendar. */
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at(text).getTime()) && dated(at(text)) === text;

const name = (day: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', ...options }).format(at(day));

/** "14 Nov". */
export const shortDay = (day: string): string => name(day, { day: 'numeric', month: 'short' });
/** "Sat, 14 Nov 2026". */
export const fullDay = (day: string): string => name(day, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

/** "1–30 November 2026". */
export function spanText({ from, to }: Days): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).formatRange(at(from), at(to));
}
