-- Promises how soon customers are answered (SO-12), in their order; what is null is no promise.
CREATE TABLE sla_policies (
  id IDENTITY_KEY,
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  enabled BIGINT NOT NULL,
  mailbox_id BIGINT REFERENCES mailboxes (id),
  queue_id BIGINT REFERENCES queues (id),
  priorities TEXT NOT NULL,
  business_time BIGINT NOT NULL,
  first_response BIGINT,
  next_response BIGINT,
  resolution BIGINT,
  warn_minutes BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- The clock of each conversation that a policy is for. While an answer can be undone, the clock before it stands beside.
CREATE TABLE sla_clocks (
  conversation_id BIGINT PRIMARY KEY,
  policy_id BIGINT NOT NULL,
  clock TEXT NOT NULL,
  message_id BIGINT,
  clock_before TEXT,
  look_at BIGINT
);
CREATE INDEX sla_clocks_due ON sla_clocks (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX sla_clocks_by_policy ON sla_clocks (policy_id);

-- What is promised next of a conversation, and until when: what lists show.
ALTER TABLE conversations ADD COLUMN due_at BIGINT;
ALTER TABLE conversations ADD COLUMN due_target TEXT;
