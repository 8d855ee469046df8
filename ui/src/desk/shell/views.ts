// The names and drawings of the built-in views: one place for the sidebar, the list and the palette.
import type { ViewId } from '../../client/types';
import type { IconName } from '../../kit/Icon.svelte';
import { msg } from '../../kit/text';

export const viewNames: Record<ViewId, string> = {
  mine: msg('view-mine'),
  unassigned: msg('view-unassigned'),
  open: msg('view-open'),
  postponed: msg('view-postponed'),
  all: msg('view-all'),
  spam: msg('view-spam'),
  trash: msg('view-trash'),
};

export const viewIcons: Record<ViewId, IconName> = {
  mine: 'mine',
  unassigned: 'unassigned',
  open: 'open',
  postponed: 'postponed',
  all: 'all',
  spam: 'spam',
  trash: 'trash',
};
