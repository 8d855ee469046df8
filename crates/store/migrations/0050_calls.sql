-- Calls and chats that agents are in (CC-3), presences of the desk's own (CC-14), and what queues take.

CREATE TABLE own_presences (
  id IDENTITY_KEY,
  name TEXT NOT NULL,
  counts_as TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
-- The name of what was chosen, where it is one of the desk's own.
ALTER TABLE presence ADD COLUMN own_id BIGINT REFERENCES own_presences (id);
ALTER TABLE presence ADD COLUMN chosen_at BIGINT;
CREATE INDEX presence_own ON presence (own_id) WHERE own_id IS NOT NULL;

CREATE TABLE calls (
  id IDENTITY_KEY,
  caller TEXT NOT NULL,
  called TEXT NOT NULL,
  queue_id BIGINT REFERENCES queues (id),
  agent_id BIGINT REFERENCES agents (id),
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  answered_at BIGINT,
  ended_at BIGINT,
  -- When the phone system last told of it.
  heard_at BIGINT NOT NULL
);
CREATE INDEX calls_on ON calls (heard_at, id) WHERE state <> 'ended';
CREATE INDEX calls_over ON calls (ended_at) WHERE state = 'ended';
CREATE INDEX calls_by_agent ON calls (agent_id, answered_at) WHERE agent_id IS NOT NULL;

-- Who is in what: kind is call or chat. A row goes when it is left.
CREATE TABLE joined (
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  kind TEXT NOT NULL,
  session_id BIGINT NOT NULL,
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (agent_id, kind, session_id)
);

ALTER TABLE queues ADD COLUMN takes_email BIGINT NOT NULL DEFAULT 1;
ALTER TABLE queues ADD COLUMN takes_calls BIGINT NOT NULL DEFAULT 0;
-- Minutes after which what waits for an agent who is offline is given to others; none: never.
ALTER TABLE queues ADD COLUMN reassign_minutes BIGINT;
-- Whether a customer who writes anew gets the agent who had them last.
ALTER TABLE queues ADD COLUMN returns_to_last BIGINT NOT NULL DEFAULT 0;
