// What I have begun to write, kept at the server for me alone.
import { answer, api } from './http';
import type { DraftNew, DraftShown } from './types';

/** What a draft is about: a conversation, or the one that is not begun yet. */
export type About = 'new' | (string & {});

const named = (id: string) => ({ params: { path: { id } } });

export const get = (about: About): Promise<DraftShown> =>
  answer(about === 'new' ? api.GET('/api/v1/drafts/new') : api.GET('/api/v1/conversations/{id}/draft', named(about)));

export const save = (about: About, body: DraftNew): Promise<DraftShown> =>
  answer(about === 'new' ? api.PUT('/api/v1/drafts/new', { body }) : api.PUT('/api/v1/conversations/{id}/draft', { ...named(about), body }));

export async function discard(about: About): Promise<void> {
  await answer(about === 'new' ? api.DELETE('/api/v1/drafts/new') : api.DELETE('/api/v1/conversations/{id}/draft', named(about)));
}
