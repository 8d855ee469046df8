//! The harness of the journeys: real servers on loopback, each with its own ports and folder, and small clients to judge them.
//! A part that cannot start panics with what is missing and what to do: nothing is skipped. No product code lives here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stderr,
    reason = "the whole package is test code: a harness that cannot go on must fail the test at once"
)]

pub mod api;
pub mod authority;
pub mod chromium;
pub mod dialogflow_server;
pub mod dns;
pub mod dovecot;
pub mod events;
pub mod hostile;
pub mod http_server;
pub mod imap;
pub mod injections;
pub mod inspecting;
pub mod model_server;
pub mod ports;
pub mod postfix;
pub mod postgres;
pub mod process;
pub mod scratch;
pub mod smtp;
pub mod staffetta;
pub mod users;
pub mod wait;
