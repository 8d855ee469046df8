// Times and sizes as people read them. The present ticks twice a minute so that "5 min" stays true.
import { locale, t } from './text';

/** The present, as lists tell it. */
export const clock = $state({ now: Date.now() });
if (typeof window !== 'undefined') setInterval(() => (clock.now = Date.now()), 30_000);

const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions, date: Date): string {
  const key = JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale(), options)));
  return found.format(date);
}

/** "now", "5 min", "09:41", "14 Nov", "14 Nov 2025": short enough for a list. */
export function shortTime(iso: string, now: number = clock.now): string {
  const date = new Date(iso);
  const today = new Date(now);
  const age_ms = now - date.getTime();
  if (age_ms < MINUTE_MS && age_ms > -MINUTE_MS) return t('time-now');
  if (age_ms > 0 && age_ms < 60 * MINUTE_MS) return t('time-minutes', { count: Math.floor(age_ms / MINUTE_MS) });
  if (date.toDateString() === today.toDateString()) return clockTime(iso);
  if (date.getFullYear() === today.getFullYear()) return format({ day: 'numeric', month: 'short' }, date);
  return format({ day: 'numeric', month: 'short', year: 'numeric' }, date);
}

/** "09:41". */
export function clockTime(iso: string): string {
  return format({ hour: '2-digit', minute: '2-digit' }, new Date(iso));
}

/** "Sunday, 22 November 2026 at 09:41": for tooltips and screen readers. */
export function fullTime(iso: string): string {
  return format({ dateStyle: 'full', timeStyle: 'short' }, new Date(iso));
}

/** "09:41" today, else "14 Nov, 09:41": for letters. */
export function letterTime(iso: string, now: number = clock.now): string {
  const date = new Date(iso);
  if (date.toDateString() === new Date(now).toDateString()) return clockTime(iso);
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const };
  return format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...year }, date);
}

const STEP = 1024;

/** "0.8 MB": a size in bytes for people. */
export function fileSize(bytes: number): string {
  const number = (value: number, digits: number) =>
    new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
  if (bytes < STEP) return t('size-bytes', { count: number(bytes, 0) });
  if (bytes < STEP * STEP) return t('size-kilobytes', { count: number(bytes / STEP, 0) });
  return t('size-megabytes', { count: number(bytes / STEP / STEP, 1) });
}
