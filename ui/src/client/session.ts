// Who is signed in, the first run, and the people of the team.
import { answer, api } from './http';
import type { MeChange } from './types';

export const me = () => answer(api.GET('/api/v1/me'));
export const changeMe = (body: MeChange) => answer(api.PATCH('/api/v1/me', { body }));
export const signIn = (email: string, password: string, code?: string) =>
  answer(api.POST('/api/v1/session', { body: code ? { email, password, code } : { email, password } }));
export const signOut = () => answer(api.DELETE('/api/v1/session'));
export const setupState = () => answer(api.GET('/api/v1/setup'));
export const setUp = (token: string, name: string, email: string, password: string) =>
  answer(api.POST('/api/v1/setup', { body: { token, name, email, password } }));
export const join = (token: string, name: string, password: string) =>
  answer(api.POST('/api/v1/joining', { body: { token, name, password } }));
export const askForPassword = (email: string) => answer(api.POST('/api/v1/password-links', { body: { email } }));
export const setPassword = (token: string, password: string) => answer(api.POST('/api/v1/password', { body: { token, password } }));
/** Changes my password; `old` is the one until now. */
export const changePassword = (old: string, next: string) => answer(api.PUT('/api/v1/me/password', { body: { old, new: next } }));
