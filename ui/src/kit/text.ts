// Every text that a person reads: looked up by key in the Fluent message file. No text for people stands in code.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import english from '../../locales/en.ftl?raw';
import trace from '../../locales/en/trace.ftl?raw';

const bundle = new FluentBundle('en', { useIsolating: false });
bundle.addResource(new FluentResource(english));
bundle.addResource(new FluentResource(trace));

/** The key of a message, kept for a later `t`; marks the key as used for the test of the message file. */
export function msg(key: string): string {
  return key;
}

/** The text of a message; a key that is not defined is shown as it is. */
export function t(key: string, values?: Record<string, FluentVariable>): string {
  const message = bundle.getMessage(key);
  if (!message?.value) return key;
  return bundle.formatPattern(message.value, values ?? null);
}

/** The text of a stable word of the server's, such as a reason of the trace; a word that has none is made readable. */
export function wordText(kind: 'step' | 'outcome' | 'reason' | 'fact', word: string): string {
  const key = `${kind}-${word}`;
  return bundle.hasMessage(key) ? t(key) : word.replaceAll(/[-_]/g, ' ');
}

/** The locale for numbers and dates: the person's own region where it fits the language of the page. */
export function locale(language = 'en'): string {
  const own = typeof navigator === 'undefined' ? [] : navigator.languages;
  return own.find((name) => name === language || name.startsWith(`${language}-`)) ?? 'en-GB';
}
