//! Everything that is kept: every SQL statement, the migrations, search, the job queue, the outbox and the blobs.
//! It makes no decisions; those are `desk`'s. Both databases run the same statements (a fork is named after its engine).

pub mod agents;
pub mod arrivals;
pub mod attachments;
pub mod audit;
pub mod blobs;
pub mod changes;
pub mod contacts;
pub mod conversations;
pub mod cursors;
mod db;
mod error;
pub mod events;
pub mod fold;
pub mod gaps;
pub mod health;
pub mod hints;
pub mod idempotency;
pub mod jobs;
pub mod leases;
pub mod ledger;
pub mod lists;
pub mod mailboxes;
pub mod messages;
pub mod migrations;
pub mod notices;
pub mod notifications;
pub mod outbox;
pub mod participants;
pub mod pending;
pub mod plus_probes;
pub mod policies;
pub mod pop3_mails;
pub mod presence;
pub mod queues;
pub mod sandbox;
pub mod seal;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod statements;
pub mod trust_anchors;
pub mod trust_tests;

pub use db::{Bells, Db, Engine, Row, Topic, Tx, V};
pub use error::{Error, Result};
