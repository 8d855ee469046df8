//! The rules of who may speak as whom, held against text: the committed tables say what must come out.
#![allow(missing_docs)]
#![allow(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod dice;
mod enumerated;
mod presence;
mod printed;
mod search;
mod tokens;
mod world;
