// My ways in: sessions, the second factor, tokens for programs.
import { answer, api } from './http';
import type { PushNew } from './types';

const named = (id: string) => ({ path: { id } });

export const sessions = () => answer(api.GET('/api/v1/me/sessions'));
export const endSession = (id: string) => answer(api.DELETE('/api/v1/me/sessions/{id}', { params: named(id) }));
export const endOtherSessions = () => answer(api.DELETE('/api/v1/me/sessions'));

export const secondFactor = () => answer(api.GET('/api/v1/me/second-factor'));
export const beginSecondFactor = (password: string) => answer(api.POST('/api/v1/me/second-factor', { body: { password } }));
export const confirmSecondFactor = (code: string) => answer(api.PUT('/api/v1/me/second-factor', { body: { code } }));
export const removeSecondFactor = (password: string) => answer(api.POST('/api/v1/me/second-factor/removal', { body: { password } }));
/** Takes a colleague's second factor away who lost it. */
export const resetSecondFactor = (id: string) => answer(api.DELETE('/api/v1/agents/{id}/second-factor', { params: named(id) }));

/** Whether this browser is told while no page of the desk is open. */
export const readPush = () => answer(api.GET('/api/v1/me/push'));
export const setPush = (body: PushNew) => answer(api.PUT('/api/v1/me/push', { body }));
export const endPush = () => answer(api.DELETE('/api/v1/me/push'));

export const tokens = () => answer(api.GET('/api/v1/me/tokens'));
export const addToken = (name: string, expires_at: string | null) => answer(api.POST('/api/v1/me/tokens', { body: { name, expires_at } }));
export const endToken = (id: string) => answer(api.DELETE('/api/v1/me/tokens/{id}', { params: named(id) }));
