-- Erasing of contacts: whose is not finished, what is done, and what they wrote in conversations of others.
ALTER TABLE contacts ADD COLUMN erasing BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN erased_at BIGINT;
CREATE INDEX contacts_erasing ON contacts (id) WHERE erasing = 1;
CREATE INDEX messages_by_contact ON messages (author_id, id) WHERE author_kind = 'contact';
CREATE INDEX participants_by_address ON participants (address_folded);
