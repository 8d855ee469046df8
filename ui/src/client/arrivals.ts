// Mail that is held or was set aside, and what is done with it.
import { answer, api, fileUrl } from './http';
import type { Arrival, ArrivalDetail, Page } from './types';

export type Shown = 'held' | 'ignored';
export type ReleasedAs = 'release' | 'new_conversation' | 'accept';

const named = (id: string) => ({ path: { id } });

export const list = (state: Shown, after: string | null = null): Promise<Page<Arrival>> =>
  answer(api.GET('/api/v1/arrivals', { params: { query: { state, ...(after ? { after } : {}) } } }));
export const look = (id: string): Promise<ArrivalDetail> => answer(api.GET('/api/v1/arrivals/{id}', { params: named(id) }));
export const retry = (id: string) => answer(api.POST('/api/v1/arrivals/{id}/retry', { params: named(id) }));
export const release = (id: string, as: ReleasedAs) => answer(api.POST('/api/v1/arrivals/{id}/release', { params: named(id), body: { as } }));
export const takeBack = (id: string) => answer(api.DELETE('/api/v1/arrivals/{id}/release', { params: named(id) }));
export const remove = (id: string) => answer(api.POST('/api/v1/arrivals/{id}/deletion', { params: named(id) }));
export const bringBack = (id: string) => answer(api.DELETE('/api/v1/arrivals/{id}/deletion', { params: named(id) }));
export const block = (id: string) => answer(api.POST('/api/v1/arrivals/{id}/block', { params: named(id) }));
export const unblock = (id: string) => answer(api.DELETE('/api/v1/arrivals/{id}/block', { params: named(id) }));
export const rawUrl = (id: string) => fileUrl(`/arrivals/${id}/raw`);
