// A mailbox as a form edits it (all texts), and back to what the API takes. Pure.
import type { Incoming, Mailbox, MailboxChange, MailboxDraft, MailboxPolicy, Outgoing, Preset, Security } from '../../client/types';
import type { TypedAddress } from '../../kit/addresses';
import { toPolicy, toPolicyForm, type MailboxPolicyForm } from './policy';

export interface ConnectionForm {
  host: string;
  port: string;
  tls: Security;
  login: string;
  password: string;
  has_password: boolean;
}
export type Way = 'imap' | 'pop3' | 'listener';
export interface IncomingForm {
  folder: string;
  after: 'nothing' | 'seen' | 'move' | 'delete';
  move_to: string;
  poll_s: string;
  history_days: string;
  copy_sent: 'auto' | 'yes' | 'no';
  sent_folder: string;
  watch_sent: boolean;
  watch_junk: boolean;
  junk_folder: string;
  believe_spam_marks: boolean;
}
export interface MailboxForm {
  name: string;
  address: string;
  aliases: TypedAddress[];
  purpose: 'receive' | 'receive_and_send';
  enabled: boolean;
  signature: string;
  signature_html: string | null;
  policy: MailboxPolicyForm;
  /** The queue and the category of new conversations; empty for none of its own. */
  queue: string;
  category: string;
  way: Way;
  incoming: ConnectionForm & IncomingForm;
  outgoing: ConnectionForm & { sender: string };
}

export type Direction = 'imap' | 'pop3' | 'outgoing';

/** What a mailbox has before anybody chose anything. */
const USUAL: MailboxPolicy = {
  convert_all: true,
  agent_mail: 'requester',
  merging: { mode: 'as_channel' },
  forwards_name_the_customer: false,
  sender_name: 'mailbox',
  delimiter: false,
  name_token: false,
  session_in_subject: false,
  answers_through: null,
  language: 'en',
  greeting: { on: false, text: '' },
  business_hours: { on: false, zone: 'UTC', days: Array.from({ length: 7 }, () => ({ zone: null, intervals: [] })), holidays: [], away: '' },
  survey: { on: false, delay_minutes: 60, pause_days: 0 },
};
const IMAP_PORTS: Record<Security, string> = { implicit: '993', starttls: '143', none: '143' };
const POP3_PORTS: Record<Security, string> = { implicit: '995', starttls: '110', none: '110' };
const OUTGOING_PORTS: Record<Security, string> = { implicit: '465', starttls: '587', none: '25' };

const PORTS: Record<Direction, Record<Security, string>> = { imap: IMAP_PORTS, pop3: POP3_PORTS, outgoing: OUTGOING_PORTS };

/** The usual port of a kind of connection. */
export function usualPort(direction: Direction, tls: Security): string {
  return PORTS[direction][tls];
}

/** The port after the security was changed: the new usual one, unless a port of one's own was typed. */
export function portAfter(direction: Direction, port: string, tls: Security): string {
  const usual = direction === 'outgoing' ? Object.values(OUTGOING_PORTS) : [...Object.values(IMAP_PORTS), ...Object.values(POP3_PORTS)];
  return port === '' || usual.includes(port) ? usualPort(direction, tls) : port;
}

/** What stands in the form after another way in was chosen: its usual port, and nothing that it cannot do. */
export function wayChosen(form: MailboxForm): void {
  if (form.way === 'listener') return;
  form.incoming.port = portAfter(form.way, form.incoming.port, form.incoming.tls);
  const fits = form.way === 'pop3' ? ['nothing', 'delete'] : ['nothing', 'seen', 'move'];
  if (!fits.includes(form.incoming.after)) form.incoming.after = 'nothing';
}

/** Fills the form in for a provider (SB-9). */
export function applyPreset(form: MailboxForm, preset: Preset): void {
  form.way = 'imap';
  Object.assign(form.incoming, { ...preset.incoming, port: String(preset.incoming.port) });
  Object.assign(form.outgoing, { ...preset.outgoing, port: String(preset.outgoing.port), login: form.outgoing.login || form.address.trim() });
}

/** The provider of an address, where its domain says so. */
export function presetOf(presets: Preset[], address: string): Preset | undefined {
  const domain = address.trim().toLowerCase().split('@').at(-1) ?? '';
  return presets.find((one) => one.domains.includes(domain));
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
    signature_html: box?.signature_html ?? null,
    policy: toPolicyForm(box?.policy ?? USUAL),
    queue: box?.queue ?? '',
    category: box?.category ?? '',
    way: box ? (box.incoming?.kind ?? 'listener') : 'imap',
    incoming: {
      ...connection(box?.incoming ?? null, box?.incoming?.kind === 'pop3' ? 'pop3' : 'imap'),
      folder: box?.incoming?.folder ?? 'INBOX',
      after: box?.incoming?.after ?? 'nothing',
      move_to: box?.incoming?.move_to ?? '',
      poll_s: number(box?.incoming?.poll_s),
      history_days: number(box?.incoming?.history_days),
      copy_sent: copied(box?.incoming?.copy_sent),
      sent_folder: box?.incoming?.sent_folder ?? '',
      watch_sent: box?.incoming?.watch_sent ?? false,
      watch_junk: box?.incoming?.watch_junk ?? false,
      junk_folder: box?.incoming?.junk_folder ?? '',
      believe_spam_marks: box?.incoming?.believe_spam_marks ?? false,
    },
    outgoing: { ...connection(box?.outgoing ?? null, 'outgoing'), sender: box?.outgoing?.sender ?? '' },
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
    signature_html: form.signature.trim() ? form.signature_html : null,
    queue: form.queue || null,
    category: form.category || null,
    incoming: incoming(form),
    outgoing: outgoing(form),
  };
}

/** What each tab of a mailbox saves. */
export type Part = 'settings' | 'hours' | 'connection';

/** What the tab “Settings” saves. */
export function settingsOf(form: MailboxForm): MailboxChange {
  const { name, address, aliases, purpose, enabled, signature, signature_html, queue, category } = toDraft(form);
  const { business_hours: _, ...policy } = toPolicy(form.policy);
  return { name, address, aliases, purpose, enabled, signature, signature_html, queue, category, policy };
}

/** What the tab “Business hours” saves. */
export function hoursOf(form: MailboxForm): MailboxChange {
  return { policy: { business_hours: form.policy.business_hours } };
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
  const { business_hours } = (part === 'hours' ? stored : form).policy;
  const { way, incoming, outgoing } = part === 'connection' ? stored : form;
  const settings = part === 'settings' ? stored : form;
  return { ...settings, policy: { ...settings.policy, business_hours }, way, incoming, outgoing };
}

/** The form of the relay. */
export function relayForm(relay: Outgoing | null): ConnectionForm {
  return connection(relay, 'outgoing');
}

/** What the API takes of the relay: nothing without a host. */
export function toRelay(form: ConnectionForm): Outgoing | null {
  if (!form.host.trim()) return null;
  const { login, ...rest } = endpoint(form, '');
  return { ...rest, login: login || null };
}

function number(value: number | null | undefined): string {
  return value ? String(value) : '';
}

function copied(value: boolean | null | undefined): 'auto' | 'yes' | 'no' {
  if (value === true) return 'yes';
  return value === false ? 'no' : 'auto';
}

function connection(from: Incoming | Outgoing | null, direction: Direction): ConnectionForm {
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
  const { folder, after, move_to, poll_s, history_days, believe_spam_marks } = form.incoming;
  const common = {
    ...endpoint(form.incoming, form.address),
    after,
    history_days: Number(history_days) || null,
    believe_spam_marks,
  };
  if (form.way === 'pop3') return { kind: 'pop3', ...common, poll_s: Number(poll_s) || null };
  const { copy_sent, sent_folder, watch_sent, watch_junk, junk_folder } = form.incoming;
  return {
    kind: 'imap',
    ...common,
    folder: folder.trim() || 'INBOX',
    move_to: after === 'move' ? move_to.trim() || null : null,
    copy_sent: copy_sent === 'auto' ? null : copy_sent === 'yes',
    sent_folder: sent_folder.trim() || null,
    watch_sent,
    watch_junk,
    junk_folder: junk_folder.trim() || null,
  };
}

function outgoing(form: MailboxForm): Outgoing | null {
  if (form.purpose === 'receive') return null;
  const outgoing = toRelay(form.outgoing);
  return outgoing && { ...outgoing, sender: form.outgoing.sender.trim() || null };
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
