-- What became of promises (SO-12) and of surveys (LD-3), in the sums of reports.

-- A row for each promise that was kept or broken, with the answer by which it was, which may still be taken back.
CREATE TABLE sla_outcomes (
  id IDENTITY_KEY,
  conversation_id BIGINT NOT NULL,
  target TEXT NOT NULL,
  kept BIGINT NOT NULL,
  happened_at BIGINT NOT NULL,
  agent_id BIGINT,
  message_id BIGINT
);
CREATE INDEX sla_outcomes_by_conversation ON sla_outcomes (conversation_id, id);

ALTER TABLE report_cells ADD COLUMN first_response_kept BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report_cells ADD COLUMN first_response_broken BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report_cells ADD COLUMN next_response_kept BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report_cells ADD COLUMN next_response_broken BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report_cells ADD COLUMN resolution_kept BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report_cells ADD COLUMN resolution_broken BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report_cells ADD COLUMN surveys_sent BIGINT NOT NULL DEFAULT 0;
ALTER TABLE report_cells ADD COLUMN ratings TEXT NOT NULL DEFAULT '';

-- Everything is counted anew, with the surveys that left before.
UPDATE report_state SET generation = generation + 1, counted_to = 0, swept = 0 WHERE id = 1;
