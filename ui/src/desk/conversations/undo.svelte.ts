// Taking back a mail that has not left: it goes from the timeline into the composer.
import * as client from '../../client/conversations';
import { t } from '../../kit/text';
import { toast } from '../../kit/toasts.svelte';
import { countSoon } from '../shell/counts.svelte';
import { explain } from '../shell/problems';
import { go, viewPath } from '../shell/router.svelte';
import { list, open } from './desk.svelte';
import { allKept } from './keeper.svelte';

/** What was taken back last; a composer that shows its conversation reads the draft again. */
export const takenBack = $state<{ conversation: string | null; count: number }>({ conversation: null, count: 0 });

/** Takes a mail back; says why where it is too late. */
export async function takeBack(conversation: string, message: string): Promise<void> {
  // What was typed since comes to the server first: there it is put below what comes back.
  await allKept();
  try {
    await client.undoSending(message);
  } catch (error) {
    toast(t('undo-failed', { reason: explain(error) }), { tone: 'bad' });
    return;
  }
  if (open.id !== conversation) go(viewPath(list.view, conversation, list.q));
  await open.refresh();
  void list.refresh();
  countSoon();
  // One whose only message this was is gone; its text begins a new one.
  if (open.failed && open.id === conversation) go('/new');
  takenBack.conversation = conversation;
  takenBack.count += 1;
}

/** Lets a mail that waits leave at once. */
export async function sendNow(message: string): Promise<void> {
  try {
    await client.sendNow(message);
  } catch (error) {
    toast(t('undo-failed', { reason: explain(error) }), { tone: 'bad' });
  }
  await open.refresh();
}
