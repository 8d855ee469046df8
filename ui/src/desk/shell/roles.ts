// Words for roles.
import type { Role } from '../../client/types';
import { msg, t } from '../../kit/text';

const names: Record<Role, string> = { agent: msg('role-agent'), manager: msg('role-manager'), admin: msg('role-admin') };

/** The name of a role. */
export const roleName = (role: Role) => t(names[role]);

/** The roles as a form offers them, from least to most. */
export const roleChoices = () => (['agent', 'manager', 'admin'] as const).map((id) => ({ id, text: roleName(id) }));
