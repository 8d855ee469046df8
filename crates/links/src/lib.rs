//! Clients of outside services: virus scanner, CRM systems, language models, webhooks, single sign-on. Each will be a
//! module of its own that speaks to its service and knows no conversation. Nothing stands here yet; the crate marks the
//! wall, and `flow` gains its edge to it with the first client.
