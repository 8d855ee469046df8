// Queues: where conversations wait for a set of agents.
import { answer, api, onVersion, versioned } from './http';
import type { QueueDraft } from './types';

const named = (id: string) => ({ path: { id } });

export const list = () => answer(api.GET('/api/v1/queues'));
export const add = (body: QueueDraft) => answer(api.POST('/api/v1/queues', { body }));
export const read = (id: string) => versioned(api.GET('/api/v1/queues/{id}', { params: named(id) }));
export const change = (id: string, body: QueueDraft, version: string | null) =>
  versioned(api.PATCH('/api/v1/queues/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
export const remove = (id: string) => answer(api.DELETE('/api/v1/queues/{id}', { params: named(id) }));
