-- What the desk does by itself: the rules in their order, what each did to which conversation, and since when the time of
-- those is counted that wait for it (SO-16, LD-4).
CREATE TABLE rules (
  id IDENTITY_KEY,
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  enabled BIGINT NOT NULL,
  recipe TEXT NOT NULL,
  looked_at BIGINT NOT NULL,
  looked_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE rule_firings (
  id IDENTITY_KEY,
  rule_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  fired_at BIGINT NOT NULL
);
CREATE INDEX rule_firings_by_rule ON rule_firings (rule_id, outcome, fired_at);
CREATE INDEX rule_firings_by_conversation ON rule_firings (conversation_id, fired_at);
CREATE INDEX rule_firings_by_age ON rule_firings (fired_at);

CREATE TABLE rule_moments (
  conversation_id BIGINT NOT NULL,
  since TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, since)
);
CREATE INDEX rule_moments_by_time ON rule_moments (since, at, conversation_id);
