-- Statistics (SO-12): what is counted of each conversation, and the sums by day, month and all time that reports read.

-- Conversations that changed since they were counted: each transaction adds its own, and nobody waits for anybody.
CREATE TABLE report_changes (
  id IDENTITY_KEY,
  conversation_id BIGINT NOT NULL
);

CREATE TABLE report_facts (
  conversation_id BIGINT PRIMARY KEY,
  generation BIGINT NOT NULL,
  facts TEXT NOT NULL
);

CREATE TABLE report_cells (
  dimension TEXT NOT NULL,
  span TEXT NOT NULL,
  value TEXT NOT NULL,
  day BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  received BIGINT NOT NULL,
  started BIGINT NOT NULL,
  customer_messages BIGINT NOT NULL,
  replies BIGINT NOT NULL,
  resolved BIGINT NOT NULL,
  reopened BIGINT NOT NULL,
  backlog BIGINT NOT NULL,
  waiting BIGINT NOT NULL,
  first_response_s BIGINT NOT NULL,
  resolution_s BIGINT NOT NULL,
  hours TEXT NOT NULL,
  first_response TEXT NOT NULL,
  resolution TEXT NOT NULL,
  PRIMARY KEY (dimension, span, value, day)
);
CREATE INDEX report_cells_by_day ON report_cells (dimension, span, day);

-- One row: whoever counts counts the turn up first, and so waits for whoever does the same. A new generation counts
-- everything anew, up to the conversation that it has come to; none when it has come to the end.
CREATE TABLE report_state (
  id BIGINT PRIMARY KEY,
  turn BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  zone TEXT NOT NULL,
  counted_to BIGINT,
  swept BIGINT NOT NULL
);
INSERT INTO report_state (id, turn, generation, zone, counted_to, swept) VALUES (1, 0, 1, 'UTC', 0, 1);
