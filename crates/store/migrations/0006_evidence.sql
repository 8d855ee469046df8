-- What proves the sender of a message, and what the self-tests of mailboxes proved about the marks on their mail.

ALTER TABLE messages ADD COLUMN evidence TEXT;

CREATE TABLE trust_anchors (
  mailbox_id BIGINT PRIMARY KEY,
  anchor TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);
