-- The self-test of a mailbox that runs or ran last: which marks a stranger can forge on its mail.

CREATE TABLE trust_tests (
  mailbox_id BIGINT PRIMARY KEY,
  token TEXT NOT NULL UNIQUE,
  run TEXT NOT NULL,
  plain TEXT,
  forged TEXT,
  started_at BIGINT NOT NULL
);
