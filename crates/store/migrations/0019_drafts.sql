-- What agents have begun to write: one draft for each agent and conversation, and one for a conversation that is not begun
-- yet (conversation 0). Files that a draft holds are kept for as long as it does.

CREATE TABLE drafts (
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  conversation_id BIGINT NOT NULL,
  content TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (agent_id, conversation_id)
);

CREATE TABLE draft_files (
  agent_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  attachment_id BIGINT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (agent_id, conversation_id, attachment_id)
);
CREATE INDEX draft_files_by_attachment ON draft_files (attachment_id);
