-- Categories: the kind of matter, a tree of two levels (SO-6). One that was deleted stays, and says where what was in it
-- belongs now, so that deleting costs the same however many conversations it had.

CREATE TABLE categories (
  id IDENTITY_KEY,
  name TEXT NOT NULL,
  parent_id BIGINT REFERENCES categories (id),
  channel_default BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT,
  moved_to BIGINT REFERENCES categories (id)
);

-- No category of a mailbox means the channel's default.
ALTER TABLE mailboxes ADD COLUMN category_id BIGINT;
ALTER TABLE conversations ADD COLUMN category_id BIGINT;
CREATE INDEX conversations_by_category ON conversations (category_id) WHERE category_id IS NOT NULL;
CREATE INDEX conversations_by_queue ON conversations (queue_id, updated_at, id) WHERE shelf = 0;
