-- Queues with their members, the presence of agents, and what agents are to be told.

CREATE TABLE queues (
  id IDENTITY_KEY,
  name TEXT NOT NULL,
  members_only BIGINT NOT NULL,
  refuses_moves BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);

CREATE INDEX queues_members_only ON queues (members_only, id);

CREATE TABLE queue_members (
  queue_id BIGINT NOT NULL REFERENCES queues (id),
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  PRIMARY KEY (queue_id, agent_id)
);

-- No queue means that a conversation is everybody's.
ALTER TABLE conversations ADD COLUMN queue_id BIGINT;
ALTER TABLE mailboxes ADD COLUMN queue_id BIGINT;

ALTER TABLE agents ADD COLUMN wants_mail BIGINT NOT NULL DEFAULT 1;

CREATE TABLE presence (
  agent_id BIGINT PRIMARY KEY,
  chosen TEXT NOT NULL,
  seen_at BIGINT
);

-- What one agent is to be told about one conversation; collected until its job is due, then mailed and deleted.
CREATE TABLE notifications (
  id IDENTITY_KEY,
  agent_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  UNIQUE (agent_id, conversation_id)
);

CREATE TABLE notification_items (
  notification_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (notification_id, message_id, reason)
);

-- Whether addresses with a plus reach a mailbox: the mail that asks, and the answer.
CREATE TABLE plus_probes (
  mailbox_id BIGINT PRIMARY KEY,
  internet_id TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  came_back_at BIGINT
);
