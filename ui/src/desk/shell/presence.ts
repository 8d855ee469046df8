// What somebody may be doing, in words and as choices of a menu. Who may choose what the server says.
import type { OwnPresence, Presence, PresenceChoice } from '../../client/types';
import { msg, t } from '../../kit/text';

const names: Record<Presence, string> = {
  online: msg('presence-online'),
  in_email: msg('presence-in-email'),
  away: msg('presence-away'),
  offline: msg('presence-offline'),
  in_call: msg('presence-in-call'),
  in_chat: msg('presence-in-chat'),
};

const CHOICES: PresenceChoice[] = ['online', 'in_email', 'away', 'offline'];
/** Before the id of a presence of the desk's own. */
const OWN = 'own:';

/** Somebody as the server tells of them. */
interface Somebody {
  presence: Presence;
  presence_chosen: PresenceChoice;
  presence_own: { id: string; name: string } | null;
}

/** The name of a presence. */
export const presenceText = (presence: Presence): string => t(names[presence]);

/** What was chosen, in the desk's own words where it has some. */
export const chosenText = (one: Somebody): string => one.presence_own?.name ?? presenceText(one.presence_chosen);

/** What somebody is doing: in the desk's own words, unless something else has come over it. */
export const doingText = (one: Somebody): string => (one.presence === one.presence_chosen ? chosenText(one) : presenceText(one.presence));

/** What can be chosen, those of the desk's own below what they count as; in e-mail only somebody for whom there is some. */
export function presenceChoices(one: Somebody, email: boolean, own: OwnPresence[]): { id: string; text: string; checked: boolean }[] {
  const offered = CHOICES.filter((choice) => choice !== 'in_email' || email || one.presence_chosen === 'in_email');
  return offered.flatMap((choice) => [
    { id: choice, text: presenceText(choice), checked: one.presence_own === null && one.presence_chosen === choice },
    ...own.filter(({ counts_as }) => counts_as === choice).map(({ id, name }) => ({ id: OWN + id, text: name, checked: one.presence_own?.id === id })),
  ]);
}

/** What an id of a menu stands for; null where it is no presence. */
export function presenceOf(id: string): { presence: PresenceChoice } | { own: string } | null {
  if (id.startsWith(OWN)) return { own: id.slice(OWN.length) };
  const presence = CHOICES.find((one) => one === id);
  return presence ? { presence } : null;
}
