// The people of the team: invited, changed, switched off and on; and what each role may do.
import { answer, api, onVersion, versioned } from './http';
import type { AgentChange, CountsAs, PresenceChoice, Role } from './types';

const named = (id: string) => ({ path: { id } });

export const everybody = () => answer(api.GET('/api/v1/agents', { params: { query: { state: 'all' } } }));
export const team = () => answer(api.GET('/api/v1/agents'));
export const roles = () => answer(api.GET('/api/v1/roles'));
export const invite = (email: string, role: Role) => answer(api.POST('/api/v1/agents', { body: { email, role } }));
export const read = (id: string) => versioned(api.GET('/api/v1/agents/{id}', { params: named(id) }));
export const change = (id: string, body: AgentChange, version: string | null = null) =>
  versioned(api.PATCH('/api/v1/agents/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
export const inviteAgain = (id: string) => answer(api.POST('/api/v1/agents/{id}/invitation', { params: named(id) }));
export const cancelInvitation = (id: string) => answer(api.DELETE('/api/v1/agents/{id}/invitation', { params: named(id) }));
export const board = () => answer(api.GET('/api/v1/board'));
export const setPresence = (id: string, body: { presence: PresenceChoice } | { own: string }) =>
  answer(api.PUT('/api/v1/agents/{id}/presence', { params: named(id), body }));
export const ownPresences = () => answer(api.GET('/api/v1/presences'));
export const addOwnPresence = (name: string, counts_as: CountsAs) => answer(api.POST('/api/v1/presences', { body: { name, counts_as } }));
export const nameOwnPresence = (id: string, name: string) => answer(api.PATCH('/api/v1/presences/{id}', { params: named(id), body: { name } }));
export const removeOwnPresence = (id: string) => answer(api.DELETE('/api/v1/presences/{id}', { params: named(id) }));
