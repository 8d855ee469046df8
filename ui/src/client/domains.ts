// The domains of our mailboxes and what their records say.
import { answer, api } from './http';

export const list = () => answer(api.GET('/api/v1/domains'));
