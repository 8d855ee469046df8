//! Fuzzing target: see `checks::parse`.
#![no_main]

#[path = "../src/checks/mod.rs"]
#[allow(dead_code)]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::parse::check(bytes));
