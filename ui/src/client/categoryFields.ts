// What categories ask to be known of their conversations.
import { answer, api, onVersion, versioned } from './http';
import type { CategoryField, CategoryFieldChange, CategoryFieldNew } from './types';

const named = (id: string) => ({ path: { id } });

export const list = async (): Promise<CategoryField[]> => (await answer(api.GET('/api/v1/category-fields'))).items;
/** A field, and its version. */
export const read = (id: string) => versioned(api.GET('/api/v1/category-fields/{id}', { params: named(id) }));
export const add = (body: CategoryFieldNew) => answer(api.POST('/api/v1/category-fields', { body }));
export const change = (id: string, body: CategoryFieldChange, version: string | null) =>
  versioned(api.PATCH('/api/v1/category-fields/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
/** Puts the fields of a category, or of all conversations, into another order. */
export const order = async (category: string | null, ids: string[]): Promise<CategoryField[]> =>
  (await answer(api.PUT('/api/v1/category-fields/order', { body: { category, ids } }))).items;
export async function remove(id: string): Promise<void> {
  await answer(api.DELETE('/api/v1/category-fields/{id}', { params: named(id) }));
}
