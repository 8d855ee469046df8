// The variables of snippets: words in braces that stand for what the conversation holds. Those that are not known stay.
import type { Conversation, Mailbox, Me, Snippet } from '../../client/types';
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

/** All variables in one line, as the form of snippets names them. */
export const variableNames = () => Object.keys(valuesOf(null, null, null)).map((name) => `{${name}}`).join(' ');

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
