// Sentences for what a role may do.
import { msg, t } from '../../kit/text';

const powers: Record<string, string> = {
  read: msg('may-read'),
  work: msg('may-work'),
  'every-queue': msg('may-every-queue'),
  'read-settings': msg('may-read-settings'),
  'change-queues': msg('may-change-queues'),
  'change-templates': msg('may-change-templates'),
  'lead-team': msg('may-lead-team'),
  'manage-webhooks': msg('may-manage-webhooks'),
  'manage-assistants': msg('may-manage-assistants'),
  'change-settings': msg('may-change-settings'),
  'manage-people': msg('may-manage-people'),
  'read-audit': msg('may-read-audit'),
  'contact-data': msg('may-contact-data'),
  'change-tags': msg('may-change-tags'),
  'change-contact-fields': msg('may-change-contact-fields'),
};

/** The sentence for something that a role may do; a word that is not known here is made readable. */
export function power(word: string): string {
  const key = powers[word];
  return key ? t(key) : word.replaceAll('-', ' ');
}
