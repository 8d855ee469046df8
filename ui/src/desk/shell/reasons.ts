// Why a mail is where it is: the server's stable words as sentences. A word that this page does not know is shown as it is.
import { msg, t } from '../../kit/text';

const reasons: Record<string, string> = {
  unreadable: msg('reason-unreadable'),
  crashed: msg('reason-crashed'),
  'too-slow': msg('reason-too-slow'),
  'too-much-memory': msg('reason-too-much-memory'),
  'over-limit': msg('reason-over-limit'),
  'agent-not-verified': msg('reason-agent-not-verified'),
  'no-sender': msg('reason-no-sender'),
  unstorable: msg('reason-unstorable'),
  unfetchable: msg('reason-unfetchable'),
  'channel-off': msg('reason-channel-off'),
  'too-large': msg('reason-too-large'),
  'duplicate-of': msg('reason-duplicate-of'),
  'unmatched-bounce': msg('reason-unmatched-bounce'),
  'verification-mail': msg('reason-verification-mail'),
  'our-own-mail-came-back': msg('reason-our-own-mail-came-back'),
  'arrived-again': msg('reason-arrived-again'),
  'delivery-report': msg('reason-delivery-report'),
  report: msg('reason-report'),
  'automatic-reply': msg('reason-automatic-reply'),
  'list-mail': msg('reason-list-mail'),
  'ordinary-mail': msg('reason-ordinary-mail'),
  'from-is-a-mailbox': msg('reason-from-is-a-mailbox'),
  'from-is-an-agents-address': msg('reason-from-is-an-agents-address'),
  'known-address': msg('reason-known-address'),
  'new-address': msg('reason-new-address'),
  'recipient-token': msg('reason-recipient-token'),
  'token-in-references': msg('reason-token-in-references'),
  'known-message-id': msg('reason-known-message-id'),
  'nothing-matches': msg('reason-nothing-matches'),
  'automatic-mail': msg('reason-automatic-mail'),
  'our-own-mailbox': msg('reason-our-own-mailbox'),
  'agent-is-the-requester': msg('reason-agent-is-the-requester'),
  participant: msg('reason-participant'),
  'third-person': msg('reason-third-person'),
  'raw-bytes-durable': msg('reason-raw-bytes-durable'),
  'well-formed': msg('reason-well-formed'),
  malformed: msg('reason-malformed'),
  stored: msg('reason-stored'),
  'junk-folder': msg('reason-junk-folder'),
  'spam-mark': msg('reason-spam-mark'),
  'sent-elsewhere': msg('reason-sent-elsewhere'),
  'our-own-copy': msg('reason-our-own-copy'),
  'sent-from-the-mailbox': msg('reason-sent-from-the-mailbox'),
};

/** The sentence for a reason; words after a colon or in brackets belong to it and stay. */
export function reasonText(reason: string | null): string {
  if (!reason) return t('no-reason-given');
  const key = reasons[reason];
  if (key) return t(key);
  return reason.includes(' ') ? reason : reason.replace(/[-_]/g, ' ');
}
