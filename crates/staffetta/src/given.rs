//! What other programs give on the standard input: lines of any bytes, and work that must not end the program when it panics.

use std::{
    ffi::OsString,
    io::BufRead,
    os::unix::ffi::OsStringExt,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

/// Lines without their ends, up to the end of the input or an error.
pub(crate) fn lines() -> impl Iterator<Item = Vec<u8>> {
    std::io::stdin().lock().split(b'\n').map_while(Result::ok).map(|line| line.trim_ascii().to_vec())
}

/// Paths, one a line.
pub(crate) fn paths() -> impl Iterator<Item = PathBuf> {
    lines().map(|line| OsString::from_vec(line).into())
}

/// What the work gives; an error when it panicked, so that the next line is done nevertheless.
pub(crate) fn guarded<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(anyhow::anyhow!("the program stumbled over this input")))
}
