-- Whether an agent has answered to the address that a customer's Reply-To names (SB-15).
ALTER TABLE conversations ADD COLUMN reply_to_confirmed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX conversations_of_contact ON conversations (contact_id, mailbox_id, id);
