// Mail that is held: in quarantine or waiting.
import { answer, api, fileUrl } from './http';
import type { Arrival, Page } from './types';

export const list = (after: string | null = null): Promise<Page<Arrival>> =>
  answer(api.GET('/api/v1/arrivals', { params: { query: { state: 'held', ...(after ? { after } : {}) } } }));
export const retry = (id: string) => answer(api.POST('/api/v1/arrivals/{id}/retry', { params: { path: { id } } }));
export const rawUrl = (id: string) => fileUrl(`/arrivals/${id}/raw`);
