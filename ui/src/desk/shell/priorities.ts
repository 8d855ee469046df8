// The words for priorities: one place, so that they are the same everywhere.
import type { Priority } from '../../client/types';
import { msg, t } from '../../kit/text';

const priorities: Record<Priority, string> = {
  low: msg('priority-low'),
  normal: msg('priority-normal'),
  high: msg('priority-high'),
  urgent: msg('priority-urgent'),
};

/** All priorities, the highest first. */
export const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];

export const priorityText = (priority: Priority) => t(priorities[priority]);
