// Mail that is held: in quarantine or waiting.
import { call, fileUrl } from './http';
import type { Arrival, Page } from './types';

export const list = (after: string | null = null) => call<Page<Arrival>>('GET', '/arrivals', { query: { state: 'held', after } });
export const retry = (id: string) => call<unknown>('POST', `/arrivals/${id}/retry`);
export const rawUrl = (id: string) => fileUrl(`/arrivals/${id}/raw`);
