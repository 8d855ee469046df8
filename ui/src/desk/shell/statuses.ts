// The words for the statuses of a conversation, for every screen that shows one.
import type { Status } from '../../client/types';
import { msg, t } from '../../kit/text';

const statuses: Record<Status, string> = {
  new: msg('status-new'),
  open: msg('status-open'),
  answered: msg('status-answered'),
  resolved: msg('status-resolved'),
  closed: msg('status-closed'),
  postponed: msg('status-postponed'),
  spam: msg('status-spam'),
  trash: msg('status-trash'),
};

export const statusText = (status: Status) => t(statuses[status]);
