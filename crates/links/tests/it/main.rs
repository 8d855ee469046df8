//! The clients against scripted servers: port 0, no sleeps, short timeouts.
// Helpers stand outside test functions, where clippy.toml's leave for tests does not reach.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)]

mod dialogflow;
mod model;
mod model_faults;
mod model_refusals;
mod script;
mod service_account;
