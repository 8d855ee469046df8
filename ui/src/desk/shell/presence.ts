// What somebody may be doing, in words and as choices of a menu. Who may choose what the server says.
import type { Presence } from '../../client/types';
import { msg, t } from '../../kit/text';

const names: Record<Presence, string> = {
  online: msg('presence-online'),
  in_email: msg('presence-in-email'),
  away: msg('presence-away'),
  offline: msg('presence-offline'),
};

/** The name of a presence. */
export const presenceText = (presence: Presence): string => t(names[presence]);

/** What can be chosen; in e-mail only somebody for whom there is some, or who is in it. */
export function presenceChoices(email: boolean): { id: Presence; text: string }[] {
  const all: Presence[] = ['online', 'in_email', 'away', 'offline'];
  return all.filter((one) => one !== 'in_email' || email).map((id) => ({ id, text: presenceText(id) }));
}

/** True for the id of a presence, as menus hand it back. */
export const isPresence = (id: string): id is Presence => id in names;
