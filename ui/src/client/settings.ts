// Settings of the whole desk.
import { answer, api, onVersion, versioned } from './http';
import type { SettingsChange } from './types';

export const get = () => answer(api.GET('/api/v1/settings'));
export const read = () => versioned(api.GET('/api/v1/settings'));
/** The same for a form: refused when somebody else saved since this version. */
export const save = (body: SettingsChange, version: string | null) =>
  versioned(api.PATCH('/api/v1/settings', { params: { header: onVersion(version) }, body }));
