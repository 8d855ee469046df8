// Words for roles, and what whoever is signed in may do: the server says it, and nothing else here decides it.
import type { Role } from '../../client/types';
import { msg, t } from '../../kit/text';
import type { SettingsPage } from './router.svelte';
import { session } from './session.svelte';

/** What the server's table calls things that a role may or may not do. */
export type Power =
  | 'read'
  | 'work'
  | 'read-settings'
  | 'change-queues'
  | 'change-contact-fields'
  | 'change-tags'
  | 'change-settings'
  | 'manage-people'
  | 'read-audit'
  | 'manage-webhooks'
  | 'manage-assistants'
  | 'contact-data'
  | 'change-templates'
  | 'lead-team'
  | 'change-rules'
  | 'change-knowledge'
  | 'every-queue';

/** What each page of the settings is of no use without; those that only some may change are shown to all who may read them. */
const NEEDED: Record<SettingsPage, Power> = {
  email: 'read-settings',
  mailboxes: 'read-settings',
  domains: 'read-settings',
  general: 'read-settings',
  people: 'read',
  board: 'lead-team',
  queues: 'read',
  sla: 'read-settings',
  rules: 'change-rules',
  assistants: 'manage-assistants',
  categories: 'read',
  tags: 'read',
  'contact-fields': 'read',
  snippets: 'work',
  knowledge: 'read',
  templates: 'change-templates',
  webhooks: 'manage-webhooks',
  audit: 'read-audit',
  account: 'read',
};

/** True when whoever is signed in may do this. */
export const may = (power: Power): boolean => session.me?.may.includes(power) ?? false;

/** True when whoever is signed in is shown this page of the settings: in their list, by the palette and at its address. */
export const maySee = (page: SettingsPage): boolean => may(NEEDED[page]);

const names: Record<Role, string> = { agent: msg('role-agent'), manager: msg('role-manager'), admin: msg('role-admin') };

/** The name of a role. */
export const roleName = (role: Role) => t(names[role]);

/** The roles as a form offers them, from least to most. */
export const roleChoices = () => (['agent', 'manager', 'admin'] as const).map((id) => ({ id, text: roleName(id) }));
