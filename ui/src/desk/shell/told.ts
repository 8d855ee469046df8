// Small deeds whose outcome is a message at the edge of the page.
import { t } from '../../kit/text';
import { toast } from '../../kit/toasts.svelte';
import { explain } from './problems';

/** Does it and says so, or says why it failed; true where it was done. */
export async function told(work: () => Promise<unknown>, said: string): Promise<boolean> {
  try {
    await work();
    toast(said);
    return true;
  } catch (error) {
    toast(explain(error), { tone: 'bad' });
    return false;
  }
}

/** Puts a text into the clipboard. Plain http has none; the text can still be selected. */
export async function copy(text: string): Promise<void> {
  await navigator.clipboard?.writeText(text).then(() => toast(t('copied')), () => undefined);
}
