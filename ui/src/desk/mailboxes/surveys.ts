// Surveys as a form offers them, and what they came to as a sentence. Pure.
import type { SurveySummary } from '../../client/types';
import { t } from '../../kit/text';

const DELAYS = [0, 15, 60, 240, 1440, 4320, 10080];

/** How long a survey waits, in the largest unit that fits. */
function delayText(minutes: number): string {
  if (minutes > 0 && minutes % 1440 === 0) return t('survey-delay-days', { count: minutes / 1440 });
  if (minutes > 0 && minutes % 60 === 0) return t('survey-delay-hours', { count: minutes / 60 });
  return t('survey-delay-minutes', { count: minutes });
}

/** The delays to choose from, with the one that stands, whoever set it. */
export function delays(stored: number): { id: string; text: string }[] {
  const all = [...new Set([...DELAYS, stored])].sort((one, other) => one - other);
  return all.map((minutes) => ({ id: String(minutes), text: delayText(minutes) }));
}

/** What the surveys of the last days came to. */
export function summary({ days, sent, rated, average }: SurveySummary): string {
  if (average !== null && average !== undefined) return t('survey-result', { days, sent, rated, average });
  return sent > 0 ? t('survey-result-none', { days, sent }) : t('survey-result-nothing', { days });
}
