-- Ways in: sessions with a number by which whose they are ends them, second factors (TOTP, RFC 6238) with their recovery
-- codes, and tokens for programs. Secrets are sealed, codes and tokens are hashed.

CREATE TABLE sessions_numbered (
  id IDENTITY_KEY,
  token_hash BYTEA NOT NULL UNIQUE,
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  device TEXT,
  address TEXT,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
INSERT INTO sessions_numbered (token_hash, agent_id, created_at, seen_at, expires_at)
  SELECT token_hash, agent_id, created_at, seen_at, expires_at FROM sessions ORDER BY created_at;
DROP TABLE sessions;
ALTER TABLE sessions_numbered RENAME TO sessions;
CREATE INDEX sessions_by_agent ON sessions (agent_id, seen_at, id);

CREATE TABLE second_factors (
  agent_id BIGINT PRIMARY KEY REFERENCES agents (id),
  secret BYTEA NOT NULL,
  confirmed_at BIGINT,
  last_step BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  code_hash BYTEA NOT NULL,
  PRIMARY KEY (agent_id, code_hash)
);

CREATE TABLE api_tokens (
  id IDENTITY_KEY,
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  name TEXT NOT NULL,
  token_hash BYTEA NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  seen_at BIGINT,
  expires_at BIGINT
);
CREATE INDEX api_tokens_by_agent ON api_tokens (agent_id, id);
