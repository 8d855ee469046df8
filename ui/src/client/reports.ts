// Reports: what was counted over time, and by mailbox, queue, agent, category and tag; and the addresses of their tables.
import { answer, api, fileUrl } from './http';
import type { ReportDimension } from './types';

export interface Days {
  from: string;
  to: string;
}
export interface Of {
  dimension: ReportDimension;
  value: string;
}

const asked = (days: Days, of: Of | null) => ({ ...days, ...(of ?? {}) });

export const summary = (days: Days, of: Of | null, signal?: AbortSignal) =>
  answer(api.GET('/api/v1/reports/summary', { params: { query: asked(days, of) }, ...(signal ? { signal } : {}) }));
export const breakdown = (days: Days, dimension: ReportDimension, signal?: AbortSignal) =>
  answer(api.GET('/api/v1/reports/breakdown', { params: { query: { ...days, dimension } }, ...(signal ? { signal } : {}) }));

const query = (values: object) => new URLSearchParams(Object.entries(values) as [string, string][]).toString();

/** Files that the browser saves: the report over time, and by a dimension. */
export const summaryFile = (days: Days, of: Of | null, format: 'csv' | 'json') => fileUrl(`/reports/summary${format === 'csv' ? '/table' : ''}?${query(asked(days, of))}`);
export const breakdownFile = (days: Days, dimension: ReportDimension, format: 'csv' | 'json') =>
  fileUrl(`/reports/breakdown${format === 'csv' ? '/table' : ''}?${query({ ...days, dimension })}`);
