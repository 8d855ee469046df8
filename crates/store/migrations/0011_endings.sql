-- What may still happen to an arrival after its ending: a person's last word, the way back, and what is deleted; the
-- ledger of a mailbox; and the mails that a folder lists and that never came in.

ALTER TABLE arrivals ADD COLUMN override TEXT;
ALTER TABLE arrivals ADD COLUMN override_by BIGINT;
ALTER TABLE arrivals ADD COLUMN former_state TEXT;
ALTER TABLE arrivals ADD COLUMN former_reason TEXT;
ALTER TABLE arrivals ADD COLUMN late BIGINT NOT NULL DEFAULT 0;
ALTER TABLE arrivals ADD COLUMN deleted_at BIGINT;
ALTER TABLE arrivals ADD COLUMN raw_removed_at BIGINT;

CREATE INDEX arrivals_by_mailbox ON arrivals (mailbox_id, id);
CREATE INDEX arrivals_apart ON arrivals (mailbox_id, state, id) WHERE state <> 'message';
CREATE INDEX arrivals_deleted ON arrivals (deleted_at) WHERE deleted_at IS NOT NULL AND raw_removed_at IS NULL;
-- Whether bytes are still needed is asked whatever way they came.
DROP INDEX arrivals_by_raw;
CREATE INDEX arrivals_by_raw ON arrivals (raw, mailbox_id);
CREATE INDEX attachments_by_blob ON attachments (blob);

-- Where reading of a folder began, and when its list was last compared with what came in.
ALTER TABLE cursors ADD COLUMN first_uid BIGINT;
ALTER TABLE cursors ADD COLUMN compared_at BIGINT;
UPDATE cursors SET first_uid = last_uid;

CREATE TABLE gaps (
  mailbox_id BIGINT NOT NULL,
  key TEXT NOT NULL,
  folder TEXT NOT NULL,
  uid BIGINT NOT NULL,
  found_at BIGINT NOT NULL,
  ended_at BIGINT,
  outcome TEXT,
  PRIMARY KEY (mailbox_id, key)
);
CREATE INDEX gaps_by_age ON gaps (mailbox_id, found_at);
CREATE INDEX gaps_open ON gaps (mailbox_id) WHERE ended_at IS NULL;
