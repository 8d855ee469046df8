//! The API on SQLite in a temporary folder, asked without a network. Data is made through the store and the journeys.
#![allow(missing_docs)]
#![allow(clippy::as_conversions, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod access;
mod answers;
mod arrivals;
mod bulk;
mod calls;
mod categories;
mod companies;
mod contacts;
mod conversations;
mod desk;
mod document;
mod drafts;
mod errors;
mod files;
mod following;
mod idempotency;
mod invitations;
mod live;
mod mailboxes;
mod matrix;
mod messages;
mod notices;
mod pages;
mod passwords;
mod people;
mod policies;
mod presence;
mod push;
mod queues;
mod routing;
mod search;
mod sending;
mod sign_in;
mod signatures;
mod snippets;
mod splitting;
mod surveys;
mod tags;
mod team;
mod templates;
mod versions;
mod views;
mod ways_in;
mod webhooks;
