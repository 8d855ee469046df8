// Templates: the texts of the mails that the system sends, by kind and language.
import { answer, api, onVersion, versioned } from './http';
import type { TemplateDraft } from './types';

const named = (kind: string, language: string) => ({ path: { kind, language } });

export const list = () => answer(api.GET('/api/v1/templates'));
export const read = (kind: string, language: string) => versioned(api.GET('/api/v1/templates/{kind}/{language}', { params: named(kind, language) }));
export const change = (kind: string, language: string, body: TemplateDraft, version: string | null) =>
  versioned(api.PUT('/api/v1/templates/{kind}/{language}', { params: { ...named(kind, language), header: onVersion(version) }, body }));
export const reset = (kind: string, language: string) => answer(api.DELETE('/api/v1/templates/{kind}/{language}', { params: named(kind, language) }));
/** How a text looks with made-up values. */
export const preview = (kind: string, language: string, body: TemplateDraft) =>
  answer(api.POST('/api/v1/templates/{kind}/{language}/preview', { params: named(kind, language), body }));
/** Mails a text with made-up values to whoever asks. */
export const test = (kind: string, language: string, body: TemplateDraft) =>
  answer(api.POST('/api/v1/templates/{kind}/{language}/tests', { params: named(kind, language), body }));
