// Under what a report counts, in words.
import type { ReportDimension } from '../../client/types';
import { msg, t } from '../../kit/text';

export const DIMENSIONS: readonly ReportDimension[] = ['agent', 'queue', 'mailbox', 'category', 'tag'];

export const dimensionNames: Record<ReportDimension, string> = {
  agent: msg('report-agent'),
  queue: msg('queue'),
  mailbox: msg('mailbox'),
  category: msg('category'),
  tag: msg('report-tag'),
};

const none: Record<ReportDimension, string> = {
  agent: msg('report-no-agent'),
  queue: msg('report-no-queue'),
  mailbox: msg('report-gone'),
  category: msg('report-no-category'),
  tag: msg('report-no-tag'),
};

/** What a thing of a report is called. */
export function named(dimension: ReportDimension, value: string, name: string | null): string {
  if (value === '') return t(none[dimension]);
  return name ?? (dimension === 'tag' ? value : t('report-gone'));
}

/** Reads the word of the address. */
export const dimensionOf = (word: string | null): ReportDimension | null => DIMENSIONS.find((one) => one === word) ?? null;
