-- Mails that a POP3 server lists, by the name that it gives them, for as long as it lists them.
CREATE TABLE pop3_mails (
  id IDENTITY_KEY,
  mailbox_id BIGINT NOT NULL REFERENCES mailboxes (id),
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  state TEXT NOT NULL,
  UNIQUE (mailbox_id, account, name)
);
