// One change to many conversations: at once in the list, then at the server; what the server refuses comes back, and one undo puts back what was.
import * as client from '../../client/conversations';
import type { AgentRef, BulkChange, BulkOutcome, ConversationItem, Priority, QueueRef, Status } from '../../client/types';
import { t } from '../../kit/text';
import { toast } from '../../kit/toasts.svelte';
import { countSoon } from '../shell/counts.svelte';
import { explain } from '../shell/problems';
import { session } from '../shell/session.svelte';
import { formerly, list, open } from './desk.svelte';
import { belongs, priorityText, statusText } from './words';

type Change = Omit<BulkChange, 'ids'>;
interface Wanted {
  change: Change;
  /** What a row looks like then. */
  show: (item: ConversationItem) => Partial<ConversationItem>;
  /** The change that puts one back to what it was. */
  back: (item: ConversationItem) => Change;
  done: (count: number) => string;
}

/** Changes all of these rows; those that leave the view leave the list. */
export async function changeAll(ids: string[], wanted: Wanted): Promise<void> {
  const before = list.items.filter((item) => ids.includes(item.id));
  if (before.length === 0) return;
  const me = session.me?.id ?? '';
  for (const item of before) {
    list.update(item.id, (now) => {
      const after = { ...now, ...wanted.show(now) };
      return belongs(list.view, after, me) || item.id === open.id ? after : null;
    });
  }
  try {
    const { items } = await client.changeAll({ ids: before.map((item) => item.id), ...wanted.change });
    const refused = new Map(items.flatMap((one) => (one.problem ? [[one.id, one.problem] as const] : [])));
    for (const item of before) if (refused.has(item.id)) list.restore(item);
    const changed = before.filter((item) => !refused.has(item.id));
    const [first] = refused.values();
    if (first) toast(t('bulk-refused', { count: refused.size, reason: reasonOf(first) }), { tone: 'bad' });
    if (changed.length) toast(wanted.done(changed.length), { action: { label: t('undo'), run: () => void undo(changed, wanted) } });
    countSoon();
    if (before.some((item) => item.id === open.id)) void open.refresh();
  } catch (error) {
    for (const item of before) list.restore(item);
    toast(t('change-failed', { reason: explain(error) }), { tone: 'bad' });
  }
}

/** Why one was not changed; where fields are missing, which. */
const reasonOf = ({ code, detail, fields }: NonNullable<BulkOutcome['problem']>): string =>
  code === 'fields_needed' && fields ? Object.values(fields).join(' ') : detail;

async function undo(before: ConversationItem[], wanted: Wanted): Promise<void> {
  const groups = new Map<string, { change: Change; ids: string[] }>();
  for (const item of before) {
    const change = wanted.back(item);
    const group = groups.get(JSON.stringify(change)) ?? { change, ids: [] };
    group.ids.push(item.id);
    groups.set(JSON.stringify(change), group);
  }
  try {
    await Promise.all([...groups.values()].map(({ change, ids }) => client.changeAll({ ids, ...change })));
    await list.refresh();
    countSoon();
  } catch (error) {
    toast(t('change-failed', { reason: explain(error) }), { tone: 'bad' });
  }
}

/** Sets the status of all; for postponed until a date. */
export const statusAll = (ids: string[], status: Status, postponed_until: string | null = null) =>
  changeAll(ids, {
    change: status === 'postponed' ? { status, postponed_until } : { status },
    show: () => ({ status, postponed_until }),
    back: formerly,
    done: (count) => t('bulk-status', { count, status: statusText(status) }),
  });

/** Gives all to an agent, or to nobody. */
export const assignAll = (ids: string[], agent: AgentRef | null) =>
  changeAll(ids, {
    change: { assignee: agent?.id ?? null },
    show: () => (agent ? { assignee: agent, assistant: null } : { assignee: null }),
    back: (item) => ({ assignee: item.assignee?.id ?? null }),
    done: (count) => (agent ? t('bulk-assigned', { count, name: agent.name }) : t('bulk-unassigned', { count })),
  });

/** Moves all to a queue, or out of theirs. */
export const moveAll = (ids: string[], queue: QueueRef | null) =>
  changeAll(ids, {
    change: { queue: queue?.id ?? null },
    show: () => ({ queue: queue && { id: queue.id, name: queue.name } }),
    back: (item) => ({ queue: item.queue?.id ?? null }),
    done: (count) => (queue ? t('bulk-moved', { count, name: queue.name }) : t('bulk-moved-out', { count })),
  });

/** Says how soon all need the team. */
export const prioritiseAll = (ids: string[], priority: Priority) =>
  changeAll(ids, {
    change: { priority },
    show: () => ({ priority }),
    back: (item) => ({ priority: item.priority }),
    done: (count) => t('bulk-priority', { count, priority: priorityText(priority) }),
  });

/** Puts a tag on all, or takes it off. */
export const tagAll = (ids: string[], tag: string, on: boolean) =>
  changeAll(ids, {
    change: on ? { tags_add: [tag] } : { tags_remove: [tag] },
    show: (item) => ({ tags: on ? [...item.tags.filter((one) => one !== tag), tag].sort() : item.tags.filter((one) => one !== tag) }),
    back: (item) => (item.tags.includes(tag) ? { tags_add: [tag] } : { tags_remove: [tag] }),
    done: (count) => (on ? t('bulk-tagged', { count, tag }) : t('bulk-untagged', { count, tag })),
  });

/** Marks all as read or unread for me. */
export const readAll = (ids: string[], read: boolean) =>
  changeAll(ids, {
    change: { read },
    show: () => ({ unread: !read }),
    back: (item) => ({ read: !item.unread }),
    done: (count) => (read ? t('bulk-read', { count }) : t('bulk-unread', { count })),
  });
