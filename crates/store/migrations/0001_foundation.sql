-- The desk's nouns. One text for both databases: IDENTITY_KEY, BIGINT and BYTEA are translated for SQLite.
-- Times are microseconds since 1970 in UTC; JSON stands in TEXT; flags are 0 or 1.

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE agents (
  id IDENTITY_KEY,
  email TEXT NOT NULL,
  email_folded TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  active BIGINT NOT NULL,
  epoch BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
  token_hash BYTEA PRIMARY KEY,
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE mailboxes (
  id IDENTITY_KEY,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  address_folded TEXT NOT NULL UNIQUE,
  purpose TEXT NOT NULL,
  enabled BIGINT NOT NULL,
  generated BIGINT NOT NULL,
  incoming TEXT,
  incoming_secret BYTEA,
  outgoing TEXT,
  outgoing_secret BYTEA,
  signature TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);

CREATE TABLE mailbox_aliases (
  address_folded TEXT PRIMARY KEY,
  mailbox_id BIGINT NOT NULL REFERENCES mailboxes (id),
  address TEXT NOT NULL
);

CREATE TABLE mailbox_health (
  mailbox_id BIGINT NOT NULL REFERENCES mailboxes (id),
  direction TEXT NOT NULL,
  state TEXT NOT NULL,
  problem TEXT,
  since BIGINT NOT NULL,
  last_mail_at BIGINT,
  PRIMARY KEY (mailbox_id, direction)
);

CREATE TABLE cursors (
  mailbox_id BIGINT NOT NULL REFERENCES mailboxes (id),
  account TEXT NOT NULL,
  folder TEXT NOT NULL,
  uid_validity BIGINT NOT NULL,
  last_uid BIGINT NOT NULL,
  current BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (mailbox_id, account, folder, uid_validity)
);

CREATE TABLE arrivals (
  id IDENTITY_KEY,
  mailbox_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  source TEXT NOT NULL,
  envelope TEXT NOT NULL,
  raw TEXT NOT NULL,
  size BIGINT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  problem TEXT,
  duplicate_of BIGINT,
  attempts BIGINT NOT NULL,
  fingerprint BYTEA,
  internet_id TEXT,
  sender TEXT,
  subject TEXT,
  conversation_id BIGINT,
  message_id BIGINT,
  trace TEXT,
  received_at BIGINT NOT NULL,
  UNIQUE (mailbox_id, key)
);
CREATE INDEX arrivals_by_fingerprint ON arrivals (mailbox_id, fingerprint) WHERE fingerprint IS NOT NULL;
CREATE INDEX arrivals_by_internet_id ON arrivals (mailbox_id, internet_id) WHERE internet_id IS NOT NULL;
CREATE INDEX arrivals_by_raw ON arrivals (mailbox_id, raw) WHERE source = 'imap';
CREATE INDEX arrivals_held ON arrivals (id) WHERE state IN ('quarantined', 'waiting');
CREATE INDEX arrivals_ignored ON arrivals (id) WHERE state = 'ignored';
CREATE INDEX arrivals_quarantined ON arrivals (id) WHERE state = 'quarantined';
CREATE INDEX arrivals_waiting ON arrivals (id) WHERE state = 'waiting';

CREATE TABLE contacts (
  id IDENTITY_KEY,
  name TEXT,
  address TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE contact_addresses (
  address_folded TEXT PRIMARY KEY,
  contact_id BIGINT NOT NULL REFERENCES contacts (id),
  address TEXT NOT NULL
);

CREATE TABLE conversations (
  id NUMBER_KEY,
  subject TEXT NOT NULL,
  status TEXT NOT NULL,
  shelf BIGINT NOT NULL,
  postponed_until BIGINT,
  status_before TEXT,
  channel TEXT NOT NULL,
  mailbox_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  assignee_id BIGINT,
  tags TEXT NOT NULL,
  preview TEXT NOT NULL,
  message_count BIGINT NOT NULL,
  has_attachments BIGINT NOT NULL,
  last_message_id BIGINT NOT NULL,
  last_sender TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
-- SQLite prefers an index that begins with the column of the filter, so the partial ones repeat the shelf.
CREATE INDEX conversations_by_shelf ON conversations (shelf, updated_at, id);
CREATE INDEX conversations_all ON conversations (updated_at, id) WHERE shelf < 3;
CREATE INDEX conversations_unassigned ON conversations (shelf, updated_at, id) WHERE shelf = 0 AND assignee_id IS NULL;
CREATE INDEX conversations_by_assignee ON conversations (assignee_id, updated_at, id) WHERE shelf = 0;
CREATE INDEX conversations_postponed ON conversations (shelf, postponed_until) WHERE shelf = 2;
CREATE INDEX conversations_by_contact ON conversations (contact_id, updated_at, id);

CREATE TABLE conversation_reads (
  agent_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  PRIMARY KEY (agent_id, conversation_id)
);

CREATE TABLE participants (
  conversation_id BIGINT NOT NULL,
  address_folded TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT,
  role TEXT NOT NULL,
  ticked BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, address_folded)
);

CREATE TABLE messages (
  id IDENTITY_KEY,
  conversation_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  author_kind TEXT NOT NULL,
  author_id BIGINT,
  author_name TEXT,
  author_address TEXT NOT NULL,
  recipients TEXT NOT NULL,
  subject TEXT NOT NULL,
  automatic BIGINT NOT NULL,
  internet_id TEXT,
  references_ids TEXT,
  arrival_id BIGINT,
  raw TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX messages_by_conversation ON messages (conversation_id, id);

CREATE TABLE message_bodies (
  message_id BIGINT PRIMARY KEY,
  body TEXT NOT NULL,
  html TEXT,
  reply_text TEXT NOT NULL,
  trace TEXT NOT NULL
);

CREATE TABLE message_ids (
  internet_id TEXT NOT NULL,
  message_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  PRIMARY KEY (internet_id, message_id)
);

CREATE TABLE attachments (
  id IDENTITY_KEY,
  message_id BIGINT,
  position BIGINT NOT NULL,
  filename TEXT,
  content_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  blob TEXT NOT NULL,
  inline BIGINT NOT NULL,
  content_id TEXT,
  state TEXT NOT NULL,
  uploaded_by BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX attachments_by_message ON attachments (message_id, position) WHERE message_id IS NOT NULL;
CREATE INDEX attachments_unused ON attachments (created_at) WHERE message_id IS NULL;

CREATE TABLE events (
  id IDENTITY_KEY,
  conversation_id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id BIGINT,
  actor_name TEXT,
  data TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX events_by_conversation ON events (conversation_id, id);

CREATE TABLE outgoing (
  message_id BIGINT PRIMARY KEY,
  mailbox_id BIGINT NOT NULL,
  sender TEXT NOT NULL,
  by_person BIGINT NOT NULL,
  mail TEXT,
  queued_at BIGINT NOT NULL
);

CREATE TABLE deliveries (
  id IDENTITY_KEY,
  message_id BIGINT NOT NULL,
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  was_uncertain BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  next_attempt_at BIGINT,
  reply TEXT,
  updated_at BIGINT NOT NULL,
  UNIQUE (message_id, address)
);

CREATE TABLE jobs (
  id IDENTITY_KEY,
  kind TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  lease_owner TEXT,
  lease_until BIGINT,
  UNIQUE (kind, subject_id)
);
CREATE INDEX jobs_fresh ON jobs (kind, due_at, id) WHERE attempts = 0;
CREATE INDEX jobs_tried ON jobs (kind, due_at, id) WHERE attempts > 0;

CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  until BIGINT NOT NULL
);

-- Mails that the sandbox of a demo caught; empty on every other desk.
CREATE TABLE sandbox_mails (
  id IDENTITY_KEY,
  sender TEXT NOT NULL,
  recipients TEXT NOT NULL,
  raw TEXT NOT NULL,
  caught_at BIGINT NOT NULL
);

CREATE TABLE changes (
  seq IDENTITY_KEY,
  event TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  conversation_id BIGINT
);

CREATE TABLE idempotency (
  agent_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  request BYTEA NOT NULL,
  status BIGINT NOT NULL,
  answer TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (agent_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
