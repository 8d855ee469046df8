-- A conversation that was split off another, and the messages that it took, with what they were there, so that it can be undone.
ALTER TABLE conversations ADD COLUMN split_from BIGINT;

CREATE TABLE split_messages (
  conversation_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  agents_only BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, message_id)
);
