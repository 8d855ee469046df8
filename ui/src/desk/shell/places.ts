// Where the palette can go: views, queues, held mail, and the pages of the settings.
import type { IconName } from '../../kit/Icon.svelte';
import { t, msg } from '../../kit/text';
import type { Command } from './commands';
import { counts } from './counts.svelte';
import { go, viewPath, VIEWS, type SettingsPage } from './router.svelte';
import { may, maySee } from './roles';
import { shown, type ShortcutId } from './shortcuts';
import { viewIcons, viewNames } from './views';

const pages: Record<SettingsPage, string> = {
  email: msg('email-settings'),
  mailboxes: msg('mailboxes'),
  domains: msg('domains'),
  people: msg('people'),
  board: msg('board'),
  queues: msg('queues'),
  sla: msg('sla'),
  rules: msg('rules'),
  assistants: msg('assistants'),
  categories: msg('categories'),
  tags: msg('tags'),
  'contact-fields': msg('contact-fields'),
  general: msg('general'),
  snippets: msg('snippets'),
  knowledge: msg('knowledge'),
  templates: msg('templates'),
  webhooks: msg('webhooks'),
  audit: msg('audit'),
  account: msg('account'),
};
const keys: Partial<Record<string, ShortcutId>> = {
  mine: 'mine',
  unassigned: 'unassigned',
  open: 'openView',
  mentions: 'mentions',
  postponed: 'postponed',
  drafts: 'drafts',
  sent: 'sent',
  spam: 'spam',
  trash: 'trash',
  all: 'everything',
};

/** All places, in the order of the sidebar. */
export function places(): Command[] {
  const place = (id: string, text: string, icon: IconName, path: string, hint = ''): Command => ({ id: `go ${id}`, text, icon, hint, run: () => go(path) });
  return [
    ...VIEWS.map((view) => place(view, t(viewNames[view]), viewIcons[view], viewPath(view), keys[view] ? shown(keys[view]) : '')),
    ...counts.own.map((view) => place(`own ${view.id}`, view.name, 'view', viewPath(`own:${view.id}`))),
    ...counts.queues.map((queue) => place(`queue ${queue.id}`, queue.name, 'queue', viewPath(`queue:${queue.id}`), t('queue'))),
    place('contacts', t('contacts'), 'people', '/contacts', shown('contacts')),
    place('companies', t('companies'), 'people', '/companies'),
    ...(may('lead-team') ? [place('reports', t('reports'), 'chart', '/reports', shown('reports'))] : []),
    place('held', t('held'), 'held', '/held', shown('held')),
    ...(Object.keys(pages) as SettingsPage[]).filter(maySee).map((page) => place(`settings ${page}`, t(pages[page]), 'settings', `/settings/${page}`, t('settings'))),
  ];
}
