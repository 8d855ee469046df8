//! Clients of outside services: virus scanner, CRM systems, language models, webhooks, single sign-on. Each is a module
//! of its own that speaks to its service and knows no conversation. All of them reach outside through `networks.rs`, so
//! that no address that somebody typed leads into the desk's own network (C5).

pub mod dialogflow;
pub mod model;
pub mod networks;
pub mod post;
mod reach;
mod trouble;
