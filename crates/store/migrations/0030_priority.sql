-- How soon a conversation needs the team: low, normal, high or urgent.
ALTER TABLE conversations ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
