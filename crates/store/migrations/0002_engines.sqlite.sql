-- Search over text that was folded in Rust: the row is the message. The text itself is not kept here.
CREATE VIRTUAL TABLE search USING fts5 (words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
-- Conversation numbers begin at 1001, so that a young desk's first one is not "#1".
INSERT INTO sqlite_sequence (name, seq) VALUES ('conversations', 1000);
