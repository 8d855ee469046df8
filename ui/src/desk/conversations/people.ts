// Whom an answer may go to, from what the conversation holds.
import type { Address, Conversation, Mailbox } from '../../client/types';
import { beginningWith } from '../../client/contacts';
import { plain } from './words';

const same = (one: Address, other: Address) => one.address.toLowerCase() === other.address.toLowerCase();

/** The usual recipients: the destination or the customer, and the participants who are ticked. */
export function usualPeople(data: Conversation): { to: Address[]; cc: Address[] } {
  const to = data.answers_to ? [data.answers_to] : data.participants.filter((one) => one.role === 'contact').map(plain);
  return {
    to: to.length || !data.contact ? to : [plain(data.contact)],
    cc: data.participants.filter((one) => one.role === 'cc' && one.ticked).map(plain),
  };
}

/** Everybody of the newest mail from outside who is neither answered yet nor one of ours. */
export function othersOf(data: Conversation, answered: Address[], boxes: Mailbox[]): Address[] {
  const newest = data.messages.findLast((message) => message.kind === 'inbound' && !message.automatic);
  if (!newest) return [];
  const ours = new Set(boxes.flatMap((box) => [box.address, ...box.aliases]).map((one) => one.toLowerCase()));
  const isOurs = (one: Address) => {
    const [local = '', domain = ''] = one.address.toLowerCase().split('@');
    return ours.has(`${local.split('+')[0]}@${domain}`) || ours.has(one.address.toLowerCase());
  };
  const all = [newest.from, ...newest.to, ...newest.cc].map(plain);
  return all.filter((one, at) => !isOurs(one) && !answered.some((other) => same(one, other)) && all.findIndex((other) => same(one, other)) === at);
}

/** Customers whom somebody may mean who typed this. */
export const completed = async (typed: string): Promise<Address[]> => (await beginningWith(typed)).items.map(plain);
