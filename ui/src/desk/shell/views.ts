// The names and drawings of the built-in views: one place for the sidebar, the list and the palette.
import type { ViewId } from '../../client/types';
import type { IconName } from '../../kit/Icon.svelte';
import { msg } from '../../kit/text';

export const viewNames: Record<ViewId, string> = {
  mine: msg('view-mine'),
  unassigned: msg('view-unassigned'),
  open: msg('view-open'),
  mentions: msg('view-mentions'),
  postponed: msg('view-postponed'),
  drafts: msg('view-drafts'),
  sent: msg('view-sent'),
  all: msg('view-all'),
  spam: msg('view-spam'),
  trash: msg('view-trash'),
};

export const viewIcons: Record<ViewId, IconName> = {
  mine: 'mine',
  unassigned: 'unassigned',
  open: 'open',
  mentions: 'mention',
  postponed: 'postponed',
  drafts: 'note',
  sent: 'sent',
  all: 'all',
  spam: 'spam',
  trash: 'trash',
};
