-- Views of one's own: a filter under a name, for its agent alone or for everybody.
CREATE TABLE views (
  id IDENTITY_KEY,
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  name TEXT NOT NULL,
  shared BIGINT NOT NULL,
  filter TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX views_by_agent ON views (agent_id, id);
