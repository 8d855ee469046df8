-- Which conversations have which tag, and how many have each, so that tags are completed, counted and listed by an index.
CREATE TABLE conversation_tags (
  tag TEXT NOT NULL,
  conversation_id BIGINT NOT NULL,
  PRIMARY KEY (tag, conversation_id)
);

CREATE TABLE tags (
  name TEXT PRIMARY KEY,
  conversations BIGINT NOT NULL
);

INSERT INTO conversation_tags (tag, conversation_id)
SELECT DISTINCT j.value, c.id FROM conversations c, json_each(c.tags) j WHERE c.tags <> '[]';
INSERT INTO tags (name, conversations) SELECT tag, COUNT(*) FROM conversation_tags GROUP BY tag;
