//! The journeys: whole ways of a mail through the program and real servers. One file per journey; each test has its own servers and data.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::disallowed_methods,
    reason = "test code: a step that fails must fail the test at once"
)]

mod answers;
mod assistants;
mod automatic;
mod business_hours;
mod by_mail;
mod categories;
mod category_fields;
mod commands;
mod companies;
mod composer;
mod contacts;
mod costs;
mod crash;
mod crowd;
mod durability;
mod edge_cases;
mod endings;
mod faults;
mod forms;
mod fresh_start;
mod harness;
mod help;
mod inbox;
mod knowledge;
mod letters;
mod mailbox_settings;
mod mentions;
mod nodes;
mod notifications;
mod poison;
mod proof;
mod receiving;
mod reports;
mod restart;
mod routing;
mod rules;
mod screens;
mod security;
mod sla;
mod split;
mod surveys;
mod swipe;
mod team;
mod told;
mod vectors;
mod whole_path;
