//! Tidy: the rules of the house as tests. Each file is one rule: a pure check, a test over the whole tree, and a test that shows the check can fail.
//! Reads the tree and `cargo metadata` only; must not depend on any crate of ours.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a step that fails must fail the test at once"
)]

mod documents;
mod edges;
mod headers;
mod length;
mod locales;
mod machine_paths;
mod markup;
mod names;
mod rust_source;
mod skipped;
mod sql;
mod texts;
mod trace_words;
mod tree;
mod typescript_source;
