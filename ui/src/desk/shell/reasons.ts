// Why a mail is where it is: the server's stable words as sentences. A word that has no sentence is shown readable.
import { t, wordText } from '../../kit/text';

/** The sentence for a reason; words that are a sentence already stay as they are. */
export function reasonText(reason: string | null): string {
  if (!reason) return t('no-reason-given');
  return reason.includes(' ') ? reason : wordText('reason', reason);
}
