// What to say when a request failed: the server's own sentence, or ours for what never reached it.
import { Problem } from '../../client/http';
import { t } from '../../kit/text';

/** One sentence: what happened and what to do. */
export function explain(error: unknown): string {
  if (!(error instanceof Problem)) return t('problem-unknown');
  if (error.code === 'unreachable') return t('problem-unreachable');
  if (error.status === 403) return error.detail ?? t('problem-forbidden');
  if (error.status === 404) return t('problem-not-found');
  if (error.status >= 500) return t('problem-server', { detail: error.detail ?? String(error.status) });
  return error.detail ?? t('problem-unknown');
}
