// Webhooks: endpoints outside that are told what happens, and the log of what was sent to them.
import { answer, api, onVersion, versioned } from './http';
import type { WebhookDraft } from './types';

const named = (id: string) => ({ path: { id } });

export const list = () => answer(api.GET('/api/v1/webhooks'));
export const add = (body: WebhookDraft) => answer(api.POST('/api/v1/webhooks', { body }));
export const read = (id: string) => versioned(api.GET('/api/v1/webhooks/{id}', { params: named(id) }));
export const change = (id: string, body: WebhookDraft, version: string | null) =>
  versioned(api.PATCH('/api/v1/webhooks/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
export const remove = (id: string) => answer(api.DELETE('/api/v1/webhooks/{id}', { params: named(id) }));
export const newSecret = (id: string) => answer(api.POST('/api/v1/webhooks/{id}/secret', { params: named(id) }));
export const test = (id: string) => answer(api.POST('/api/v1/webhooks/{id}/tests', { params: named(id) }));
/** A page of the log; of one state, where that is not empty. */
export const deliveries = (id: string, state: string, after: string | null, signal?: AbortSignal) =>
  answer(
    api.GET('/api/v1/webhooks/{id}/deliveries', { params: { ...named(id), query: { ...(state ? { state } : {}), ...(after ? { after } : {}), limit: '50' } }, signal }),
  );
export const replay = (delivery: string) => answer(api.POST('/api/v1/webhook-deliveries/{id}/replay', { params: named(delivery) }));
/** Sends again what failed since then. */
export const replaySince = (id: string, since: string) => answer(api.POST('/api/v1/webhooks/{id}/replays', { params: named(id), body: { since } }));
