//! Both ends of each protocol against scripted peers and against each other: port 0, no sleeps, short timeouts.
#![allow(clippy::as_conversions, clippy::missing_docs_in_private_items)]

mod certificates;
mod imap_faults;
mod imap_mailbox;
mod imap_memory;
mod imap_security;
mod script;
mod smtp_both;
mod smtp_client;
mod smtp_client_security;
mod smtp_limits;
mod smtp_server;
mod smtp_wire;
