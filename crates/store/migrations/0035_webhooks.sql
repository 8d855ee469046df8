-- Endpoints outside that are told what happens, and each happening on its way to one of them. Secrets are sealed.
CREATE TABLE webhooks (
  id IDENTITY_KEY,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  kinds TEXT NOT NULL,
  enabled BIGINT NOT NULL,
  secret BYTEA NOT NULL,
  old_secret BYTEA,
  old_secret_until BIGINT,
  failing_since BIGINT,
  switched_off_at BIGINT,
  succeeded_at BIGINT,
  created_at BIGINT NOT NULL
);

CREATE TABLE webhook_deliveries (
  id IDENTITY_KEY,
  webhook_id BIGINT NOT NULL REFERENCES webhooks (id),
  kind TEXT NOT NULL,
  conversation_id BIGINT,
  message_id BIGINT,
  event_id BIGINT,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  body TEXT,
  created_at BIGINT NOT NULL,
  next_attempt_at BIGINT,
  attempted_at BIGINT,
  took_ms BIGINT,
  status BIGINT,
  response TEXT,
  problem TEXT
);
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (webhook_id, state, id);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created_at);
