// Rules: what the desk does by itself when something happens, in the order in which they are tried.
import { answer, api, onVersion, versioned } from './http';
import type { RuleChange, RuleDraft } from './types';

const named = (id: string) => ({ path: { id } });

export const list = () => answer(api.GET('/api/v1/rules'));
export const add = (body: RuleDraft) => answer(api.POST('/api/v1/rules', { body }));
export const read = (id: string) => versioned(api.GET('/api/v1/rules/{id}', { params: named(id) }));
export const change = (id: string, body: RuleChange, version: string | null) =>
  versioned(api.PATCH('/api/v1/rules/{id}', { params: { ...named(id), header: onVersion(version) }, body }));
export const remove = (id: string) => answer(api.DELETE('/api/v1/rules/{id}', { params: named(id) }));
/** Puts all rules into this order. */
export const order = (ids: string[]) => answer(api.PUT('/api/v1/rules/order', { body: { ids } }));
/** What a rule would have done, saved or not; in the place of the one with this id. */
export const rehearse = (id: string | null, { name, when, if: groups, then }: RuleDraft) =>
  answer(api.POST('/api/v1/rules/rehearsals', { body: { ...(id ? { id } : {}), name, when, if: groups, then } }));
