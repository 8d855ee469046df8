// Tags: words on conversations, the same for the whole desk.
import { answer, api } from './http';

export const list = () => answer(api.GET('/api/v1/tags'));
