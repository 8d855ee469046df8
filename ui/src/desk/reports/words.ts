// Figures of reports in words: numbers, lengths of time, and how a figure stands to the one before.
import type { ReportFigures } from '../../client/types';
import { locale, msg, t } from '../../kit/text';

/** A number by the locale. */
export const number = (value: number, digits = 0): string => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "45 s", "12 min", "3 h 20 min", "2 d 4 h": what matters of a length of time; a dash where there is none. */
export function length(seconds: number | null): string {
  if (seconds === null) return t('report-none');
  if (seconds < MINUTE) return t('report-seconds', { seconds: number(seconds) });
  if (seconds < HOUR) return t('report-minutes', { minutes: number(Math.round(seconds / MINUTE)) });
  const two = (whole: number, part: number, small: number) => {
    const parts = Math.round((seconds - whole * part) / small);
    return parts === part / small ? [whole + 1, 0] : [whole, parts];
  };
  if (seconds < DAY) {
    const [hours = 0, minutes = 0] = two(Math.floor(seconds / HOUR), HOUR, MINUTE);
    return minutes ? t('report-hours-minutes', { hours: number(hours), minutes: number(minutes) }) : t('report-hours', { hours: number(hours) });
  }
  const [days = 0, hours = 0] = two(Math.floor(seconds / DAY), DAY, HOUR);
  return hours ? t('report-days-hours', { days: number(days), hours: number(hours) }) : t('report-days-only', { days: number(days) });
}

/** How a figure stands to the one before, in words. */
export function compared(now: number | null, before: number | null): string {
  if (now === null || before === null) return t('report-not-compared');
  if (now === before) return t('report-as-before');
  if (before === 0) return t('report-from-nothing');
  const percent = number((Math.abs(now - before) / before) * 100);
  return now > before ? t('report-more', { percent }) : t('report-less', { percent });
}

export interface Measure {
  id: string;
  name: string;
  /** What exactly is counted. */
  hint: string;
  of: (figures: ReportFigures) => number | null;
  show: (value: number | null) => string;
}

const count = (value: number | null) => (value === null ? t('report-none') : number(value));

/** "97.5 %"; a dash where there is none. */
export const percent = (value: number | null): string => (value === null ? t('report-none') : t('report-percent', { percent: number(value, 1) }));
const average = (value: number | null): string => (value === null ? t('report-none') : number(value, 2));

/** What a report shows, in its order; further measures are added here and nowhere else. */
export const measures: Measure[] = [
  { id: 'received', name: msg('report-received'), hint: msg('report-received-hint'), of: (one) => one.received, show: count },
  { id: 'replies', name: msg('report-replies'), hint: msg('report-replies-hint'), of: (one) => one.replies, show: count },
  { id: 'resolved', name: msg('report-resolved'), hint: msg('report-resolved-hint'), of: (one) => one.resolved, show: count },
  { id: 'backlog', name: msg('report-backlog'), hint: msg('report-backlog-hint'), of: (one) => one.backlog, show: count },
  { id: 'first-response', name: msg('report-first-response'), hint: msg('report-first-response-hint'), of: (one) => one.first_response.median_s, show: length },
  { id: 'resolution', name: msg('report-resolution'), hint: msg('report-resolution-hint'), of: (one) => one.resolution.median_s, show: length },
  { id: 'promises', name: msg('report-promises'), hint: msg('report-promises-hint'), of: (one) => one.promises.all.kept_percent, show: percent },
  { id: 'ratings', name: msg('report-ratings'), hint: msg('report-ratings-hint'), of: (one) => one.satisfaction.answers, show: count },
  { id: 'rating', name: msg('report-rating'), hint: msg('report-rating-hint'), of: (one) => one.satisfaction.average, show: average },
  { id: 'good-ratings', name: msg('report-good-ratings'), hint: msg('report-good-ratings-hint'), of: (one) => one.satisfaction.good_percent, show: percent },
];

/** How many promises were kept or broken. */
export const promised = ({ promises }: ReportFigures): number => promises.all.kept + promises.all.broken;

/** True where nothing at all was counted. */
export const isEmpty = (one: ReportFigures): boolean =>
  one.received + one.started + one.customer_messages + one.replies + one.resolved + one.reopened + one.backlog + one.first_response.count === 0 &&
  promised(one) + one.satisfaction.sent + one.satisfaction.answers === 0;
