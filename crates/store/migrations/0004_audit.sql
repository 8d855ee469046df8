-- Who did what to what, for whoever looks into it later. The object is a noun and its id: "arrival:17".

CREATE TABLE audit (
  id IDENTITY_KEY,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id BIGINT,
  actor_name TEXT,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX audit_by_object ON audit (object, id);
