// A mailbox as a form edits it (all texts), and back to what the API takes. Pure.
import type { Incoming, Mailbox, MailboxChange, MailboxDraft, Outgoing, Security } from '../../client/types';
import type { TypedAddress } from '../../kit/addresses';

export interface ConnectionForm {
  host: string;
  port: string;
  tls: Security;
  login: string;
  password: string;
  has_password: boolean;
}
export interface MailboxForm {
  name: string;
  address: string;
  aliases: TypedAddress[];
  purpose: 'receive' | 'receive_and_send';
  enabled: boolean;
  signature: string;
  way: 'imap' | 'listener';
  incoming: ConnectionForm & { folder: string; after: 'nothing' | 'seen' | 'move'; move_to: string };
  outgoing: ConnectionForm;
}

const INCOMING_PORTS: Record<Security, string> = { implicit: '993', starttls: '143', none: '143' };
const OUTGOING_PORTS: Record<Security, string> = { implicit: '465', starttls: '587', none: '25' };

/** The usual port of a kind of connection. */
export function usualPort(direction: 'incoming' | 'outgoing', tls: Security): string {
  return direction === 'incoming' ? INCOMING_PORTS[tls] : OUTGOING_PORTS[tls];
}

/** The port after the security was changed: the new usual one, unless a port of one's own was typed. */
export function portAfter(direction: 'incoming' | 'outgoing', port: string, tls: Security): string {
  const usual = Object.values(direction === 'incoming' ? INCOMING_PORTS : OUTGOING_PORTS);
  return port === '' || usual.includes(port) ? usualPort(direction, tls) : port;
}

/** The form for a mailbox that exists, or for a new one. */
export function toForm(box: Mailbox | null): MailboxForm {
  return {
    name: box?.name ?? '',
    address: box?.address ?? '',
    aliases: (box?.aliases ?? []).map((address) => ({ name: null, address })),
    purpose: box?.purpose ?? 'receive_and_send',
    enabled: box?.enabled ?? true,
    signature: box?.signature ?? '',
    way: box && box.incoming?.kind !== 'imap' ? 'listener' : 'imap',
    incoming: {
      ...connection(box?.incoming ?? null, 'incoming'),
      folder: box?.incoming?.folder ?? 'INBOX',
      after: box?.incoming?.after ?? 'nothing',
      move_to: box?.incoming?.move_to ?? '',
    },
    outgoing: connection(box?.outgoing ?? null, 'outgoing'),
  };
}

/** What the API takes. A password that was not typed is left out, so that the stored one stays. */
export function toDraft(form: MailboxForm): MailboxDraft {
  return {
    name: form.name.trim() || form.address.trim(),
    address: form.address.trim(),
    aliases: form.aliases.map((one) => one.address),
    purpose: form.purpose,
    enabled: form.enabled,
    signature: form.signature.trim(),
    incoming: incoming(form),
    outgoing: outgoing(form),
  };
}

/** What each tab of a mailbox saves. */
export type Part = 'settings' | 'connection';

/** What the tab “Settings” saves. */
export function settingsOf(form: MailboxForm): MailboxChange {
  const { name, address, aliases, purpose, enabled, signature } = toDraft(form);
  return { name, address, aliases, purpose, enabled, signature };
}

/** The connections that differ from the stored ones: what is not sent is not tested again. */
export function changedConnections(box: Mailbox, form: MailboxForm): MailboxChange {
  const former = toDraft(toForm(box));
  const { incoming, outgoing } = toDraft(form);
  return {
    ...(JSON.stringify(incoming) === JSON.stringify(former.incoming) ? {} : { incoming }),
    ...(JSON.stringify(outgoing) === JSON.stringify(former.outgoing) ? {} : { outgoing }),
  };
}

/** The form after a tab was saved: what that tab holds is as it is stored now, what others hold stays as it was typed. */
export function taken(form: MailboxForm, part: Part, box: Mailbox): MailboxForm {
  const stored = toForm(box);
  const { way, incoming, outgoing } = part === 'connection' ? stored : form;
  return { ...(part === 'settings' ? stored : form), way, incoming, outgoing };
}

function connection(from: Incoming | Outgoing | null, direction: 'incoming' | 'outgoing'): ConnectionForm {
  const tls = from?.tls ?? 'implicit';
  return {
    host: from?.host ?? '',
    port: from?.port ? String(from.port) : usualPort(direction, tls),
    tls,
    login: from?.login ?? '',
    password: '',
    has_password: from?.has_password ?? false,
  };
}

function incoming(form: MailboxForm): Incoming {
  if (form.way === 'listener') return { kind: 'listener', host: null, port: null, tls: null, login: null, folder: null, after: null };
  const { folder, after, move_to } = form.incoming;
  return {
    kind: 'imap',
    ...endpoint(form.incoming, form.address),
    folder: folder.trim() || 'INBOX',
    after,
    move_to: after === 'move' ? move_to.trim() || null : null,
  };
}

function outgoing(form: MailboxForm): Outgoing | null {
  if (form.purpose === 'receive' || !form.outgoing.host.trim()) return null;
  const { login, ...rest } = endpoint(form.outgoing, '');
  return { ...rest, login: login || null };
}

function endpoint(form: ConnectionForm, login: string) {
  return {
    host: form.host.trim(),
    port: Number(form.port) || 0,
    tls: form.tls,
    login: form.login.trim() || login.trim(),
    ...(form.password ? { password: form.password } : {}),
  };
}
