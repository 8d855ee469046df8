// Tags: words on conversations, the same for the whole desk.
import { answer, api, onVersion, versioned } from './http';

const named = (id: string) => ({ path: { id } });

export const list = () => answer(api.GET('/api/v1/tags'));
/** A tag with what has it, and its version. */
export const read = (id: string) => versioned(api.GET('/api/v1/tags/{id}', { params: named(id) }));
export const add = (name: string) => answer(api.POST('/api/v1/tags', { body: { name } }));
/** Names a tag anew; `join`: where another has that name, the two become that one. */
export const change = (id: string, name: string, join: boolean, version: string | null) =>
  versioned(api.PATCH('/api/v1/tags/{id}', { params: { ...named(id), header: onVersion(version) }, body: { name, join } }));
/** Takes a tag from all conversations, for good. */
export async function remove(id: string): Promise<void> {
  await answer(api.DELETE('/api/v1/tags/{id}', { params: named(id) }));
}
