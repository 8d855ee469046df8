//! The API on SQLite in a temporary folder, asked without a network. Data is made through the store and the journeys.
#![allow(clippy::as_conversions, missing_docs)]

mod access;
mod arrivals;
mod conversations;
mod desk;
mod document;
mod errors;
mod files;
mod idempotency;
mod live;
mod mailboxes;
mod messages;
mod pages;
mod search;
mod sign_in;
