//! The journeys: gather facts, ask `desk`, commit once, queue the rest. No SQL, no protocol and no rule stands here.

pub mod access;
pub mod answer;
mod automatic;
pub mod categories;
pub mod clashes;
pub mod domains;
pub mod edit;
pub mod fault;
mod folders;
pub mod forwarding;
pub mod generated;
pub mod health;
pub mod held;
pub mod inbound;
pub mod mailboxes;
pub mod mailed;
pub mod node;
pub mod notices;
pub mod outbound;
pub mod participants;
mod passwords;
pub mod people;
pub mod presets;
pub mod queues;
mod refused;
pub mod relay;
mod run;
pub mod signing;
mod trial;
pub mod trust_test;
pub mod upkeep;
pub mod words;

pub use node::{Clock, Node, Random, Tuning};
pub use refused::Refused;
pub use run::run;
pub use wire::{evidence::Resolver, tls::ClientTrust};
