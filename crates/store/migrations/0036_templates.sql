-- Texts of the mails that the system sends, where they are other than the defaults; by kind and language.
CREATE TABLE templates (
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (kind, language)
);

-- Mails by which people tried templates on themselves, so that nobody is flooded.
CREATE TABLE template_tests (
  id IDENTITY_KEY,
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  created_at BIGINT NOT NULL
);
CREATE INDEX template_tests_by_agent ON template_tests (agent_id, created_at);
