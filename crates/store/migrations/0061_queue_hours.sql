-- Business hours of a queue's own (LD-7): what is in it goes by them and not by those of its mailbox, while they are on.
ALTER TABLE queues ADD COLUMN business_hours TEXT NOT NULL DEFAULT '{}';
