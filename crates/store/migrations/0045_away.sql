-- Away messages (LD-7): the beginning of the closed period in which a conversation's customer was last told that nobody is there.

ALTER TABLE conversations ADD COLUMN away_told BIGINT;
