// Who is signed in, the first run, and the people of the team.
import { call } from './http';
import type { AgentRef, Me, Page } from './types';

export const me = () => call<Me>('GET', '/me');
export const signIn = (email: string, password: string) => call<unknown>('POST', '/session', { body: { email, password } });
export const signOut = () => call<null>('DELETE', '/session');
export const setupState = () => call<{ needed: boolean; encrypted: boolean }>('GET', '/setup');
export const setUp = (token: string, name: string, email: string, password: string) =>
  call<unknown>('POST', '/setup', { body: { token, name, email, password } });
export const agents = () => call<Page<AgentRef>>('GET', '/agents');
