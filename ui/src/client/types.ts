// What the server answers, as the API describes it. Only data: no behaviour, no texts.

export type Status = 'new' | 'open' | 'answered' | 'resolved' | 'closed' | 'postponed' | 'spam' | 'trash';
export type ViewId = 'mine' | 'unassigned' | 'open' | 'postponed' | 'all' | 'spam' | 'trash';

export interface Address {
  name: string | null;
  address: string;
}
export interface ContactRef extends Address {
  id: string;
}
export interface AgentRef {
  id: string;
  name: string;
  email: string;
}
export interface MailboxRef extends Address {
  id: string;
}
export interface Me extends AgentRef {
  role: 'agent' | 'manager' | 'admin';
  encrypted: boolean;
  demo: boolean;
}
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface View {
  id: ViewId;
  count: number;
  unread: number | null;
  more: boolean;
}
export interface Views {
  items: View[];
  held: number;
}

export interface ConversationItem {
  id: string;
  number: number;
  subject: string | null;
  status: Status;
  channel: string;
  mailbox: MailboxRef | null;
  contact: ContactRef | null;
  assignee: AgentRef | null;
  updated_at: string;
  unread: boolean;
  preview: string | null;
  tags: string[];
  has_attachments: boolean;
  message_count: number;
}

export interface Attachment {
  id: string;
  filename: string | null;
  content_type: string;
  size: number;
  state: 'available' | 'withheld' | 'locked';
}
export type DeliveryState = 'queued' | 'sending' | 'sent' | 'deferred' | 'failed' | 'uncertain' | 'bounced';
export interface Recipient {
  address: string;
  state: DeliveryState;
  attempts: number;
  next_attempt_at: string | null;
  reply: string | null;
}
export interface Delivery {
  state: DeliveryState;
  recipients: Recipient[];
}
export interface TraceStep {
  step: string;
  outcome: string;
  reason: string | null;
  facts: unknown;
}
export interface Author {
  type: 'contact' | 'agent' | 'system';
  id: string | null;
  name: string | null;
  address: string | null;
}
export interface Message {
  id: string;
  kind: 'inbound' | 'outbound' | 'note';
  author: Author;
  from: Address | null;
  to: Address[];
  cc: Address[];
  subject: string | null;
  text: string | null;
  html: string | null;
  reply_text: string | null;
  attachments: Attachment[];
  created_at: string;
  delivery: Delivery | null;
  trace: TraceStep[] | null;
  automatic: boolean;
  remote_images: number;
}
export interface ConversationEvent {
  id: string;
  kind: string;
  actor: { type: 'agent' | 'system' | 'contact'; name: string | null } | null;
  data: Record<string, unknown> | null;
  created_at: string;
}
export interface Participant extends Address {
  role: 'contact' | 'cc';
  ticked: boolean;
}
export interface Conversation extends ConversationItem {
  participants: Participant[];
  messages: Message[];
  events: ConversationEvent[];
  postponed_until: string | null;
}

export interface NewMessage {
  kind: 'reply' | 'note';
  text: string;
  to?: Address[];
  cc?: Address[];
  bcc?: Address[];
  attachments?: string[];
  status?: Status;
}
export interface NewConversation {
  mailbox: string;
  to: Address[];
  cc?: Address[];
  bcc?: Address[];
  subject: string;
  text: string;
  attachments?: string[];
}
export interface ConversationChange {
  status?: Status;
  postponed_until?: string | null;
  assignee?: string | null;
}

export interface Arrival {
  id: string;
  mailbox: MailboxRef | null;
  source: 'imap' | 'smtp' | 'lmtp' | 'pipe';
  from: Address | string | null;
  subject: string | null;
  size: number;
  state: 'received' | 'message' | 'quarantined' | 'waiting' | 'ignored';
  reason: string | null;
  received_at: string;
  attempts: number;
  conversation: string | null;
}

export type Security = 'implicit' | 'starttls' | 'none';
export interface Incoming {
  kind: 'imap' | 'pop3' | 'listener';
  host: string | null;
  port: number | null;
  tls: Security | null;
  login: string | null;
  password?: string;
  has_password?: boolean;
  folder: string | null;
  after: 'nothing' | 'seen' | 'move' | null;
  move_to?: string | null;
}
export interface Outgoing {
  host: string;
  port: number;
  tls: Security;
  login: string | null;
  password?: string;
  has_password?: boolean;
}
export interface HealthLine {
  state: 'ok' | 'failing' | 'off' | 'connecting';
  sentence: string;
  since: string | null;
  last_mail_at?: string | null;
}
export interface Mailbox extends MailboxRef {
  aliases: string[];
  purpose: 'receive' | 'receive_and_send';
  enabled: boolean;
  generated: boolean;
  forwarding_address: string | null;
  incoming: Incoming | null;
  outgoing: Outgoing | null;
  signature: string | null;
  health: { receiving: HealthLine; sending: HealthLine } | null;
}
export interface MailboxDraft {
  name: string;
  address: string;
  aliases: string[];
  purpose: 'receive' | 'receive_and_send';
  enabled: boolean;
  incoming: Incoming | null;
  outgoing: Outgoing | null;
  signature: string;
  save_anyway?: boolean;
}
export interface TestStep {
  step: string;
  ok: boolean;
  message: string | null;
}

export interface Settings {
  email_channel: boolean;
  raw_limit_mib: number;
  inbound_domain: string | null;
  company_name: string;
}
