// Conversations, their messages and the views that count them.
import { call, fileUrl } from './http';
import type { Conversation, ConversationChange, ConversationItem, Message, NewConversation, NewMessage, Page, ViewId, Views } from './types';

export interface ListQuery {
  view: ViewId;
  q?: string;
  after?: string | null;
  limit?: number;
}

export const views = () => call<Views>('GET', '/views');
export const list = (query: ListQuery, signal?: AbortSignal) =>
  call<Page<ConversationItem>>('GET', '/conversations', { query: { ...query }, signal });
export const get = (id: string, signal?: AbortSignal) => call<Conversation>('GET', `/conversations/${id}`, { signal });
export const change = (id: string, body: ConversationChange) =>
  call<Conversation>('PATCH', `/conversations/${id}`, { body });
export const setRead = (id: string, read: boolean) => call<null>(read ? 'PUT' : 'DELETE', `/conversations/${id}/read`);
export const send = (id: string, body: NewMessage, key: string) =>
  call<Message>('POST', `/conversations/${id}/messages`, { body, key });
export const start = (body: NewConversation, key: string) => call<Conversation>('POST', '/conversations', { body, key });
export const rawUrl = (message: string) => fileUrl(`/messages/${message}/raw`);
