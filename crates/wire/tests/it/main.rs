//! Both ends of each protocol against scripted peers and against each other: port 0, no sleeps, short timeouts.
// Helpers stand outside test functions, where clippy.toml's leave for tests does not reach.
#![allow(clippy::as_conversions, clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)]

mod certificates;
mod imap_faults;
mod imap_mailbox;
mod imap_memory;
mod imap_security;
mod pop3;
mod script;
mod smtp_both;
mod smtp_client;
mod smtp_client_security;
mod smtp_limits;
mod smtp_server;
mod smtp_wire;
