// Articles: what the team knows, and what of it answers a question.
import { answer, api, idempotencyKey, onVersion, versioned } from './http';
import type { ArticleChange, ArticleFile, ArticleNew, ArticleSource, ArticleState } from './types';

const named = (id: string) => ({ path: { id } });

export interface Wanted {
  state: ArticleState | '';
  source: ArticleSource | '';
}

/** A page of those with all words that were typed. */
export function list(q: string, { state, source }: Wanted, after: string | null = null, signal?: AbortSignal) {
  const query = { ...(q ? { q } : {}), ...(state ? { state } : {}), ...(source ? { source } : {}), ...(after ? { after } : {}) };
  return answer(api.GET('/api/v1/articles', { params: { query }, signal }));
}
export const add = (body: ArticleNew) => answer(api.POST('/api/v1/articles', { body }));
export const read = (id: string) => versioned(api.GET('/api/v1/articles/{id}', { params: named(id) }));
export const change = (id: string, body: ArticleChange, version: string | null) =>
  versioned(api.PATCH('/api/v1/articles/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
export async function remove(id: string): Promise<void> {
  await answer(api.DELETE('/api/v1/articles/{id}', { params: named(id) }));
}
/** What an assistant would find for a question of this mailbox's customers; of all where none is named. */
export const find = (q: string, mailbox: string) =>
  answer(api.GET('/api/v1/articles/search', { params: { query: { q, ...(mailbox ? { mailbox } : {}) } } }));
export const importFiles = (files: ArticleFile[], state: ArticleState) =>
  answer(api.POST('/api/v1/articles/imports', { params: { header: { 'Idempotency-Key': idempotencyKey() } }, body: { files, state } }));
/** Makes a draft of an answer; asked again it is the same one. */
export const approve = (message: string) => answer(api.POST('/api/v1/messages/{id}/article', { params: named(message) }));
