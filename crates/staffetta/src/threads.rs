//! `staffetta threads`: which of some mails belong together, as groups of their places on the standard input (contract.md § inspect).

use std::{io::BufRead, path::Path, process::ExitCode};

use crate::{inspect, words};

/// Reads paths, one a line; a file that cannot be read is a group of its own.
pub(crate) fn threads() -> anyhow::Result<ExitCode> {
    let mut mails = Vec::new();
    for line in std::io::stdin().lock().lines() {
        mails.push(inspect::mail(Path::new(line?.trim())).unwrap_or_default());
    }
    words::say_line(&serde_json::to_string(&mail::threads(&mails))?);
    Ok(ExitCode::SUCCESS)
}
