//! What must hold for any bytes: one module for each fuzzing target, each with a function `check` that panics when it does not.
//! Shared by the targets and by the test that replays their seeds, so it may use nothing but the crate `mail` and JSON.

pub mod compose;
pub mod headers;
pub mod markup;
pub mod parse;
pub mod quote;
pub mod sanitise;
