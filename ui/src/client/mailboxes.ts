// Mailboxes: their settings, their connection test, their health.
import { call } from './http';
import type { Incoming, Mailbox, MailboxDraft, Outgoing, Page, TestStep } from './types';

export const list = () => call<Page<Mailbox>>('GET', '/mailboxes', { query: { limit: 200 } });
export const get = (id: string) => call<Mailbox>('GET', `/mailboxes/${id}`);
export const add = (body: MailboxDraft) => call<Mailbox>('POST', '/mailboxes', { body });
export const change = (id: string, body: Partial<MailboxDraft>) => call<Mailbox>('PATCH', `/mailboxes/${id}`, { body });
export const remove = (id: string) => call<null>('DELETE', `/mailboxes/${id}`);

export interface ConnectionToTest {
  id?: string;
  address: string;
  incoming: Incoming | null;
  outgoing: Outgoing | null;
}
export const test = (body: ConnectionToTest) => call<TestStep[]>('POST', '/mailboxes/test', { body });
