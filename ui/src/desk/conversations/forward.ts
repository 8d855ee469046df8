// A message as it stands below what an agent writes when forwarding it. Its own pictures and files go along as files.
import type { Address, Message } from '../../client/types';
import { t } from '../../kit/text';
import { fullTime } from '../../kit/time.svelte';
import { escape, fromText } from './html';

const full = ({ name, address }: Address) => (name ? `${name} <${address}>` : address);

function head(message: Message): string[] {
  return [
    t('forwarded-mark'),
    t('forwarded-from', { people: full(message.from) }),
    t('forwarded-date', { time: fullTime(message.created_at) }),
    t('forwarded-subject', { subject: message.subject }),
    t('forwarded-to', { people: message.to.map(full).join(', ') }),
    ...(message.cc.length ? [t('forwarded-cc', { people: message.cc.map(full).join(', ') })] : []),
  ];
}

/** What is forwarded, as text. */
export const forwardedText = (message: Message) => `\n\n${head(message).join('\n')}\n\n${message.text}`;

/** What is forwarded, as HTML: the mail's own where it has one. */
export function forwardedHtml(message: Message): string {
  const lines = head(message).map((line) => `<div>${escape(line)}</div>`);
  return `<div><br></div><div><br></div>${lines.join('')}<div><br></div><div>${message.html ?? fromText(message.text)}</div>`;
}
