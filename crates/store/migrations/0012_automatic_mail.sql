-- Automatic mail: addresses whose mail came back, what left by itself within a day (for the limits of what leaves), and
-- what came in within an hour (for loops).

CREATE TABLE bounced_addresses (
  address_folded TEXT PRIMARY KEY,
  status TEXT,
  reason TEXT NOT NULL,
  bounced_at BIGINT NOT NULL
);

CREATE TABLE automatic_mails (
  id IDENTITY_KEY,
  kind TEXT NOT NULL,
  mailbox_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  address_folded TEXT NOT NULL,
  house TEXT NOT NULL,
  known BIGINT NOT NULL,
  left_at BIGINT NOT NULL
);
CREATE INDEX automatic_mails_by_conversation ON automatic_mails (conversation_id, left_at);
CREATE INDEX automatic_mails_by_address ON automatic_mails (address_folded, left_at);
CREATE INDEX automatic_mails_by_house ON automatic_mails (house, left_at);
CREATE INDEX automatic_mails_to_unknown ON automatic_mails (mailbox_id, left_at) WHERE known = 0;
CREATE INDEX automatic_mails_by_age ON automatic_mails (left_at);

CREATE TABLE recent_mails (
  id IDENTITY_KEY,
  mailbox_id BIGINT NOT NULL,
  address_folded TEXT NOT NULL,
  house TEXT NOT NULL,
  words BYTEA,
  came_at BIGINT NOT NULL
);
CREATE INDEX recent_mails_by_words ON recent_mails (words, mailbox_id, came_at) WHERE words IS NOT NULL;
CREATE INDEX recent_mails_by_address ON recent_mails (address_folded, came_at);
CREATE INDEX recent_mails_by_age ON recent_mails (came_at);

CREATE INDEX notices_by_internet_id ON notices (internet_id);
