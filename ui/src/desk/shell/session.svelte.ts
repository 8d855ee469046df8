// Who is signed in at this browser, or why nobody is.
import { onSignedOut, Problem } from '../../client/http';
import { ownPresences, team } from '../../client/people';
import * as client from '../../client/session';
import * as categoryClient from '../../client/categories';
import * as queueClient from '../../client/queues';
import type { AgentRef, Category, Me, MeChange, OwnPresence, Queue } from '../../client/types';
import { DOORS, go, parse } from './router.svelte';

type State = 'asking' | 'in' | 'out' | 'unreachable';

export const session = $state<{
  state: State;
  me: Me | null;
  agents: AgentRef[];
  queues: Queue[];
  categories: Category[];
  presences: OwnPresence[];
  encrypted: boolean;
  wanted: string | null;
}>({
  state: 'asking',
  me: null,
  agents: [],
  queues: [],
  categories: [],
  presences: [],
  encrypted: true,
  wanted: null,
});

/** Pages that are left when somebody has signed in. */
const OUTSIDE: string[] = ['sign-in', 'setup', ...DOORS];
/** Those that nobody is led away from, whether they are signed in or not. */
const STAY: string[] = [...DOORS, 'reference'];

/** Asks the server who we are and goes where that leads. */
export async function begin(): Promise<void> {
  if (STAY.includes(parse(location.pathname).screen)) return outside();
  try {
    await enter();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) await outside();
    else session.state = 'unreachable';
  }
}

/** After signing in: reads who we are, and returns to the page that was wanted. */
export async function enter(): Promise<void> {
  session.me = await client.me();
  session.encrypted = session.me.encrypted;
  session.state = 'in';
  void team().then((page) => (session.agents = page.items), () => undefined);
  readChoices();
  if (OUTSIDE.includes(parse(location.pathname).screen)) go(session.wanted ?? '/', { replace: true });
  session.wanted = null;
}

/** Reads who we are again: somebody else may have changed it. A failure leaves what was known. */
export function readMe(): void {
  void client.me().then((me) => (session.me = me), () => undefined);
}

/** Reads what can be chosen: queues, categories and the desk's own presences. A failure leaves the old ones. */
export function readChoices(): void {
  void queueClient.list().then((page) => (session.queues = page.items), () => undefined);
  void categoryClient.list().then((page) => (session.categories = page.items), () => undefined);
  void ownPresences().then((page) => (session.presences = page.items), () => undefined);
}

/** Changes what I set about myself; what the server refuses is told by the caller. */
export async function changeMe(change: MeChange): Promise<void> {
  session.me = await client.changeMe(change);
}

/** Ends the session here and at the server. */
export async function leave(): Promise<void> {
  await client.signOut().catch(() => undefined);
  session.me = null;
  session.state = 'out';
  go('/sign-in');
}

async function outside(): Promise<void> {
  const setup = await client.setupState().catch(() => ({ needed: false, encrypted: location.protocol === 'https:' }));
  session.encrypted = setup.encrypted;
  session.state = 'out';
  const path = location.pathname;
  if (path === '/setup' && setup.needed) return;
  if (STAY.includes(parse(path).screen)) return;
  if (setup.needed) return go('/setup', { replace: true });
  if (path !== '/sign-in') {
    session.wanted = path === '/setup' || path === '/' ? null : path + location.search;
    go('/sign-in', { replace: true });
  }
}

onSignedOut(() => {
  if (session.state !== 'in') return;
  session.me = null;
  void outside();
});
