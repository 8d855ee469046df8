// What the audit log says, in sentences.
import type { AuditEntry } from '../../client/types';
import { msg, t } from '../../kit/text';

const kinds: Record<string, string> = {
  agent: msg('audit-kind-agent'),
  token: msg('audit-kind-token'),
  settings: msg('audit-kind-settings'),
  mailbox: msg('audit-kind-mailbox'),
  queue: msg('audit-kind-queue'),
  category: msg('audit-kind-category'),
  'category-field': msg('audit-kind-category-field'),
  tag: msg('audit-kind-tag'),
  template: msg('audit-kind-template'),
  webhook: msg('audit-kind-webhook'),
  assistant: msg('audit-kind-assistant'),
  article: msg('knowledge'),
  conversation: msg('conversation'),
  contact: msg('contacts'),
  company: msg('companies'),
  'contact-field': msg('contact-fields'),
  arrival: msg('audit-kind-arrival'),
};

/** The kinds of things that a filter offers. */
export const KINDS = () => Object.entries(kinds).map(([id, key]) => ({ id, text: t(key) }));

const sentences: Record<string, string> = {
  'agent.invited': msg('audit-agent-invited'),
  'agent.invited_again': msg('audit-agent-invited-again'),
  'agent.invitation_cancelled': msg('audit-agent-invitation-cancelled'),
  'agent.joined': msg('audit-agent-joined'),
  'agent.changed': msg('audit-agent-changed'),
  'agent.role_changed': msg('audit-agent-role-changed'),
  'agent.capacity_changed': msg('audit-agent-capacity-changed'),
  'agent.presence_set': msg('audit-agent-presence-set'),
  'agent.switched_off': msg('audit-agent-switched-off'),
  'agent.switched_on': msg('audit-agent-switched-on'),
  'agent.password_changed': msg('audit-agent-password-changed'),
  'agent.password_reset': msg('audit-agent-password-reset'),
  'agent.second_factor_added': msg('audit-agent-second-factor-added'),
  'agent.second_factor_removed': msg('audit-agent-second-factor-removed'),
  'token.added': msg('audit-token-added'),
  'token.ended': msg('audit-token-ended'),
  'settings.changed': msg('audit-settings-changed'),
  'settings.blocked-senders': msg('audit-settings-blocked-senders'),
  'mailbox.added': msg('audit-mailbox-added'),
  'mailbox.changed': msg('audit-mailbox-changed'),
  'mailbox.deleted': msg('audit-mailbox-deleted'),
  'queue.added': msg('audit-queue-added'),
  'queue.changed': msg('audit-queue-changed'),
  'queue.deleted': msg('audit-queue-deleted'),
  'category.added': msg('audit-category-added'),
  'category.changed': msg('audit-category-changed'),
  'category.deleted': msg('audit-category-deleted'),
  'category-field.added': msg('audit-category-field-added'),
  'category-field.changed': msg('audit-category-field-changed'),
  'category-field.deleted': msg('audit-category-field-deleted'),
  'category-field.ordered': msg('audit-category-field-ordered'),
  'tag.added': msg('audit-tag-added'),
  'tag.renamed': msg('audit-tag-renamed'),
  'tag.joined': msg('audit-tag-joined'),
  'tag.deleted': msg('audit-tag-deleted'),
  'template.changed': msg('audit-template-changed'),
  'template.reset': msg('audit-template-reset'),
  'webhook.added': msg('audit-webhook-added'),
  'webhook.changed': msg('audit-webhook-changed'),
  'webhook.deleted': msg('audit-webhook-deleted'),
  'webhook.secret_changed': msg('audit-webhook-secret-changed'),
  'webhook.replayed': msg('audit-webhook-replayed'),
  'webhook.switched_off': msg('audit-webhook-switched-off'),
  'assistant.added': msg('audit-assistant-added'),
  'assistant.changed': msg('audit-assistant-changed'),
  'assistant.deleted': msg('audit-assistant-deleted'),
  'mailbox.assistants_changed': msg('audit-mailbox-assistants-changed'),
  'article.added': msg('audit-article-added'),
  'article.approved': msg('audit-article-approved'),
  'article.changed': msg('audit-article-changed'),
  'article.published': msg('audit-article-published'),
  'article.imported': msg('audit-article-imported'),
  'article.deleted': msg('audit-article-deleted'),
  'helper.changed': msg('audit-helper-changed'),
  'conversation.helped': msg('audit-conversation-helped'),
  'contact.changed': msg('audit-contact-changed'),
  'contact.note_removed': msg('audit-contact-note-removed'),
  'contact.exported': msg('audit-contact-exported'),
  'contact.erased': msg('audit-contact-erased'),
  'contact.merged': msg('audit-contact-merged'),
  'contact.merge_undone': msg('audit-contact-merge-undone'),
  'conversations.exported': msg('audit-conversations-exported'),
  'contact-field.added': msg('audit-contact-field-added'),
  'contact-field.changed': msg('audit-contact-field-changed'),
  'contact-field.deleted': msg('audit-contact-field-deleted'),
  'company.added': msg('audit-company-added'),
  'company.changed': msg('audit-company-changed'),
  'company.deleted': msg('audit-company-deleted'),
};

/** What was done, behind the name of whoever did it; an action that has no sentence is made readable. */
export function sentence(entry: AuditEntry): string {
  const id = entry.object.slice(entry.object.indexOf(':') + 1);
  const key = sentences[entry.action];
  return key ? t(key, { id }) : `${entry.action.replaceAll(/[._-]/g, ' ')} (${entry.object})`;
}

/** What else is known of it, one piece each. */
export function details(entry: AuditEntry): string[] {
  return Object.entries(entry.data)
    .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
}
