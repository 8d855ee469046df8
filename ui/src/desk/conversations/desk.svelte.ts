// What the list and the open conversation share, and the changes an agent makes to them: at once here, then at the server, back here when it refuses.
import * as client from '../../client/conversations';
import { idempotencyKey, Problem } from '../../client/http';
import type { AgentRef, Category, Conversation, ConversationChange, ConversationItem, Priority, QueueRef, SplitNew, Status } from '../../client/types';
import { t } from '../../kit/text';
import { toast } from '../../kit/toasts.svelte';
import { countSoon } from '../shell/counts.svelte';
import { explain } from '../shell/problems';
import { go, viewPath } from '../shell/router.svelte';
import { session } from '../shell/session.svelte';
import { ConversationList } from './list.svelte';
import { fillIn, fillInOf, lacks } from './needed.svelte';
import { OpenConversation } from './open.svelte';
import { belongs, statusText } from './words';

export const list = new ConversationList();
export const open = new OpenConversation();

/** The item of a conversation, from the open one or from the list. */
export function itemOf(id: string): ConversationItem | null {
  if (open.data?.id === id) return open.data;
  return list.items.find((item) => item.id === id) ?? null;
}

/** Changes the status with an undo, and shows the next conversation when this one leaves the view. */
export async function setStatus(id: string, status: Status, postponed_until: string | null = null): Promise<void> {
  const before = itemOf(id);
  // What is postponed can be postponed until another time.
  if (!before || (before.status === status && (before.postponed_until ?? null) === postponed_until)) return;
  // Of one that is open it is known what is missing, and nothing has to be taken back.
  if (open.data?.id === id && lacks(open.data, status) && !(await fillIn(open.data))) return;
  const gone = leave(id, status);
  const change: ConversationChange = status === 'postponed' ? { status, postponed_until } : { status };
  const lacking = () => void fillInOf(id).then((filled) => (filled ? setStatus(id, status) : undefined), () => undefined);
  const done = await apply(before, { status, postponed_until }, change, lacking);
  if (done) offerUndo(before, status, gone);
  else comeBack(id, gone);
}

/** Fills in fields of the conversation; an empty value empties. Throws what the server refuses. */
export async function setFields(id: string, values: Record<string, string>): Promise<void> {
  const fields = Object.fromEntries(Object.entries(values).map(([field, value]) => [field, value.trim() || null]));
  const after = await client.change(id, { fields });
  take(after);
  list.update(id, (item) => ({ ...item, fields: after.fields, updated_at: after.updated_at }));
}

/** After an answer that also resolved: the next conversation, with an undo of the resolving. */
export function moveOn(before: ConversationItem, status: Status): void {
  const gone = leave(before.id, status);
  show(before.id, { status });
  drop(before.id);
  offerUndo(before, status, gone);
}

/** Gives the conversation to an agent, or to nobody; an assistant that had it has it no more. */
export async function assign(id: string, agent: AgentRef | null): Promise<void> {
  const before = itemOf(id);
  if (!before || before.assignee?.id === agent?.id) return;
  await apply(before, { assignee: agent, assistant: null }, { assignee: agent?.id ?? null });
}

/** Moves the conversation to a queue, or out of all. */
export async function moveTo(id: string, queue: QueueRef | null): Promise<void> {
  const before = itemOf(id);
  if (!before || before.queue?.id === queue?.id) return;
  const named = queue && { id: queue.id, name: queue.name };
  await apply(before, { queue: named }, { queue: queue?.id ?? null });
}

/** Lets answers also go to somebody, or no longer. */
export async function setParticipant(id: string, person: { address: string; name: string | null }, ticked: boolean): Promise<void> {
  const before = open.data;
  if (before?.id !== id) return;
  const known = before.participants.some((one) => one.address === person.address);
  const changed = { address: person.address, name: person.name, role: 'cc' as const, ticked, bounced: null };
  const participants = known
    ? before.participants.map((one) => (one.address === person.address ? { ...one, ticked } : one))
    : [...before.participants, changed];
  open.update(id, (data) => ({ ...data, participants }));
  try {
    take(await client.setParticipant(id, { ...person, ticked }));
  } catch (error) {
    open.update(id, (data) => ({ ...data, participants: before.participants }));
    toast(t('change-failed', { reason: explain(error) }), { tone: 'bad' });
  }
}

/** Gives the conversation a category, or none. */
export async function categorise(id: string, category: Category | null): Promise<void> {
  const before = itemOf(id);
  if (!before || before.category?.id === category?.id) return;
  const named = category && { id: category.id, name: category.path };
  await apply(before, { category: named }, { category: category?.id ?? null });
}

/** Says how soon the conversation needs the team. */
export async function prioritise(id: string, priority: Priority): Promise<void> {
  const before = itemOf(id);
  if (!before || before.priority === priority) return;
  await apply(before, { priority }, { priority });
}

/** Merges a conversation into another and shows that one; the toast takes it back. Throws what the server refuses. */
export async function mergeInto(gone: ConversationItem, into: string): Promise<void> {
  const target = await client.merge(gone.id, into, idempotencyKey());
  list.update(gone.id, () => null);
  go(viewPath(list.view, target.id, list.q));
  await open.show(target.id);
  countSoon();
  toast(t('merged', { number: String(gone.number), into: String(target.number) }), {
    action: { label: t('undo'), run: () => void goBackTo(() => client.undoMerge(gone.id)) },
  });
}

/** I follow a conversation, or follow it no longer. */
export async function setFollowing(id: string, follows: boolean): Promise<void> {
  const [before, me] = [open.data, session.me];
  if (before?.id !== id || before.following === follows || !me) return;
  const others = before.followers.filter((one) => one.id !== me.id);
  const mine = { id: me.id, name: me.name, email: me.email };
  open.update(id, (data) => ({ ...data, following: follows, followers: follows ? [...others, mine] : others }));
  try {
    await client.setFollowing(id, follows);
  } catch (error) {
    open.update(id, (data) => ({ ...data, following: before.following, followers: before.followers }));
    toast(t('change-failed', { reason: explain(error) }), { tone: 'bad' });
  }
}

/** Splits messages off the open conversation and shows the new one; the toast takes it back. Throws what the server refuses. */
export async function splitOff(from: ConversationItem, body: SplitNew): Promise<void> {
  const target = await client.split(from.id, body, idempotencyKey());
  await list.refresh();
  go(viewPath(list.view, target.id, list.q));
  await open.show(target.id);
  countSoon();
  toast(t('split-done', { number: String(target.number), from: String(from.number) }), {
    action: { label: t('undo'), run: () => void goBackTo(() => client.undoSplit(target.id)) },
  });
}

/** Does what takes something back, and shows the conversation that it answers. */
async function goBackTo(undo: () => Promise<Conversation>): Promise<void> {
  try {
    const { id } = await undo();
    await list.refresh();
    countSoon();
    go(viewPath(list.view, id, list.q));
    await open.show(id);
  } catch (error) {
    toast(t('change-failed', { reason: explain(error) }), { tone: 'bad' });
  }
}

/** Gives the conversation exactly these tags. */
export async function setTags(id: string, tags: string[]): Promise<void> {
  const before = itemOf(id);
  if (!before) return;
  const sorted = [...new Set(tags)].sort();
  await apply(before, { tags: sorted }, { tags: sorted });
}

/** Marks a conversation as read or unread for me. */
export async function setRead(id: string, read: boolean): Promise<void> {
  const before = itemOf(id);
  if (!before || before.unread === !read) return;
  show(id, { unread: !read });
  try {
    await client.setRead(id, read);
    countSoon();
  } catch (error) {
    show(id, { unread: read });
    toast(t('change-failed', { reason: explain(error) }), { tone: 'bad' });
  }
}

/** Opens the entry before or after the open one; keeps the search. */
export function step(by: 1 | -1): boolean {
  const next = list.neighbour(open.id, by);
  if (next) go(viewPath(list.view, next.id, list.q));
  return next !== null;
}

function offerUndo(before: ConversationItem, status: Status, gone: boolean): void {
  toast(t('status-changed', { number: String(before.number), status: statusText(status) }), {
    action: { label: t('undo'), run: () => void undo(before.id, formerly(before), gone) },
  });
}

/** The change that puts its status back. `new` is what nobody may set: such a conversation goes back to open. */
export function formerly(item: ConversationItem): Pick<ConversationChange, 'status' | 'postponed_until'> {
  if (item.status === 'postponed' && item.postponed_until) return { status: 'postponed', postponed_until: item.postponed_until };
  return { status: item.status === 'new' || item.status === 'postponed' ? 'open' : item.status };
}

/** `lacking`: what is done where required fields are empty, in place of saying so. */
async function apply(before: ConversationItem, patch: Partial<Conversation>, change: ConversationChange, lacking?: () => void): Promise<boolean> {
  show(before.id, patch);
  drop(before.id);
  try {
    take(await client.change(before.id, change));
    countSoon();
    return true;
  } catch (error) {
    const former = Object.fromEntries(Object.keys(patch).map((name) => [name, before[name as keyof ConversationItem]]));
    show(before.id, former);
    if (belongs(list.view, before, session.me?.id ?? '')) list.restore(before);
    if (lacking && error instanceof Problem && error.code === 'fields_needed') lacking();
    else toast(t('change-failed', { reason: explain(error) }), { tone: 'bad' });
    return false;
  }
}

// The answer to a change need not carry the letters: those that are shown stay.
function take(after: Conversation): void {
  open.update(after.id, (now) => ({ ...after, messages: now.messages }));
}

function show(id: string, patch: Partial<Conversation>): void {
  list.update(id, (item) => ({ ...item, ...patch }));
  open.update(id, (data) => ({ ...data, ...patch }));
}

// Only after a change of ours: what others change leaves the list when it is read again.
function drop(id: string): void {
  const me = session.me?.id ?? '';
  if (id === open.id) return;
  list.update(id, (item) => (belongs(list.view, item, me) ? item : null));
}

// The open conversation leaves the view: the next one is already there.
function leave(id: string, status: Status): boolean {
  const item = itemOf(id);
  if (id !== open.id || !item) return false;
  if (belongs(list.view, { ...item, status }, session.me?.id ?? '')) return false;
  const next = list.neighbour(id, 1) ?? list.neighbour(id, -1);
  go(viewPath(list.view, next && next.id !== id ? next.id : null, list.q));
  void open.show(next && next.id !== id ? next.id : null);
  return true;
}

function comeBack(id: string, gone: boolean): void {
  if (gone) go(viewPath(list.view, id, list.q));
}

async function undo(id: string, former: ConversationChange, gone: boolean): Promise<void> {
  try {
    take(await client.change(id, former));
    await list.refresh();
    countSoon();
    comeBack(id, gone);
  } catch (error) {
    toast(t('change-failed', { reason: explain(error) }), { tone: 'bad' });
  }
}
