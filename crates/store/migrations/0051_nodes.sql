-- Nodes that run, each with a number that it counts up as long as it does.
CREATE TABLE nodes (
  name TEXT PRIMARY KEY,
  beat BIGINT NOT NULL
);
