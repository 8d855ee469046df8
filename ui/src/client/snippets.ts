// Snippets: texts that are written again and again, my own and the team's.
import { answer, api } from './http';
import type { SnippetDraft } from './types';

const named = (id: string) => ({ path: { id } });

export const list = () => answer(api.GET('/api/v1/snippets'));
export const add = (body: SnippetDraft) => answer(api.POST('/api/v1/snippets', { body }));
export const change = (id: string, body: SnippetDraft) => answer(api.PATCH('/api/v1/snippets/{id}', { params: named(id), body }));
export async function remove(id: string): Promise<void> {
  await answer(api.DELETE('/api/v1/snippets/{id}', { params: named(id) }));
}
