// What proves a sender, in words: the server's stable words as sentences. A word that this page does not know is shown as it is.
import type { Evidence } from '../../client/types';
import type { IconName } from '../../kit/Icon.svelte';
import { msg, t } from '../../kit/text';

/** How a level is shown: a word, a shape and a tone. */
export interface Shown {
  text: string;
  icon: IconName;
  tone: 'good' | 'plain' | 'bad';
}

/** The badge of a level. */
export function badge(evidence: Evidence): Shown {
  switch (evidence.level) {
    case 'E3':
    case 'E2':
      return { text: t('evidence-verified'), icon: 'check', tone: 'good' };
    case 'E1':
      return { text: t('evidence-likely'), icon: 'check', tone: 'plain' };
    case 'F':
      return { text: t('evidence-forgery'), icon: 'warning', tone: 'bad' };
    default:
      return { text: t('evidence-unproved'), icon: 'unlocked', tone: 'plain' };
  }
}

const sentences: Record<string, string> = {
  'dkim-verified': msg('evidence-dkim-verified'),
  'dmarc-passed-at-server': msg('evidence-dmarc-passed-at-server'),
  'dmarc-passed-here': msg('evidence-dmarc-passed-here'),
  'aligned-at-server': msg('evidence-aligned-at-server'),
  'aligned-here': msg('evidence-aligned-here'),
  'sealed-by-forwarder': msg('evidence-sealed-by-forwarder'),
  'internal-submission': msg('evidence-internal-submission'),
  'dmarc-failed-at-server': msg('evidence-dmarc-failed-at-server'),
  'dmarc-failed-here': msg('evidence-dmarc-failed-here'),
  forwarded: msg('evidence-forwarded'),
  'nothing-usable': msg('evidence-nothing-usable'),
  'dns-timeout': msg('evidence-dns-timeout'),
  'no-name-server': msg('evidence-no-name-server'),
  'not-checked': msg('evidence-not-checked'),
  'from-missing': msg('evidence-from-missing'),
  'from-several': msg('evidence-from-several'),
  'from-control-characters': msg('evidence-from-control-characters'),
  'from-ambiguous': msg('evidence-from-ambiguous'),
  'name-shows-other-address': msg('evidence-name-shows-other-address'),
  'author-behind-list': msg('evidence-author-behind-list'),
  'domain-looks-like-another': msg('evidence-domain-looks-like-another'),
  'answers-wanted-elsewhere': msg('evidence-answers-wanted-elsewhere'),
  'dkim-not-counted': msg('evidence-dkim-not-counted'),
};

const names = ['domain', 'server', 'sealer', 'forwarder', 'shown', 'policy'] as const;

/** The reasons as sentences, the decisive one first. */
export function reasonsOf(evidence: Evidence): string[] {
  return evidence.reasons.map((one) => {
    const key = sentences[one.reason];
    const facts = (one.facts ?? {}) as Record<string, unknown>;
    const known = Object.fromEntries(names.map((name) => [name, String(facts[name] ?? '')]));
    return key ? t(key, known) : one.reason.replaceAll('-', ' ');
  });
}
