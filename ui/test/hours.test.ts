// Business hours as a form edits them (LD-7).
import { expect, it } from 'vitest';
import { begun, further, joined, shownEnd, typedEnd, weekdays } from '../src/desk/shell/hours';
import { zones } from '../src/desk/shell/zones';
import type { BusinessDay, BusinessHours } from '../src/client/types';

const closed = (): BusinessDay => ({ zone: null, intervals: [] });
const never = (): BusinessHours => ({ on: false, zone: 'UTC', days: Array.from({ length: 7 }, closed), holidays: [], away: '' });

it('hours that were never set begin with five days of work, and set ones stay', () => {
  const hours = begun(never());
  expect(hours.days.map((day) => day.intervals.length)).toEqual([1, 1, 1, 1, 1, 0, 0]);
  const own = { ...never(), zone: 'Asia/Tokyo', days: [{ zone: null, intervals: [{ from: '22:00', to: '24:00' }] }, ...Array.from({ length: 6 }, closed)] };
  expect(begun(own)).toBe(own);
});

it('midnight is the end of a day to the API, and its beginning to a browser', () => {
  expect([shownEnd('24:00'), shownEnd('17:00'), typedEnd('00:00'), typedEnd('17:00')]).toEqual(['00:00', '17:00', '24:00', '17:00']);
});

it('a further interval comes after the last, within the day', () => {
  expect(further([])).toEqual({ from: '09:00', to: '17:00' });
  expect(further([{ from: '09:00', to: '12:00' }])).toEqual({ from: '13:00', to: '16:00' });
  expect(further([{ from: '09:00', to: '22:00' }])).toEqual({ from: '23:00', to: '24:00' });
});

it('holidays of a file join the others by date, each once', () => {
  const day = (date: string, name: string) => ({ date, name, yearly: false });
  const all = joined([day('2026-12-24', 'Eve')], [day('2026-01-01', 'New Year'), day('2026-12-24', 'Eve')]);
  expect(all).toEqual([day('2026-01-01', 'New Year'), day('2026-12-24', 'Eve')]);
});

it('names the days from Monday on, and every zone once', () => {
  expect(weekdays('en')[0]).toBe('Monday');
  expect(weekdays('de')[6]).toBe('Sonntag');
  const names = zones('Europe/Prague');
  expect(names.filter((one) => one === 'Europe/Prague')).toHaveLength(1);
});
