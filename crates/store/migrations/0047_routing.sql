-- Routing (CC-1, LD-6): how a queue's conversations find their agent, how many each agent is given, and whose turn it is.

ALTER TABLE queues ADD COLUMN routing TEXT NOT NULL DEFAULT 'manual';
ALTER TABLE agents ADD COLUMN capacity BIGINT NOT NULL DEFAULT 20;
-- When they were last given a conversation.
ALTER TABLE agents ADD COLUMN assigned_at BIGINT;

CREATE TABLE queue_turns (
  queue_id BIGINT NOT NULL REFERENCES queues (id),
  agent_id BIGINT NOT NULL REFERENCES agents (id),
  turn BIGINT NOT NULL,
  PRIMARY KEY (queue_id, agent_id)
);

-- One row: whoever gives out a conversation counts it up first, and so waits for whoever does the same.
CREATE TABLE routing_turns (
  id BIGINT PRIMARY KEY,
  turn BIGINT NOT NULL
);
INSERT INTO routing_turns (id, turn) VALUES (1, 0);

CREATE INDEX conversations_waiting ON conversations (queue_id, id) WHERE shelf = 0 AND assignee_id IS NULL;
CREATE INDEX queues_routed ON queues (id) WHERE routing <> 'manual';
