// Categories: the kind of matter, a tree of two levels.
import { answer, api, onVersion, versioned } from './http';

const named = (id: string) => ({ path: { id } });

export const list = () => answer(api.GET('/api/v1/categories'));
/** A category with how much has it, and its version. */
export const read = (id: string) => versioned(api.GET('/api/v1/categories/{id}', { params: named(id) }));
export const add = (body: { name: string; parent: string | null }) => answer(api.POST('/api/v1/categories', { body }));
export const change = (id: string, body: { name: string; parent: string | null }, version: string | null) =>
  versioned(api.PATCH('/api/v1/categories/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
/** Deletes a category; what has it gets another one, or none. */
export const remove = (id: string, moveTo: string | null) =>
  answer(api.DELETE('/api/v1/categories/{id}', { params: { ...named(id), query: moveTo ? { move_to: moveTo } : {} } }));
