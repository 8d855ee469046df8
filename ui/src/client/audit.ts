// The audit log: who changed what, and when.
import { answer, api } from './http';

export const list = (query: { agent?: string | undefined; kind?: string | undefined; after?: string | undefined }) =>
  answer(api.GET('/api/v1/audit', { params: { query } }));
