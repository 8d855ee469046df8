-- Notices: mails that the desk itself writes and that are no messages of a conversation. An outgoing mail carries a
-- message or a notice, so it has a number of its own, which its job and its deliveries name.

CREATE TABLE notices (
  id IDENTITY_KEY,
  kind TEXT NOT NULL,
  mailbox_id BIGINT NOT NULL,
  agent_id BIGINT,
  conversation_id BIGINT,
  message_id BIGINT,
  sender_name TEXT NOT NULL,
  recipient_name TEXT,
  recipient TEXT NOT NULL,
  reply_to TEXT,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  html TEXT,
  internet_id TEXT NOT NULL,
  in_reply_to TEXT,
  references_ids TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX notices_by_age ON notices (created_at);
CREATE INDEX notices_by_conversation ON notices (conversation_id, id) WHERE conversation_id IS NOT NULL;

CREATE TABLE outgoing_numbered (
  id IDENTITY_KEY,
  message_id BIGINT UNIQUE,
  notice_id BIGINT UNIQUE,
  mailbox_id BIGINT NOT NULL,
  sender TEXT NOT NULL,
  by_person BIGINT NOT NULL,
  mail TEXT,
  queued_at BIGINT NOT NULL
);
INSERT INTO outgoing_numbered (message_id, mailbox_id, sender, by_person, mail, queued_at)
  SELECT message_id, mailbox_id, sender, by_person, mail, queued_at FROM outgoing ORDER BY message_id;

CREATE TABLE deliveries_numbered (
  id IDENTITY_KEY,
  outgoing_id BIGINT NOT NULL,
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  was_uncertain BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  next_attempt_at BIGINT,
  reply TEXT,
  updated_at BIGINT NOT NULL,
  UNIQUE (outgoing_id, address)
);
INSERT INTO deliveries_numbered
    (outgoing_id, address, state, was_uncertain, attempts, next_attempt_at, reply, updated_at)
  SELECT o.id, d.address, d.state, d.was_uncertain, d.attempts, d.next_attempt_at, d.reply, d.updated_at
  FROM deliveries d JOIN outgoing_numbered o ON o.message_id = d.message_id ORDER BY d.id;

-- By way of negative numbers, so that no two jobs ever name the same mail.
UPDATE jobs SET subject_id = -subject_id WHERE kind = 'send';
UPDATE jobs SET subject_id = COALESCE((SELECT o.id FROM outgoing_numbered o WHERE o.message_id = -jobs.subject_id),
    jobs.subject_id) WHERE kind = 'send';

DROP TABLE deliveries;
DROP TABLE outgoing;
ALTER TABLE deliveries_numbered RENAME TO deliveries;
ALTER TABLE outgoing_numbered RENAME TO outgoing;
