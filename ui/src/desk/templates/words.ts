// What each kind of mail is called, and the languages.
import { msg, t } from '../../kit/text';

const kinds: Record<string, string> = {
  answer: msg('template-answer'),
  greeting: msg('template-greeting'),
  away: msg('template-away'),
  survey: msg('template-survey'),
  rule: msg('template-rule'),
  notification: msg('template-notification'),
  'held-unverified': msg('template-held-unverified'),
  'held-not-verified': msg('template-held-not-verified'),
  'held-of-another': msg('template-held-of-another'),
  'held-newer-message': msg('template-held-newer-message'),
  'held-other-destination': msg('template-held-other-destination'),
  copy: msg('template-copy'),
  'token-used': msg('template-token-used'),
  report: msg('template-report'),
  invitation: msg('template-invitation'),
  'password-link': msg('template-password-link'),
  'password-changed': msg('template-password-changed'),
  'second-factor-removed': msg('template-second-factor-removed'),
  'address-changed': msg('template-address-changed'),
  'alarm-agent-held': msg('template-alarm-agent-held'),
  'alarm-forgeries': msg('template-alarm-forgeries'),
  'loop-alarm': msg('template-loop-alarm'),
};
const languages: Record<string, string> = {
  en: msg('language-en'),
  cs: msg('language-cs'),
  de: msg('language-de'),
  fr: msg('language-fr'),
  it: msg('language-it'),
};
export const LANGUAGES = Object.keys(languages);

/** What a kind of mail is called; one that is not known here is made readable. */
export function named(kind: string): string {
  const key = kinds[kind];
  return key ? t(key) : kind.replaceAll('-', ' ');
}

/** A language by its name. */
export function language(id: string): string {
  const key = languages[id];
  return key ? t(key) : id;
}
