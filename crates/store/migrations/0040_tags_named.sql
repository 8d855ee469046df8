-- Tags are made, named anew, joined and deleted. One that goes stands until no conversation has it; `becomes` is its heir.
CREATE TABLE tags_named (
  id IDENTITY_KEY,
  name TEXT NOT NULL UNIQUE,
  conversations BIGINT NOT NULL,
  kept BIGINT NOT NULL,
  going BIGINT NOT NULL,
  becomes BIGINT
);
INSERT INTO tags_named (name, conversations, kept, going) SELECT name, conversations, 0, 0 FROM tags ORDER BY name;
DROP TABLE tags;
ALTER TABLE tags_named RENAME TO tags;
CREATE INDEX tags_by_heir ON tags (becomes);
