// Mailboxes: their settings, their connection test, their health.
import { answer, api, onVersion, versioned } from './http';
import type { Incoming, MailboxChange, MailboxDraft, Outgoing } from './types';

const named = (id: string) => ({ path: { id } });

export const list = () => answer(api.GET('/api/v1/mailboxes'));
export const read = (id: string) => versioned(api.GET('/api/v1/mailboxes/{id}', { params: named(id) }));
export const add = (body: MailboxDraft) => answer(api.POST('/api/v1/mailboxes', { body }));
export const change = (id: string, body: MailboxChange, version: string | null) =>
  versioned(api.PATCH('/api/v1/mailboxes/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
export const remove = (id: string) => answer(api.DELETE('/api/v1/mailboxes/{id}', { params: named(id) }));

export const presets = () => answer(api.GET('/api/v1/mailboxes/presets'));
export const trustTest = (id: string) => answer(api.GET('/api/v1/mailboxes/{id}/trust-test', { params: named(id) }));
export const beginTrustTest = (id: string) =>
  answer(api.POST('/api/v1/mailboxes/{id}/trust-test', { params: named(id), body: { through: null } }));
/** Says which servers forward a mailbox to this desk. */
export const changeForwarders = (id: string, forwarders: string[]) =>
  answer(api.PUT('/api/v1/mailboxes/{id}/forwarders', { params: named(id), body: { forwarders } }));
/** A page of what became of every mail; all states where none is named. */
export function ledger(id: string, state: string, after: string | null = null) {
  const query = { ...(state ? { state } : {}), ...(after ? { after } : {}) };
  return answer(api.GET('/api/v1/mailboxes/{id}/ledger', { params: { ...named(id), query } }));
}
export const compare = (id: string) => answer(api.POST('/api/v1/mailboxes/{id}/comparison', { params: named(id) }));
export const setUpForwarding = (id: string) => answer(api.PUT('/api/v1/mailboxes/{id}/forwarding', { params: named(id) }));

/** What the satisfaction surveys of the last days came to. */
export const surveys = (id: string) => answer(api.GET('/api/v1/mailboxes/{id}/surveys', { params: named(id) }));

/** The holidays of a calendar file; nothing is stored. */
export const readHolidays = (calendar: string) => answer(api.POST('/api/v1/holidays/reading', { body: { calendar } }));

export interface ConnectionToTest {
  id?: string;
  address: string;
  aliases: string[];
  incoming: Incoming | null;
  outgoing: Outgoing | null;
}
export const test = (body: ConnectionToTest) => answer(api.POST('/api/v1/mailboxes/test', { body }));
