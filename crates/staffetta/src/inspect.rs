//! `staffetta inspect`: what is understood of a mail, as JSON (contract.md § inspect).

use std::{
    io::{BufRead, Read},
    path::Path,
    process::ExitCode,
};

use serde_json::json;

use crate::{command::Inspect, words};

/// Inspects one mail, or one a line of the standard input. Always ends well: what cannot be read says so in its object.
pub(crate) fn inspect(given: &Inspect) -> anyhow::Result<ExitCode> {
    if given.batch {
        for line in std::io::stdin().lock().lines() {
            words::say_line(&object(Path::new(line?.trim())));
        }
    } else if let Some(path) = &given.file {
        words::say_line(&object(path));
    }
    Ok(ExitCode::SUCCESS)
}

fn object(path: &Path) -> String {
    let inspected = read(path)
        .map_err(|error| error.to_string())
        .and_then(|raw| serde_json::to_string(&mail::inspect(&mail::parse(&raw))).map_err(|error| error.to_string()));
    inspected.unwrap_or_else(|error| json!({"error": error}).to_string())
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    let most = desk::limits::RAW_MAIL_MOST_BYTES;
    if path == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_end(&mut raw)?;
    } else {
        std::fs::File::open(path)?.take(most).read_to_end(&mut raw)?;
    }
    Ok(raw)
}
