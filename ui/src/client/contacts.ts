// Contacts, as whoever types an address wants them completed.
import { answer, api } from './http';

export const beginningWith = (q: string) => answer(api.GET('/api/v1/contacts', { params: { query: { q } } }));
