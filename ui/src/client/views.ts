// Views of one's own: filters that are kept under a name.
import { answer, api, idempotencyKey } from './http';
import type { ViewDraft } from './types';

const named = (id: string) => ({ path: { id } });

export const add = (body: ViewDraft) => answer(api.POST('/api/v1/views', { params: { header: { 'Idempotency-Key': idempotencyKey() } }, body }));
export const change = (id: string, body: ViewDraft) => answer(api.PATCH('/api/v1/views/{id}', { params: named(id), body }));
export const remove = (id: string) => answer(api.DELETE('/api/v1/views/{id}', { params: named(id) }));
