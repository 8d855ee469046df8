-- One row each time a conversation is resolved whose mailbox asks for satisfaction (LD-3). Mailbox, queue and agent are
-- those of that moment, so that what is counted by them stays when the conversation moves on.
CREATE TABLE surveys (
  id IDENTITY_KEY,
  conversation_id BIGINT NOT NULL,
  contact_id BIGINT NOT NULL,
  mailbox_id BIGINT NOT NULL,
  queue_id BIGINT,
  agent_id BIGINT,
  state TEXT NOT NULL,
  -- Whom it went to; none before it left and once its customer was erased.
  address_folded TEXT,
  language TEXT,
  rating BIGINT,
  comment TEXT NOT NULL DEFAULT '',
  changes BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  sent_at BIGINT,
  rated_at BIGINT
);
CREATE INDEX surveys_by_conversation ON surveys (conversation_id, id);
CREATE INDEX surveys_to_contact ON surveys (contact_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX surveys_to_address ON surveys (address_folded, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX surveys_sent ON surveys (mailbox_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX surveys_rated ON surveys (mailbox_id, rated_at, rating) WHERE rating IS NOT NULL;
