// Conversations, their messages and the views that count them.
import { answer, api, fileUrl, idempotencyKey } from './http';
import type { BulkChange, Conversation, ConversationAgent, ConversationChange, Message, NewConversation, NewMessage, Place, SplitNew, Viewer } from './types';

export interface ListQuery {
  view: Place;
  q?: string;
  after?: string | null;
  limit?: number;
}

const named = (id: string) => ({ path: { id } });
const keyed = (key: string) => ({ 'Idempotency-Key': key });

export const views = () => answer(api.GET('/api/v1/views'));

function within(view: Place) {
  const [kind = '', id = ''] = view.split(':');
  return kind === 'queue' ? { view: 'open', queue: id } : { view: kind === 'own' ? id : view };
}

/** Where the same is a table to be saved, all of it. */
export function tableUrl({ view, q }: ListQuery): string {
  const query = new URLSearchParams(Object.entries({ ...within(view), ...(q ? { q } : {}) }));
  return fileUrl(`/conversations/table?${query.toString()}`);
}

/** One page of a view or of a search in it. */
export function list({ view, q, after, limit }: ListQuery, signal?: AbortSignal) {
  const query = { ...within(view), ...(q ? { q } : {}), ...(after ? { after } : {}), ...(limit ? { limit: String(limit) } : {}) };
  return answer(api.GET('/api/v1/conversations', { params: { query }, signal }));
}

export const get = (id: string, signal?: AbortSignal): Promise<Conversation> =>
  answer(api.GET('/api/v1/conversations/{id}', { params: named(id), signal }));

export const change = (id: string, body: ConversationChange): Promise<Conversation> =>
  answer(api.PATCH('/api/v1/conversations/{id}', { params: named(id), body }));

/** One change to many conversations; tells of each why it was refused. A key, so that trying again changes nothing twice. */
export const changeAll = (body: BulkChange) =>
  answer(api.POST('/api/v1/conversations/bulk', { params: { header: keyed(idempotencyKey()) }, body }));

/** Whether answers also go to this person, who becomes a participant where they are none. */
export const setParticipant = (id: string, one: { address: string; name?: string | null; ticked: boolean }): Promise<Conversation> =>
  answer(api.PUT('/api/v1/conversations/{id}/participants', { params: named(id), body: one }));

/** Who of the team may see a conversation, and who follows it. */
export const agentsOf = async (id: string): Promise<ConversationAgent[]> =>
  (await answer(api.GET('/api/v1/conversations/{id}/agents', { params: named(id) }))).items;

/** The caller follows a conversation, or follows it no longer. */
export async function setFollowing(id: string, follows: boolean): Promise<void> {
  const path = '/api/v1/conversations/{id}/follow';
  await answer(follows ? api.PUT(path, { params: named(id) }) : api.DELETE(path, { params: named(id) }));
}

/** Merges a conversation into another, which is the answer. */
export const merge = (id: string, into: string, key: string): Promise<Conversation> =>
  answer(api.POST('/api/v1/conversations/{id}/merge', { params: { ...named(id), header: keyed(key) }, body: { into } }));

/** Takes a merge back; the answer is the conversation that had gone. */
export const undoMerge = (id: string): Promise<Conversation> => answer(api.DELETE('/api/v1/conversations/{id}/merge', { params: named(id) }));

/** Splits messages off into a new conversation, which is the answer. */
export const split = (id: string, body: SplitNew, key: string): Promise<Conversation> =>
  answer(api.POST('/api/v1/conversations/{id}/split', { params: { ...named(id), header: keyed(key) }, body }));

/** Takes a split back; the answer is the conversation in which the messages are again. */
export const undoSplit = (id: string): Promise<Conversation> => answer(api.DELETE('/api/v1/conversations/{id}/split', { params: named(id) }));

/** Who has a conversation open or writes in it just now, the caller included. */
export const viewers = async (id: string): Promise<Viewer[]> =>
  (await answer(api.GET('/api/v1/conversations/{id}/viewers', { params: named(id) }))).items;

/** Says what the caller does there; it counts for a minute. */
export async function setViewer(id: string, doing: Viewer['doing']): Promise<void> {
  await answer(api.PUT('/api/v1/conversations/{id}/viewers', { params: named(id), body: { doing } }));
}

/** Says that the caller left. */
export async function leave(id: string): Promise<void> {
  await answer(api.DELETE('/api/v1/conversations/{id}/viewers', { params: named(id) }));
}

/** Marks a conversation as read or unread for the caller. */
export async function setRead(id: string, read: boolean): Promise<void> {
  const path = '/api/v1/conversations/{id}/read';
  await answer(read ? api.PUT(path, { params: named(id) }) : api.DELETE(path, { params: named(id) }));
}

export const send = (id: string, body: NewMessage, key: string): Promise<Message> =>
  answer(api.POST('/api/v1/conversations/{id}/messages', { params: { ...named(id), header: keyed(key) }, body }));

export const start = (body: NewConversation, key: string): Promise<Conversation> =>
  answer(api.POST('/api/v1/conversations', { params: { header: keyed(key) }, body }));

/** Takes an answer back that has not left: it is a draft again. */
export async function undoSending(message: string): Promise<void> {
  await answer(api.DELETE('/api/v1/messages/{id}/sending', { params: named(message) }));
}

/** Lets an answer that waits leave at once. */
export async function sendNow(message: string): Promise<void> {
  await answer(api.PUT('/api/v1/messages/{id}/sending', { params: named(message) }));
}

export const rawUrl = (message: string) => fileUrl(`/messages/${message}/raw`);
