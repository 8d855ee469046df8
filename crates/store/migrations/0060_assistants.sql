-- Assistants (LD-5): what may answer or draft, in which mailboxes and order, who has a conversation, and each message that
-- one looked at, with what was asked and said.
CREATE TABLE assistants (
  id IDENTITY_KEY,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  -- The key of the service that it asks, sealed; none where it needs none.
  secret BYTEA,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);

CREATE TABLE mailbox_assistants (
  mailbox_id BIGINT NOT NULL REFERENCES mailboxes (id),
  assistant_id BIGINT NOT NULL REFERENCES assistants (id),
  position BIGINT NOT NULL,
  enabled BIGINT NOT NULL,
  PRIMARY KEY (mailbox_id, assistant_id)
);
CREATE INDEX mailbox_assistants_by_assistant ON mailbox_assistants (assistant_id);

CREATE TABLE assistant_turns (
  id IDENTITY_KEY,
  assistant_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  -- The customer's message that it looks at, and the one that it wrote.
  message_id BIGINT NOT NULL,
  answer_id BIGINT,
  mode TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  -- What was found, asked and said, and what came of it for people to read.
  found TEXT NOT NULL DEFAULT '[]',
  asked TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '',
  answer TEXT NOT NULL DEFAULT '',
  tokens_in BIGINT,
  tokens_out BIGINT,
  took_ms BIGINT,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX assistant_turns_by_conversation ON assistant_turns (conversation_id, id);
CREATE INDEX assistant_turns_by_assistant ON assistant_turns (assistant_id, created_at);

-- The assistant that has it, while no person does.
ALTER TABLE conversations ADD COLUMN assistant_id BIGINT;
