//! `staffetta inspect`: what is understood of a mail, as JSON (contract.md § inspect).

use std::{io::Read, path::Path, process::ExitCode};

use serde_json::json;

use crate::{command::Inspect, given as input, words};

/// Inspects one mail, or one a line of the standard input. Always ends well: what cannot be read says so in its object.
pub(crate) fn inspect(given: &Inspect) -> anyhow::Result<ExitCode> {
    if given.batch {
        input::paths().for_each(|path| answer(&path));
    } else if let Some(path) = &given.file {
        answer(path);
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the object of a mail as it is made: a second copy of a large mail would double what it costs.
fn answer(path: &Path) {
    let read = input::guarded(|| mail(path));
    match read.as_ref().map(|mail| input::guarded(|| Ok(mail::inspect(mail)))) {
        Ok(Ok(inspected)) => words::say_json(&inspected),
        Ok(Err(error)) => words::say_json(&json!({"error": error.to_string()})),
        Err(error) => words::say_json(&json!({"error": error.to_string()})),
    }
}

/// The mail of a file. Fails where the file cannot be read, and where reading the mail would cost more than the limits allow.
pub(crate) fn mail(path: &Path) -> anyhow::Result<mail::Mail> {
    let raw = read(path)?;
    mail::prescan(&raw, &mail::Limits::default())?;
    Ok(mail::parse(&raw))
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
