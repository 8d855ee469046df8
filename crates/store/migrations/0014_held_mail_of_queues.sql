-- The conversation that a held mail would have joined: whoever does not see that one does not see the mail either.
ALTER TABLE arrivals ADD COLUMN about_id BIGINT;
