// SLA policies: how soon customers are answered and matters solved.
import { answer, api, onVersion, versioned } from './http';
import type { SlaPolicyDraft } from './types';

const named = (id: string) => ({ path: { id } });

export const list = () => answer(api.GET('/api/v1/sla-policies'));
export const add = (body: SlaPolicyDraft) => answer(api.POST('/api/v1/sla-policies', { body }));
export const read = (id: string) => versioned(api.GET('/api/v1/sla-policies/{id}', { params: named(id) }));
export const change = (id: string, body: SlaPolicyDraft, version: string | null) =>
  versioned(api.PATCH('/api/v1/sla-policies/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
export const remove = (id: string) => answer(api.DELETE('/api/v1/sla-policies/{id}', { params: named(id) }));
/** Puts them into this order: all of them, each once. */
export const order = (ids: string[]) => answer(api.PUT('/api/v1/sla-order', { body: { ids } }));
