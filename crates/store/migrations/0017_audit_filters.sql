-- The audit log is read by what was changed and by who changed it. The noun is what stands before the colon of the object.

ALTER TABLE audit ADD COLUMN noun TEXT NOT NULL DEFAULT '';
UPDATE audit SET noun = 'agent' WHERE object LIKE 'agent:%';
UPDATE audit SET noun = 'arrival' WHERE object LIKE 'arrival:%';
UPDATE audit SET noun = 'category' WHERE object LIKE 'category:%';
UPDATE audit SET noun = 'mailbox' WHERE object LIKE 'mailbox:%';
UPDATE audit SET noun = 'queue' WHERE object LIKE 'queue:%';
UPDATE audit SET noun = 'settings' WHERE object LIKE 'settings:%';
UPDATE audit SET noun = 'token' WHERE object LIKE 'token:%';
CREATE INDEX audit_by_noun ON audit (noun, id);
CREATE INDEX audit_by_actor ON audit (actor_id, id);
