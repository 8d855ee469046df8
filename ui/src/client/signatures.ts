// My own signature, and what stands below an answer of mine from a mailbox.
import { answer, api, onVersion, versioned } from './http';
import type { OwnSignature } from './types';

export const read = () => versioned(api.GET('/api/v1/me/signature'));
export const change = (body: OwnSignature, version: string | null) =>
  versioned(api.PUT('/api/v1/me/signature', { params: { header: onVersion(version) }, body }));
/** With its variables filled in, as a mail would carry it. */
export const below = (mailbox: string) => answer(api.GET('/api/v1/mailboxes/{id}/signature', { params: { path: { id: mailbox } } }));
