-- Which message an entry of the feed tells of, so that browsers hear who wrote without asking.
ALTER TABLE changes ADD COLUMN message_id BIGINT;
