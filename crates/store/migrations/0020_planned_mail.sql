-- When a person wants a mail to leave; none for mail that leaves as soon as it can.
ALTER TABLE outgoing ADD COLUMN send_at BIGINT;
