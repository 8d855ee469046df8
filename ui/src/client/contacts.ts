// Contacts: listed, read, changed, merged; and completed while somebody types an address.
import { answer, api, fileUrl, onVersion, versioned } from './http';
import type { Contact, ContactChange } from './types';

const named = (id: string) => ({ path: { id } });

export interface ContactQuery {
  q?: string;
  company?: string;
  after?: string | null;
  limit?: number;
}

export const beginningWith = (q: string) => answer(api.GET('/api/v1/contacts/completions', { params: { query: { q } } }));

/** A page; it may be short though another follows. */
export function list({ q, company, after, limit }: ContactQuery, signal?: AbortSignal) {
  const query = { ...(q ? { q } : {}), ...(company ? { company } : {}), ...(after ? { after } : {}), ...(limit ? { limit: String(limit) } : {}) };
  return answer(api.GET('/api/v1/contacts', { params: { query }, signal }));
}

export const read = (id: string, signal?: AbortSignal) => versioned<Contact>(api.GET('/api/v1/contacts/{id}', { params: named(id), signal }));

export const change = (id: string, body: ContactChange, version: string | null) =>
  versioned<Contact>(api.PATCH('/api/v1/contacts/{id}', { params: { ...named(id), header: onVersion(version) }, body }));

/** A page of a contact's conversations, newest first. */
export const conversations = (id: string, after: string | null = null, limit = 20, signal?: AbortSignal) =>
  answer(api.GET('/api/v1/contacts/{id}/conversations', { params: { ...named(id), query: { limit: String(limit), ...(after ? { after } : {}) } }, signal }));

export const addNote = (id: string, text: string, key: string): Promise<Contact> =>
  answer(api.POST('/api/v1/contacts/{id}/notes', { params: { ...named(id), header: { 'Idempotency-Key': key } }, body: { text } }));

export async function removeNote(id: string): Promise<void> {
  await answer(api.DELETE('/api/v1/contact-notes/{id}', { params: named(id) }));
}

/** Merges a contact into another, who is the answer. */
export const merge = (id: string, into: string, key: string): Promise<Contact> =>
  answer(api.POST('/api/v1/contacts/{id}/merge', { params: { ...named(id), header: { 'Idempotency-Key': key } }, body: { into } }));

/** Takes a merge back; the answer is the contact that had gone. */
export const undoMerge = (id: string): Promise<Contact> => answer(api.DELETE('/api/v1/contacts/{id}/merge', { params: named(id) }));

/** Where all data of a contact is downloaded from, for admins. */
export const exportUrl = (id: string, notes: boolean) => fileUrl(`/contacts/${encodeURIComponent(id)}/export${notes ? '?notes=true' : ''}`);

/** Erases a contact; true where nothing is left, else the desk goes on by itself. */
export const erase = (id: string, address: string, key: string) =>
  answer(api.POST('/api/v1/contacts/{id}/erasure', { params: { ...named(id), header: { 'Idempotency-Key': key } }, body: { address } }));

/** How far the erasing of a contact has come. */
export const erasure = (id: string) => answer(api.GET('/api/v1/contacts/{id}/erasure', { params: named(id) }));
