-- Who follows a conversation, and whom notes mention. A mention belongs to its note, wherever that goes.
CREATE TABLE follows (
  conversation_id BIGINT NOT NULL,
  agent_id BIGINT NOT NULL,
  since BIGINT NOT NULL,
  -- The merged conversation that brought it, so that undoing the merge takes it away again.
  merged_from BIGINT,
  PRIMARY KEY (conversation_id, agent_id)
);

CREATE TABLE mentions (
  message_id BIGINT NOT NULL,
  agent_id BIGINT NOT NULL,
  PRIMARY KEY (message_id, agent_id)
);
CREATE INDEX mentions_by_agent ON mentions (agent_id, message_id);

-- What somebody sent and has begun to write, newest first.
CREATE INDEX messages_sent ON messages (author_id, id) WHERE author_kind = 'agent' AND kind = 'outbound';
CREATE INDEX drafts_by_time ON drafts (agent_id, updated_at, conversation_id);
