//! The store on both databases: one file for each subject, and every check runs on SQLite and on PostgreSQL, migrated.
//! What the desk decides is not proven here, only that both databases keep it and give the same answers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stderr,
    reason = "test code: a step that fails must fail the test at once"
)]

mod account_links;
mod arrivals;
mod articles;
mod assistants;
mod attachments;
mod audit;
mod bells;
mod category_fields;
mod changes;
mod conversations;
mod cursors;
mod desk_folder;
mod given;
mod help;
mod jobs;
mod knowledge;
mod leases;
mod ledger;
mod lists;
mod mailboxes;
mod messages;
mod migrations;
mod notices;
mod outbox;
mod people;
mod plans;
mod reports;
mod rules;
mod schema;
mod search;
mod sessions;
mod settings;
mod sla;
mod statements;
mod surveys;
mod timeline;
mod transactions;
mod views;

pub use desk_folder::{Desk, both};
