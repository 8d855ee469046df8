-- Texts that agents write again and again. One without an agent is the whole team's.
CREATE TABLE snippets (
  id IDENTITY_KEY,
  agent_id BIGINT REFERENCES agents (id),
  name TEXT NOT NULL,
  shortcut TEXT NOT NULL,
  body TEXT NOT NULL,
  html TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX snippets_by_agent ON snippets (agent_id, id);
