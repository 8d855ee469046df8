// Queues: where conversations wait for a set of agents.
import { answer, api } from './http';
import type { QueueDraft } from './types';

const named = (id: string) => ({ path: { id } });

export const list = () => answer(api.GET('/api/v1/queues'));
export const add = (body: QueueDraft) => answer(api.POST('/api/v1/queues', { body }));
export const change = (id: string, body: QueueDraft) => answer(api.PATCH('/api/v1/queues/{id}', { params: named(id), body }));
export const remove = (id: string) => answer(api.DELETE('/api/v1/queues/{id}', { params: named(id) }));
