// The times that postponing offers, in the agent's own time zone.
import { t } from '../../kit/text';

const MORNING = 8;
const DAYS_OF_WEEK = 7;

/** Later today (in three hours), tomorrow morning, next Monday morning. */
export function postponeTimes(now: Date): { text: string; at: Date }[] {
  const later = new Date(now);
  later.setHours(now.getHours() + 3, 0, 0, 0);
  const tomorrow = morning(now, 1);
  const untilMonday = (DAYS_OF_WEEK + 1 - now.getDay()) % DAYS_OF_WEEK || DAYS_OF_WEEK;
  const monday = { text: t('postpone-monday'), at: morning(now, untilMonday) };
  return [
    { text: t('postpone-later'), at: later },
    { text: t('postpone-tomorrow'), at: tomorrow },
    ...(untilMonday === 1 ? [] : [monday]),
  ];
}

function morning(now: Date, days: number): Date {
  const date = new Date(now);
  date.setDate(now.getDate() + days);
  date.setHours(MORNING, 0, 0, 0);
  return date;
}
