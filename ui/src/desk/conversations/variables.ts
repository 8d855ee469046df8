// The variables of snippets: words in braces that stand for what the conversation holds. Those that are not known stay.
import type { Conversation, Mailbox, Me, Snippet } from '../../client/types';
import { msg, t } from '../../kit/text';
import { escape } from './html';

const VARIABLE = /\{([a-z]+\.[a-z_]+)\}/g;

/** What variables are found in: a conversation, or what one is begun with. */
interface About {
  contact: Conversation['contact'] | null;
  number: number | null;
  subject: string;
}

/** The variables that a snippet may hold, with what they stand for; null where nothing is known. */
export function valuesOf(data: About | null, me: Pick<Me, 'name' | 'email'> | null, from: Pick<Mailbox, 'name' | 'address'> | null): Record<string, string | null> {
  const name = data?.contact?.name?.trim() || null;
  return {
    'contact.name': name,
    'contact.first_name': name?.split(/\s+/)[0] ?? null,
    'contact.address': data?.contact?.address ?? null,
    'agent.name': me?.name ?? null,
    'agent.email': me?.email ?? null,
    'conversation.number': data?.number?.toString() ?? null,
    'conversation.subject': data?.subject ?? null,
    'mailbox.name': from?.name ?? null,
    'mailbox.address': from?.address ?? null,
  };
}

const names: Record<string, string> = {
  'contact.name': msg('variable-contact-name'),
  'contact.first_name': msg('variable-contact-first-name'),
  'contact.address': msg('variable-contact-address'),
  'agent.name': msg('variable-agent-name'),
  'agent.email': msg('variable-agent-email'),
  'conversation.number': msg('variable-conversation-number'),
  'conversation.subject': msg('variable-conversation-subject'),
  'mailbox.name': msg('variable-mailbox-name'),
  'mailbox.address': msg('variable-mailbox-address'),
};

/** What a variable stands for, in words. */
export const variableText = (name: string) => t(names[name] ?? msg('variable'));

/** The variables of a snippet, with an example for each. */
export const sampleValues = (me: Pick<Me, 'name' | 'email'> | null): Record<string, string> => ({
  'contact.name': t('sample-contact'),
  'contact.first_name': t('sample-contact').split(' ')[0] ?? '',
  'contact.address': 'zoe@shop.example',
  'agent.name': me?.name ?? '',
  'agent.email': me?.email ?? '',
  'conversation.number': '1042',
  'conversation.subject': t('sample-subject'),
  'mailbox.name': t('sample-mailbox'),
  'mailbox.address': 'help@shop.example',
});

/** The variables of a signature: those that are known without a conversation. */
export function signatureVariables(me: Pick<Me, 'name' | 'email'> | null, from: Pick<Mailbox, 'name' | 'address'> | null): Record<string, string> {
  const all = { ...sampleValues(me), ...(from ? { 'mailbox.name': from.name, 'mailbox.address': from.address } : {}) };
  return Object.fromEntries(Object.entries(all).filter(([name]) => /^(agent|mailbox)/.test(name)));
}

/** What a snippet puts in: formatted where both are. */
export const snippetValue = (snippet: Pick<Snippet, 'text' | 'html'>, values: Record<string, string | null>, rich: boolean) =>
  snippet.html && rich ? { html: filledHtml(snippet.html, values) } : { text: filled(snippet.text, values) };

/** A snippet's text with its variables replaced, once: what they stand for is never read for further ones. */
export const filled = (text: string, values: Record<string, string | null>) => text.replaceAll(VARIABLE, (whole, name: string) => values[name] ?? whole);

/** The same for HTML: what they stand for is text. */
export const filledHtml = (html: string, values: Record<string, string | null>) =>
  html.replaceAll(VARIABLE, (whole, name: string) => (values[name] === null || values[name] === undefined ? whole : escape(values[name])));

/** The variables that stand in a text and were not replaced. */
export const left = (text: string): string[] => [...new Set([...text.matchAll(VARIABLE)].map((found) => found[0]))];

/** What is typed behind the last `;` of a line, where it may be a shortcut. */
export const typedShortcut = (before: string): string | null => /(?:^|[\s(])[;]([\p{L}\p{N}_-]{0,30})$/u.exec(before)?.[1] ?? null;
