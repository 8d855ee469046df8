// Companies: whose contacts are theirs by domain.
import { answer, api, onVersion, versioned } from './http';
import type { CompanyDraft } from './types';

const named = (id: string) => ({ path: { id } });

/** A page; it may be short though another follows. */
export function list(q: string, after: string | null = null, signal?: AbortSignal) {
  return answer(api.GET('/api/v1/companies', { params: { query: { ...(q ? { q } : {}), ...(after ? { after } : {}) } }, signal }));
}
export const add = (body: CompanyDraft) => answer(api.POST('/api/v1/companies', { body }));
export const read = (id: string) => versioned(api.GET('/api/v1/companies/{id}', { params: named(id) }));
export const change = (id: string, body: CompanyDraft, version: string | null) =>
  versioned(api.PATCH('/api/v1/companies/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
export async function remove(id: string): Promise<void> {
  await answer(api.DELETE('/api/v1/companies/{id}', { params: named(id) }));
}
