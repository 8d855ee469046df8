-- What the team knows, in Markdown, and the words by which passages of it are found (LD-5, SO-17). A word's places are the
-- passages of one article that hold it: [passage, count, terms of the passage, in a heading]. Drafts have no words.
CREATE TABLE articles (
  id IDENTITY_KEY,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  -- How customers ask for it: of an approved answer, what its customer had written.
  asked TEXT NOT NULL,
  state TEXT NOT NULL,
  language TEXT,
  link TEXT,
  alone BIGINT NOT NULL,
  source TEXT NOT NULL,
  -- The file that was imported.
  file_name TEXT,
  -- The answer that was approved, and the message that it answered.
  message_id BIGINT,
  asked_id BIGINT,
  -- What lists search: the words of title, question and text, folded.
  folded TEXT NOT NULL,
  title_folded TEXT NOT NULL,
  passages BIGINT NOT NULL,
  terms BIGINT NOT NULL,
  created_by BIGINT NOT NULL,
  updated_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX articles_by_file ON articles (file_name) WHERE file_name IS NOT NULL;
CREATE INDEX articles_of_message ON articles (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX articles_asked_by ON articles (asked_id) WHERE asked_id IS NOT NULL;

CREATE TABLE article_mailboxes (
  article_id BIGINT NOT NULL,
  mailbox_id BIGINT NOT NULL,
  PRIMARY KEY (article_id, mailbox_id)
);

CREATE TABLE article_words (
  word TEXT NOT NULL,
  article_id BIGINT NOT NULL,
  places TEXT NOT NULL,
  PRIMARY KEY (word, article_id)
);
CREATE INDEX article_words_of_article ON article_words (article_id);
