-- Links that are mailed to people, each good once and for a time: an invitation, or the way to a new password. Whoever
-- was invited and has not come yet has no password.

CREATE TABLE account_links (
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  purpose TEXT NOT NULL,
  token_hash BYTEA NOT NULL UNIQUE,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (agent_id, purpose)
);
