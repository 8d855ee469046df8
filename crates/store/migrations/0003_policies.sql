-- What decisions about mail need: settings of mailboxes, destinations, links between conversations, weak signs of
-- belonging together, who may see a message, and what waits for an agent's word.

CREATE TABLE mailbox_policies (
  mailbox_id BIGINT PRIMARY KEY,
  policy TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);

ALTER TABLE conversations ADD COLUMN reply_to TEXT;
ALTER TABLE conversations ADD COLUMN closed_at BIGINT;
ALTER TABLE conversations ADD COLUMN merged_into BIGINT;
ALTER TABLE conversations ADD COLUMN linked_to BIGINT;
ALTER TABLE conversations ADD COLUMN link_kind TEXT;

ALTER TABLE messages ADD COLUMN agents_only BIGINT NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN flags TEXT NOT NULL DEFAULT '[]';

-- Thread-Index and Feedback-ID of messages, and what else only hints at a conversation (LA-7).
CREATE TABLE message_hints (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  message_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  PRIMARY KEY (kind, value, message_id)
);

-- Agents' answers by mail that wait: for the end of their undo window, or for the agent's word in the browser.
CREATE TABLE pending_answers (
  message_id BIGINT PRIMARY KEY,
  agent_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  plan TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- Tokens of agents that were seen in a mail with outside recipients: good for that mail and no other (trust.md).
CREATE TABLE spent_tokens (
  agent_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  spent_at BIGINT NOT NULL,
  PRIMARY KEY (agent_id, conversation_id, message_id)
);
