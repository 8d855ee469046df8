-- The signature of each agent's own, and the mailbox's as it is formatted.
CREATE TABLE agent_signatures (
  agent_id BIGINT PRIMARY KEY REFERENCES agents (id),
  body TEXT NOT NULL,
  html TEXT,
  updated_at BIGINT NOT NULL
);
ALTER TABLE mailboxes ADD COLUMN signature_html TEXT;
