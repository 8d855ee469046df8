// Settings of the whole desk.
import { answer, api } from './http';
import type { SettingsChange } from './types';

export const get = () => answer(api.GET('/api/v1/settings'));
export const change = (body: SettingsChange) => answer(api.PATCH('/api/v1/settings', { body }));
