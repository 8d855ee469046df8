-- What a category asks to be known of its conversations (SO-15). No category: it is asked of all. Values stand in the
-- conversation's row; words of a choice that were renamed are followed, so that renaming writes no conversation.
CREATE TABLE category_fields (
  id IDENTITY_KEY,
  category_id BIGINT REFERENCES categories (id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  choices TEXT NOT NULL,
  former TEXT NOT NULL DEFAULT '{}',
  required BIGINT NOT NULL,
  help TEXT NOT NULL,
  position BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
ALTER TABLE conversations ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';
