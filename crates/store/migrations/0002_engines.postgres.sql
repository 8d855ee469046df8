-- Search over text that was folded in Rust: the row is the message. The text itself is not kept here.
CREATE TABLE search (
  message_id BIGINT PRIMARY KEY,
  words TSVECTOR NOT NULL
);
CREATE INDEX search_by_words ON search USING GIN (words);
