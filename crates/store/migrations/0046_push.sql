-- Browsers that are told of news while no page of the desk is open (RFC 8030). Each ends with its session.
CREATE TABLE push_subscriptions (
  id IDENTITY_KEY,
  agent_id BIGINT NOT NULL,
  session_id BIGINT NOT NULL,
  endpoint TEXT NOT NULL,
  browser_key BYTEA NOT NULL,
  secret BYTEA NOT NULL,
  waiting BIGINT NOT NULL,
  words BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX push_subscriptions_by_session ON push_subscriptions (session_id);
CREATE INDEX push_subscriptions_by_agent ON push_subscriptions (agent_id, id);

-- What is on its way to them.
CREATE TABLE push_news (
  id IDENTITY_KEY,
  subscription_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX push_news_by_subscription ON push_news (subscription_id, id);
