// Settings of the whole desk.
import { call } from './http';
import type { Settings } from './types';

export const get = () => call<Settings>('GET', '/settings');
export const change = (body: Partial<Settings>) => call<Settings>('PATCH', '/settings', { body });
