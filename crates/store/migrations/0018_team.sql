-- Which messages a merge brought into a conversation, so that it can be undone.
CREATE TABLE merged_messages (
  source_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  PRIMARY KEY (source_id, message_id)
);

-- Who looks at a conversation or writes in it just now.
CREATE TABLE viewers (
  conversation_id BIGINT NOT NULL,
  agent_id BIGINT NOT NULL,
  doing TEXT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, agent_id)
);

CREATE INDEX viewers_by_age ON viewers (seen_at);
