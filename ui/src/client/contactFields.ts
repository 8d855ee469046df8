// The desk's own fields of contacts.
import { answer, api } from './http';
import type { ContactField, ContactFieldDraft } from './types';

const named = (id: string) => ({ path: { id } });

export const list = async (): Promise<ContactField[]> => (await answer(api.GET('/api/v1/contact-fields'))).items;
export const add = (body: ContactFieldDraft) => answer(api.POST('/api/v1/contact-fields', { body }));
export const change = (id: string, body: { name: string; choices: string[] }) => answer(api.PATCH('/api/v1/contact-fields/{id}', { params: named(id), body }));
export async function remove(id: string): Promise<void> {
  await answer(api.DELETE('/api/v1/contact-fields/{id}', { params: named(id) }));
}
