// Help for agents: who helps, and what the model says to an agent alone.
import { answer, api, idempotencyKey } from './http';
import type { HelpRequest } from './types';

export const helper = () => answer(api.GET('/api/v1/helper'));
export const choose = (assistant: string | null) => answer(api.PUT('/api/v1/helper', { body: { assistant } }));
/** It may take a minute. */
export const ask = (conversation: string, body: HelpRequest, signal: AbortSignal) =>
  answer(api.POST('/api/v1/conversations/{id}/help', { params: { path: { id: conversation }, header: { 'Idempotency-Key': idempotencyKey() } }, body, signal }));
