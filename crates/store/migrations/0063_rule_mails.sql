-- What rules are to write to customers (SO-16): a row each, until it has left or was kept back.
CREATE TABLE rule_mails (
  id IDENTITY_KEY,
  conversation_id BIGINT NOT NULL,
  rule_id BIGINT NOT NULL,
  rule_name TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX rule_mails_by_conversation ON rule_mails (conversation_id);
