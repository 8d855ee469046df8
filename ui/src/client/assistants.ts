// Assistants: what answers customers or drafts for agents, in which mailboxes, and what they looked at in a conversation.
import { answer, api, idempotencyKey, onVersion, versioned } from './http';
import type { AssistantDraft, AssistantPlace } from './types';

const named = (id: string) => ({ path: { id } });
const keyed = () => ({ 'Idempotency-Key': idempotencyKey() });

export const list = () => answer(api.GET('/api/v1/assistants'));
export const read = (id: string) => versioned(api.GET('/api/v1/assistants/{id}', { params: named(id) }));
export const add = (body: AssistantDraft) => answer(api.POST('/api/v1/assistants', { params: { header: keyed() }, body }));
export const change = (id: string, body: AssistantDraft, version: string | null) =>
  versioned(api.PATCH('/api/v1/assistants/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
export const remove = (id: string) => answer(api.DELETE('/api/v1/assistants/{id}', { params: named(id) }));
/** Asks it as if a customer had written this to the mailbox; nothing is sent to anybody. */
export const tryOut = (id: string, mailbox: string, text: string) =>
  answer(api.POST('/api/v1/assistants/{id}/trial', { params: { ...named(id), header: keyed() }, body: { mailbox, text } }));

/** The assistants of a mailbox, in their order. */
export const places = (mailbox: string) => versioned(api.GET('/api/v1/mailboxes/{id}/assistants', { params: named(mailbox) }));
export const place = (mailbox: string, assistants: AssistantPlace[], version: string | null) =>
  versioned(api.PUT('/api/v1/mailboxes/{id}/assistants', { params: { ...named(mailbox), header: onVersion(version) }, body: { assistants } }));

/** What assistants looked at in a conversation, the newest first. */
export const turns = (conversation: string) => answer(api.GET('/api/v1/conversations/{id}/assistant-turns', { params: named(conversation) }));
/** Takes away for everybody what an assistant suggests there. */
export async function dismiss(conversation: string): Promise<void> {
  await answer(api.DELETE('/api/v1/conversations/{id}/suggestion', { params: named(conversation) }));
}
