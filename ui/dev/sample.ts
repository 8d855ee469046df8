// Sample mail of an invented lamp maker, in five languages and two directions, for the mock only.
import type { AgentRef, ApiToken, Arrival, AuditEntry, Conversation, Delivery, Mailbox, MailboxRef, Message, Person, Preset, Priority, Session, Status, Template, TemplateKind, TraceStep, Webhook, WebhookDelivery } from '../src/client/types';
import { sampleRef, sampleSuggestion } from './assistants.ts';

export const agents: AgentRef[] = [
  { id: 'a1', name: 'Ana Novotná', email: 'ana@lumen-lamps.example' },
  { id: 'a2', name: 'Max Brückner', email: 'max@lumen-lamps.example' },
  { id: 'a3', name: 'Giulia Ferrante', email: 'giulia@lumen-lamps.example' },
];
export const mailboxRef: MailboxRef = { id: 'm1', name: 'Lumen Support', address: 'support@lumen-lamps.example' };
const billing: MailboxRef = { id: 'm2', name: 'Buchhaltung', address: 'rechnung@lumen-lamps.example' };

export const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 320"><rect width="480" height="320" fill="#e9e2d4"/><path d="M0 250h480v70H0z" fill="#cdbfa6"/><path d="M230 70h20v170h-20z" fill="#5a5146"/><path d="M170 130l40-70h60l40 70z" fill="#e0a93b"/><ellipse cx="240" cy="248" rx="60" ry="10" fill="#5a5146"/><path d="M262 118l16 60-34 40" fill="none" stroke="#a33" stroke-width="4"/></svg>`;

const policy: Mailbox['policy'] = { convert_all: true, agent_mail: 'requester', merging: { mode: 'as_channel' }, forwards_name_the_customer: false, sender_name: 'mailbox', delimiter: false, name_token: false, session_in_subject: false, answers_through: null, language: 'en', greeting: { on: false, text: '' }, business_hours: { on: false, zone: 'UTC', days: Array.from({ length: 7 }, () => ({ zone: null, intervals: [] })), holidays: [], away: '' }, survey: { on: false, delay_minutes: 60, pause_days: 0 } };

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
let count = 0;
const id = (prefix: string) => `${prefix}${++count}`;

interface Said {
  from?: 'customer' | 'agent' | 'note';
  who?: number;
  at: number;
  text: string;
  own?: string;
  html?: string;
  remote?: number;
  delivery?: Delivery;
  files?: Message['attachments'];
  automatic?: boolean;
}
interface Matter {
  name: string | null;
  address: string;
  subject: string;
  status?: Status;
  assignee?: number;
  unread?: boolean;
  mailbox?: MailboxRef;
  tags?: string[];
  priority?: Priority;
  cc?: string[];
  said: Said[];
}

const trace: TraceStep[] = [
  { step: 'receive', outcome: 'stored', reason: 'raw-bytes-durable', facts: { source: 'imap', bytes: 18422 } },
  { step: 'parse', outcome: 'read', reason: 'well-formed', facts: {} },
  { step: 'screen', outcome: 'personal', reason: 'ordinary-mail', facts: {} },
  { step: 'identify', outcome: 'contact', reason: 'known-address', facts: { contact: '7' } },
  { step: 'thread', outcome: 'matched', reason: 'token-in-references', facts: { conversation: '1042', disagreeing: [] } },
  { step: 'decide', outcome: 'appended', reason: 'participant', facts: { conversation: '1042', status: 'answered' } },
  { step: 'commit', outcome: 'message', reason: 'stored', facts: { conversation: '1042' } },
];

function message(matter: Matter, one: Said): Message {
  const kind = one.from === 'agent' ? 'outbound' : one.from === 'note' ? 'note' : 'inbound';
  const agent = agents[one.who ?? 0]!;
  const box = matter.mailbox ?? mailboxRef;
  const customer = { name: matter.name, address: matter.address };
  return {
    id: id('msg'),
    kind,
    author: kind === 'inbound' ? { type: 'contact', id: matter.address, ...customer } : { type: 'agent', id: agent.id, name: agent.name, address: agent.email },
    from: kind === 'inbound' ? customer : { name: box.name, address: box.address },
    to: kind === 'inbound' ? [{ name: box.name, address: box.address }] : [customer],
    cc: (matter.cc ?? []).map((address) => ({ name: null, address })),
    subject: matter.subject,
    text: one.text,
    html: one.html ?? null,
    reply_text: one.own ?? one.text,
    attachments: one.files ?? [],
    mentions: [],
    created_at: ago(one.at),
    delivery: kind === 'outbound' ? (one.delivery ?? { state: 'sent', leaves_at: null, recipients: [{ address: matter.address, state: 'sent', attempts: 1, next_attempt_at: null, reply: '250 ok' }] }) : null,
    evidence: kind === 'inbound' ? { level: 'E3', reasons: [{ reason: 'dkim-verified', facts: { domain: matter.address.split('@')[1] } }], from_domain: matter.address.split('@')[1] ?? null } : null,
    trace: kind === 'inbound' ? trace : [],
    automatic: one.automatic ?? false,
    remote_images: one.remote ?? 0,
    flags: [],
  };
}

const newsletter = `<div style="font-family:Georgia,serif;background-color:#f4efe6;padding:24px"><table width="100%" cellpadding="0" cellspacing="0"><tr><td style="background:#ffffff;padding:28px;border-radius:8px"><h2 style="margin:0 0 12px;color:#22324f">Your parcel could not be handed over</h2><img data-remote-src="https://images.example.org/van.png" width="520" height="120" alt="Delivery van"><p style="color:#333">Our driver rang at <b>10:42</b>. The parcel waits at the depot until Friday.</p><p><a href="https://parcel.example.org/t/9921" style="color:#a33">Choose another day</a></p></td></tr></table></div>`;
const outlook = `<div dir="ltr"><p>Guten Tag Frau Novotná,</p><p>vielen Dank für die schnelle Antwort. Die Rechnung <b>2209</b> ist jetzt richtig, nur die <i>Umsatzsteuer-Identifikationsnummer</i> fehlt noch:</p><ul><li>DE 129 273 398</li><li>Brückenbau Süd GmbH &amp; Co. KG</li></ul><p>Mit freundlichen Grüßen<br>Max Müller</p></div><blockquote type="cite"><p>Am 21.11. schrieb Lumen Support:</p><p>Guten Tag Herr Müller, anbei die berichtigte Rechnung.</p></blockquote>`;

const matters: Matter[] = [
  {
    name: 'Zoë Kůň',
    address: 'zoe.kun@posta.example',
    subject: 'Order 4711 has not arrived',
    tags: ['delivery', 'vip', 'Weihnachtsgeschäft'],
    unread: true,
    priority: 'urgent',
    assignee: 0,
    cc: ['otto@atelier-kun.example'],
    said: [
      { at: 2_950, text: 'Hello,\n\nI ordered the brass reading lamp (order 4711) eleven days ago and it has not arrived. The tracking page says “handed to carrier” since last Thursday.\n\nCould you find out where it is? It is a birthday present for Sunday.\n\nThank you\nZoë Kůň' },
      { from: 'agent', who: 0, at: 2_870, text: 'Dear Zoë,\n\nthank you for writing. I have asked the carrier to look for the parcel and will write to you by tomorrow noon, whatever they say.\n\nKind regards\nAna' },
      { from: 'note', who: 1, at: 1_480, text: 'The carrier lost two pallets in Brno last week. If it is not found by noon, send a new lamp by express; we have six left.' },
      { at: 24, text: 'Hello Ana,\n\nthe page has changed to “in delivery”, but nobody came today. Here is a picture of the notice on my door: https://parcel.example.org/t/9921\n\nWould the express lamp still be possible?\n\nZoë\n\nOn Sat, 21 Nov 2026 at 10:12, Lumen Support wrote:\n> Dear Zoë,\n>\n> thank you for writing. I have asked the carrier to look for the parcel.', own: 'Hello Ana,\n\nthe page has changed to “in delivery”, but nobody came today. Here is a picture of the notice on my door: https://parcel.example.org/t/9921\n\nWould the express lamp still be possible?\n\nZoë', files: [{ id: 'f1', filename: 'notice-on-the-door.jpg', content_type: 'image/jpeg', size: 482_133, state: 'available' }, { id: 'f2', filename: 'order-4711-confirmation.pdf', content_type: 'application/pdf', size: 91_422, state: 'available' }] },
    ],
  },
  {
    name: 'Max Müller',
    address: 'm.mueller@brueckenbau-sued.example',
    subject: 'Re: Rechnung 2209 – falsche Anschrift',
    mailbox: billing,
    priority: 'high',
    said: [
      { at: 1_700, text: 'Guten Tag,\n\nauf der Rechnung 2209 steht noch unsere alte Anschrift. Bitte berichtigen.\n\nMax Müller' },
      { from: 'agent', who: 0, at: 1_500, text: 'Guten Tag Herr Müller,\n\nanbei die berichtigte Rechnung.\n\nAna Novotná', files: [{ id: 'f3', filename: 'Rechnung-2209-berichtigt.pdf', content_type: 'application/pdf', size: 120_112, state: 'available' }] },
      { at: 61, text: 'Guten Tag Frau Novotná,\nvielen Dank …', own: 'Guten Tag Frau Novotná, …', html: outlook },
    ],
  },
  {
    name: 'ليلى حداد',
    address: 'layla.haddad@bayt.example',
    subject: 'استفسار عن مصباح القراءة النحاسي',
    unread: true,
    said: [{ at: 95, text: 'مرحباً،\n\nأود أن أعرف إن كان مصباح القراءة النحاسي متوفراً باللون الأسود، وكم تستغرق مدة الشحن إلى عمّان؟ رأيت الرقم LL-220 في الكتالوج.\n\nمع الشكر\nليلى' }],
  },
  {
    name: 'Chloé Lefèvre-Beaumont',
    address: 'chloe@maison-lefevre.example',
    subject: 'Abat-jour fissuré à la livraison',
    tags: ['delivery'],
    unread: true,
    said: [{ at: 131, text: 'Bonjour,\n\nl’abat-jour est arrivé fissuré ce matin (photo ci-jointe). Le carton était intact. Pouvez-vous m’en envoyer un autre ?\n\nBien cordialement,\nChloé', files: [{ id: 'f4', filename: 'fissure.png', content_type: 'image/png', size: 1_482_133, state: 'available' }, { id: 'f5', filename: 'facture.zip', content_type: 'application/zip', size: 38_211, state: 'withheld' }] }],
  },
  {
    name: 'Staffordshire & Wolverhampton Community Theatre Restoration Trust, Procurement and Facilities Office',
    address: 'procurement.and.facilities.office@staffordshire-wolverhampton-community-theatre-restoration-trust.example',
    subject: 'Request for a quotation: 240 dressing-room lamps, 36 foyer chandeliers, and the rewiring of the listed proscenium lights, delivery in three lots between March and June',
    assignee: 1,
    said: [{ at: 185, text: 'Dear Sir or Madam,\n\nplease find our request attached. AVeryLongUnbrokenReferenceNumberThatNobodyShouldEverWriteButSomebodyAlwaysDoes-2026-11-000000000001.\n\nThe Trust' }],
  },
  {
    name: 'Parcel Express',
    address: 'no-reply@parcel.example.org',
    subject: 'Delivery attempt: parcel 9921',
    said: [{ at: 260, text: 'Your parcel could not be handed over', html: newsletter, remote: 1, automatic: true }],
  },
  {
    name: 'Beatrice Ferraro',
    address: 'b.ferraro@studioluce.example',
    subject: 'Ricambio per la lampada Aurora 3',
    assignee: 2,
    status: 'answered',
    priority: 'low',
    said: [
      { at: 1_440, text: 'Buongiorno,\n\nsi è rotto l’interruttore della mia Aurora 3. È possibile avere il ricambio?\n\nGrazie\nBeatrice Ferraro' },
      { from: 'agent', who: 2, at: 410, text: 'Buongiorno Beatrice,\n\ncerto: il ricambio parte domani, senza spese.\n\nGiulia', delivery: { state: 'deferred', leaves_at: null, recipients: [{ address: 'b.ferraro@studioluce.example', state: 'deferred', attempts: 2, next_attempt_at: new Date(Date.now() + 14 * 60_000).toISOString(), reply: '451 4.7.1 Greylisted, try again later' }] } },
    ],
  },
  {
    name: 'Jiří Dvořák',
    address: 'jiri.dvorak@dilna.example',
    subject: 'Reklamace: bliká stmívač',
    said: [{ at: 1_290, text: 'Dobrý den,\n\nstmívač u lampy Vltava po týdnu bliká. Účtenku přikládám. Jak mám postupovat při reklamaci?\n\nS pozdravem\nJiří Dvořák' }],
  },
  {
    name: null,
    address: 'orders@hotel-bellevue.example',
    subject: '',
    said: [
      { at: 3_100, text: 'please resend the invoice for the twelve bedside lamps thx' },
      { from: 'agent', who: 1, at: 3_000, text: 'Hello,\n\nhere it is again.\n\nMax', delivery: { state: 'failed', leaves_at: null, recipients: [{ address: 'orders@hotel-bellevue.example', state: 'sent', attempts: 1, next_attempt_at: null, reply: '250 ok' }, { address: 'acounts@hotel-bellevue.example', state: 'failed', attempts: 1, next_attempt_at: null, reply: '550 5.1.1 No such user here' }] } },
    ],
  },
  { name: 'Nora Lindqvist', address: 'nora@ljus.example', subject: 'Wholesale price list 2027', assignee: 0, status: 'answered', said: [{ at: 5_200, text: 'Hello, may I have the wholesale prices for next year?' }, { from: 'agent', at: 4_900, text: 'Dear Nora,\n\nattached.\n\nAna', delivery: { state: 'uncertain', leaves_at: null, recipients: [{ address: 'nora@ljus.example', state: 'uncertain', attempts: 2, next_attempt_at: null, reply: null }] } }] },
  { name: 'Zoë Kůň', address: 'zoe.kun@posta.example', subject: 'Which bulb fits the Orion?', status: 'resolved', said: [{ at: 88_000, text: 'Hello, which bulb fits the Orion?' }] },
  { name: 'Viktor Haas', address: 'viktor@haas.example', subject: 'Termin im Showroom', status: 'postponed', said: [{ at: 9_000, text: 'Wäre ein Besuch im Dezember möglich?' }] },
  { name: 'Lucky Winner Dept', address: 'win@lottery.example', subject: 'YOU HAVE WON', status: 'spam', said: [{ at: 600, text: 'Claim now.' }] },
];

const FIRST = ['Emma', 'Tomáš', 'Jean-Luc', 'Sofia', 'Anselm', 'Katarína', 'Owen', 'Mireille', 'Paolo', 'Ingrid'];
const LAST = ['Berger', 'Svoboda', 'Moreau', 'Conti', 'Schäfer', 'Holub', 'Whitfield', 'Roux', 'Greco', 'Nilsen'];
const ABOUT = ['Question about the warranty', 'Versand in die Schweiz', 'Changement d’adresse', 'Fattura per l’ordine', 'Dotaz na dostupnost', 'Colour of the cable', 'Rückgabe', 'Montage au plafond'];

function filler(): Matter[] {
  return Array.from({ length: 130 }, (_, index) => {
    const first = FIRST[index % FIRST.length]!;
    const last = LAST[(index * 7 + 3) % LAST.length]!;
    return {
      name: `${first} ${last}`,
      address: `${last.toLowerCase().normalize('NFD').replace(/[^a-z]/g, '')}${index}@mail.example`,
      subject: `${ABOUT[(index * 3) % ABOUT.length]} ${3_000 + index}`,
      assignee: index % 4 === 3 ? undefined : index % 4,
      status: index % 5 === 0 ? 'answered' : 'open',
      said: [{ at: 6_000 + index * 190, text: 'Hello, I have a question about my order. Could you have a look?' }],
    } satisfies Matter;
  });
}

/** Hours that were never set. */
export const noHours = { on: false, zone: 'UTC', days: Array.from({ length: 7 }, () => ({ zone: null, intervals: [] })), holidays: [], away: '' };

export function sampleConversations(): Conversation[] {
  return [...matters, ...filler()].map((matter, index) => {
    const messages = matter.said.map((one) => message(matter, one));
    const last = messages.at(-1)!;
    const status: Status = matter.status ?? (matter.said.length === 1 ? 'new' : 'open');
    const assignee = matter.assignee === undefined ? null : (agents[matter.assignee] ?? null);
    return {
      id: id('c'),
      number: 1_042 - index,
      subject: matter.subject,
      status,
      channel: 'email',
      mailbox: matter.mailbox ?? mailboxRef,
      queue: null,
      category: null,
      fields: [],
      template: [],
      priority: matter.priority ?? 'normal',
      contact: { id: matter.address, name: matter.name, address: matter.address },
      assignee,
      assistant: index === 2 && !assignee ? sampleRef : null,
      updated_at: last.created_at,
      unread: matter.unread ?? false,
      preview: (last.reply_text ?? last.text ?? '').replace(/\s+/g, ' ').slice(0, 140),
      tags: matter.tags ?? [],
      has_attachments: messages.some((one) => one.attachments.length > 0),
      message_count: messages.length,
      answers_to: null,
      answers_to_unconfirmed: false,
      following: false,
      followers: [],
      surveys: [],
      suggestion: index === 0 ? sampleSuggestion : null,
      participants: [
        { name: matter.name, address: matter.address, role: 'contact' as const, ticked: true, bounced: null },
        ...(matter.cc ?? []).map((address) => ({ name: null, address, role: 'cc' as const, ticked: true, bounced: null })),
      ],
      messages,
      events: assignee
        ? [{ id: id('e'), kind: 'assigned', actor: { type: 'agent' as const, name: agents[1]!.name }, data: { agent: assignee.id, name: assignee.name }, created_at: ago(Math.max(1, matter.said[0]!.at - 20)) }]
        : [],
      postponed_until: status === 'postponed' ? ago(-3 * 1_440) : null,
      due: null,
    };
  });
}

export const sampleSessions: Session[] = [
  { id: 's1', device: 'Firefox · Linux', address: '192.0.2.7', created_at: ago(9_000), seen_at: ago(0), current: true },
  { id: 's2', device: 'Safari · iPhone', address: '2001:db8:4711:0815:abcd:ef01:2345:6789', created_at: ago(40_000), seen_at: ago(1_500), current: false },
  { id: 's3', device: null, address: null, created_at: ago(80_000), seen_at: ago(20_000), current: false },
];

export const sampleTokens: ApiToken[] = [
  { id: 't1', name: 'Nightly report', created_at: ago(9_000), seen_at: ago(600), expires_at: ago(-90 * 1_440) },
  { id: 't2', name: 'Import of the old desk, which nobody needs any more but everybody is afraid to end', created_at: ago(90_000), seen_at: null, expires_at: ago(200) },
];

const kindsOfTeam = ['notification', 'held-unverified', 'held-newer-message', 'copy', 'token-used', 'report', 'invitation', 'password-link', 'password-changed', 'alarm-forgeries'];
export const sampleTemplateKinds: TemplateKind[] = [
  { kind: 'greeting', audience: 'customer', changed: [] },
  { kind: 'away', audience: 'customer', changed: [] },
  ...kindsOfTeam.map((kind): TemplateKind => ({ kind, audience: 'team', changed: kind === 'invitation' ? ['en', 'de'] : [] })),
];
export const sampleTemplate: Template = {
  kind: 'invitation',
  has_subject: true,
  language: 'en',
  audience: 'team',
  subject: 'You are invited to the support desk',
  body: '{{by}} invites you to the support desk. Choose your name and a password here:\n{{link}}\n\nThe link works once, and for seven days. You sign in with this address: {{address}}\n\nIf you do not know what this is about, leave the mail alone: nothing happens.',
  changed: true,
  variables: [
    { name: 'link', required: true, in_subject: false, example: 'https://desk.lumen-lamps.example/conversations/1042' },
    { name: 'address', required: true, in_subject: false, example: 'zoe@shop.example' },
    { name: 'by', required: false, in_subject: false, example: 'Ana' },
  ],
};

const hook: Webhook = {
  id: 'w1',
  url: 'https://shop.lumen-lamps.example/staffetta',
  description: 'Order system',
  kinds: ['conversation.created', 'message.inbound', 'message.outbound'],
  enabled: true,
  health: 'working',
  failing_since: null,
  switched_off_at: null,
  succeeded_at: ago(2),
  old_secret_until: null,
  created_at: ago(9_000),
};
export const sampleWebhooks: Webhook[] = [
  hook,
  { ...hook, id: 'w2', description: '', url: 'https://a-very-long-host-name-of-a-reporting-service.eu-central.example/hooks/v2/tenants/4711/staffetta-conversations', health: 'failing', failing_since: ago(1_500), succeeded_at: null },
  { ...hook, id: 'w3', description: 'Old wall display', enabled: false, health: 'switched_off', failing_since: ago(9_000), switched_off_at: ago(4_000) },
];

const sent: WebhookDelivery = {
  id: '815',
  kind: 'message.inbound',
  conversation: '1042',
  state: 'delivered',
  attempts: 1,
  created_at: ago(2),
  attempted_at: ago(2),
  next_attempt_at: null,
  took_ms: 87,
  status: 200,
  response: '{"ok":true}',
  problem: null,
};
export const sampleDeliveries: WebhookDelivery[] = [
  sent,
  { ...sent, id: '814', kind: 'conversation.created', state: 'deferred', attempts: 3, next_attempt_at: ago(-5), status: 503, response: '<html><body>Service unavailable</body></html>', problem: 'refused', took_ms: 1_204 },
  { ...sent, id: '813', kind: 'message.outbound', state: 'failed', attempts: 10, created_at: ago(4_500), status: null, response: null, problem: 'late' },
  { ...sent, id: '812', kind: 'webhook.test', conversation: null, created_at: ago(8_000), response: null },
];

const by = (index: number) => ({ id: agents[index]!.id, name: agents[index]!.name });
export const sampleAudit: AuditEntry[] = [
  { id: '9', at: ago(4), actor: by(0), action: 'agent.role_changed', object: 'agent:2', data: { from: 'agent', to: 'manager' } },
  { id: '8', at: ago(90), actor: by(0), action: 'agent.invited', object: 'agent:8', data: { email: 'nour@lumen-lamps.example', role: 'agent' } },
  { id: '7', at: ago(1_600), actor: null, action: 'arrival.bytes-removed', object: 'arrival:17', data: {} },
  { id: '6', at: ago(2_000), actor: by(1), action: 'settings.changed', object: 'settings:desk', data: { company_name: 'Lumen Lamps' } },
];

export function samplePeople(): Person[] {
  const there = agents.map((agent, index): Person => ({ ...agent, role: index === 0 ? 'admin' : 'agent', state: 'active', invited_until: null, presence: 'online', capacity: 20, bounced: null }));
  const gone = { presence: 'offline' as const, capacity: 20, bounced: null };
  return [
    ...there,
    { id: 'a7', name: 'Maximiliane von und zu Hohenstein-Wolverhampton', email: 'maximiliane.von.und.zu.hohenstein-wolverhampton@lumen-lamps.example', role: 'manager', state: 'off', invited_until: null, ...gone },
    { id: 'a8', name: 'nour@lumen-lamps.example', email: 'nour@lumen-lamps.example', role: 'agent', state: 'invited', invited_until: ago(-5 * 1_440), ...gone },
    { id: 'a9', name: 'ليلى حداد', email: 'layla@lumen-lamps.example', role: 'manager', state: 'active', invited_until: null, presence: 'online', capacity: 20, bounced: { at: ago(300), reason: '5.1.1 no such user' } },
  ];
}

export function sampleArrivals(): Arrival[] {
  const base = { mailbox: mailboxRef, attempts: 3, conversation: null, message: null, duplicate_of: null, late: false, trace: trace.slice(0, 1) };
  return [
    { ...base, id: 'r1', source: 'imap', from: { name: 'Scanner 3rd floor', address: 'scanner@office.example' }, subject: 'Scan from 22.11.', size: 4_211_000, state: 'quarantined', reason: 'over-limit', received_at: ago(47) },
    { ...base, id: 'r2', source: 'smtp', from: null, subject: null, size: 812, state: 'quarantined', reason: 'crashed', received_at: ago(320) },
    { ...base, id: 'r3', source: 'lmtp', attempts: 0, from: { name: 'Heidi', address: 'heidi@alm.example' }, subject: 'Frage zur Lampe „Gletscher“', size: 5_100, state: 'waiting', reason: 'channel-off', received_at: ago(1_900) },
  ];
}

export function sampleMailboxes(): Mailbox[] {
  const fine = { state: 'ok' as const, sentence: 'Receiving: connected.', since: ago(9_000), last_mail_at: ago(2) };
  const off = { state: 'off', sentence: 'Not watched.', since: null, last_mail_at: null };
  const others = { copying: off, watching: off, ledger: null };
  const beside = { poll_s: null, history_days: null, copy_sent: null, sent_folder: null, watch_sent: false, watch_junk: false, junk_folder: null, believe_spam_marks: false };
  return [
    { ...mailboxRef, aliases: ['help@lumen-lamps.example'], purpose: 'receive_and_send', enabled: true, generated: false, forwarding_address: 'k3v9-support@in.lumen-lamps.example', incoming: { kind: 'imap', host: 'imap.example.com', port: 993, tls: 'implicit', login: 'support', has_password: true, folder: 'INBOX', after: 'nothing', move_to: null, ...beside }, outgoing: { host: 'smtp.example.com', port: 465, tls: 'implicit', login: 'support', sender: null, has_password: true }, signature: 'Lumen Lamps · light since 1921', signature_html: null, policy, queue: null, category: null, can_send: true, forwarding_help: null, health: { ...others, receiving: fine, sending: { ...fine, sentence: 'Sending: works.' } } },
    { ...billing, aliases: [], purpose: 'receive_and_send', enabled: true, generated: false, forwarding_address: null, incoming: { kind: 'imap', host: 'imap.example.com', port: 993, tls: 'implicit', login: 'rechnung', has_password: true, folder: 'INBOX', after: 'seen', move_to: null, ...beside }, outgoing: { host: 'smtp.example.com', port: 587, tls: 'starttls', login: 'rechnung', sender: null, has_password: true }, signature: '', signature_html: null, policy, queue: null, category: null, can_send: true, forwarding_help: null, health: { ...others, receiving: fine, sending: { state: 'failing', sentence: 'Sending does not work: smtp.example.com refused the password.', since: ago(400), last_mail_at: null } } },
    { id: 'm3', name: 'Lumen Lamps', address: 'desk@in.lumen-lamps.example', aliases: [], purpose: 'receive_and_send', enabled: true, generated: true, forwarding_address: null, incoming: { kind: 'listener', host: null, port: null, tls: null, login: null, folder: null, after: null, move_to: null, has_password: false, ...beside }, outgoing: null, signature: '', signature_html: null, policy, queue: null, category: null, can_send: false, forwarding_help: null, health: { ...others, receiving: { ...fine, sentence: 'Receiving: connected.' }, sending: { state: 'off', sentence: 'Sending: not set up.', since: null, last_mail_at: null } } },
  ];
}

export const samplePresets: Preset[] = [
  {
    id: 'fastmail',
    name: 'Fastmail',
    domains: ['fastmail.com'],
    incoming: { host: 'imap.fastmail.com', port: 993, tls: 'implicit' },
    outgoing: { host: 'smtp.fastmail.com', port: 465, tls: 'implicit' },
    steps: ['Make an app password in Fastmail under Settings › Privacy & Security.', 'Enter it here instead of the password of the account.'],
  },
];

/** What each role may do, as the server tells it. */
export const rolePowers = [
  { role: 'agent', may: ['read', 'work', 'read-settings'] },
  { role: 'manager', may: ['read', 'work', 'read-settings', 'change-queues', 'change-contact-fields', 'change-tags', 'change-templates', 'lead-team', 'every-queue'] },
  {
    role: 'admin',
    may: ['read', 'work', 'read-settings', 'change-queues', 'change-contact-fields', 'change-tags', 'change-settings', 'manage-people', 'read-audit', 'manage-webhooks', 'manage-assistants', 'contact-data', 'change-templates', 'lead-team', 'every-queue'],
  },
];
