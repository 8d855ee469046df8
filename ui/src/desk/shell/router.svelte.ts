// Which screen the address names. Plain history, no hash; links of ours never reload the page.
import type { Place, ViewId } from '../../client/types';

export type Route =
  | { screen: 'sign-in' }
  | { screen: 'setup' }
  | { screen: Door }
  | { screen: 'reference' }
  | { screen: 'conversations'; view: Place; id: string | null; q: string }
  | { screen: 'new'; to: { name: string | null; address: string } | null }
  | { screen: 'contacts'; id: string | null }
  | { screen: 'companies'; id: string | null }
  | { screen: 'reports'; search: string }
  | { screen: 'held'; page: 'held' | 'ignored' }
  | { screen: 'settings'; page: SettingsPage; id: string | null; tab: string | null }
  | { screen: 'lost' };

/** Pages that mailed links lead to, and the way to such a link: they are shown whoever is signed in here. */
export const DOORS = ['join', 'forgot', 'new-password'] as const;
export type Door = (typeof DOORS)[number];

export const VIEWS: readonly ViewId[] = ['mine', 'unassigned', 'open', 'mentions', 'postponed', 'drafts', 'sent', 'all', 'spam', 'trash'];
export const PAGES = ['email', 'mailboxes', 'domains', 'people', 'board', 'queues', 'rules', 'assistants', 'sla', 'categories', 'tags', 'contact-fields', 'snippets', 'knowledge', 'templates', 'general', 'webhooks', 'audit', 'account'] as const;
export type SettingsPage = (typeof PAGES)[number];

/** The route that a path and a query name. */
export function parse(path: string, search = ''): Route {
  const [first = '', second = '', third = '', fourth = ''] = path.split('/').filter(Boolean).map(decodeURIComponent);
  const query = new URLSearchParams(search);
  const q = query.get('q') ?? '';
  const view = VIEWS.find((name) => name === second);
  if (first === '') return { screen: 'conversations', view: 'open', id: null, q };
  if (first === 'sign-in' || first === 'setup') return { screen: first };
  const to = query.get('to');
  if (first === 'new') return { screen: first, to: to ? { name: query.get('name'), address: to } : null };
  if (first === 'contacts' || first === 'companies') return { screen: first, id: second || null };
  if (first === 'reports' && !second) return { screen: first, search };
  const door = DOORS.find((name) => name === first);
  if (door) return { screen: door };
  if (first === 'api' && !second) return { screen: 'reference' };
  if (first === 'held' && (!second || second === 'ignored')) return { screen: 'held', page: second ? 'ignored' : 'held' };
  if (first === 'views' && view) return { screen: 'conversations', view, id: third || null, q };
  if (first === 'views' && /^\d+$/.test(second)) return { screen: 'conversations', view: `own:${second}`, id: third || null, q };
  if (first === 'queues' && second) return { screen: 'conversations', view: `queue:${second}`, id: third || null, q };
  if (first === 'conversations' && second) return { screen: 'conversations', view: 'all', id: second, q };
  const page = PAGES.find((name) => name === (second || 'mailboxes'));
  if (first === 'settings' && page) return { screen: 'settings', page, id: third || null, tab: fourth || null };
  return { screen: 'lost' };
}

/** The path of a view or queue, of a conversation in it, with the search that is on. */
export function viewPath(view: Place, id: string | null = null, q = ''): string {
  const [kind = '', own = ''] = view.split(':');
  const list = kind === 'queue' ? `/queues/${encodeURIComponent(own)}` : `/views/${encodeURIComponent(kind === 'own' ? own : view)}`;
  const path = `${list}${id ? `/${encodeURIComponent(id)}` : ''}`;
  return q ? `${path}?q=${encodeURIComponent(q)}` : path;
}

/** The pages of one contact, and of one company. */
export const contactPath = (id: string) => `/contacts/${encodeURIComponent(id)}`;
export const companyPath = (id: string) => `/companies/${encodeURIComponent(id)}`;

const here = $state<{ route: Route; path: string }>({ route: { screen: 'conversations', view: 'open', id: null, q: '' }, path: '/' });

/** Where we are now. */
export function route(): Route {
  return here.route;
}

/** Goes to an address of ours. */
export function go(path: string, options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, '', path);
  else if (path !== here.path) history.pushState(null, '', path);
  read();
}

function read(): void {
  here.path = location.pathname + location.search;
  here.route = parse(location.pathname, location.search);
}

/** Follows the back button and turns clicks on our own links into `go`. */
export function startRouter(): void {
  read();
  window.addEventListener('popstate', read);
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest?.('a');
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href, location.href);
    if (url.origin !== location.origin || url.pathname.startsWith('/api/')) return;
    event.preventDefault();
    go(url.pathname + url.search);
  });
}
