// The tabs of a mailbox, in their order.
import { msg } from '../../kit/text';

export const tabs = [
  { id: 'settings', name: msg('tab-settings') },
  { id: 'assignment', name: msg('tab-assignment') },
  { id: 'hours', name: msg('tab-hours') },
  { id: 'connection', name: msg('tab-connection') },
  { id: 'trust', name: msg('tab-trust') },
  { id: 'ledger', name: msg('tab-ledger') },
] as const;
export type TabId = (typeof tabs)[number]['id'];

/** The tab that an address names; the first where it names none of ours. */
export function tabOf(name: string | null): TabId {
  return tabs.find((one) => one.id === name)?.id ?? 'settings';
}
