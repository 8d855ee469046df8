//! `staffetta sanitize`: HTML made safe to show, as the desk shows it (contract.md § inspect).

use std::{io::Read, process::ExitCode};

use mail::sanitise::{Options, sanitise};
use serde_json::{Value, json};

use crate::{command::Sanitize, given as input, words};

/// Makes one document safe, or one a line. Always ends well: what is too complex to be made safe is shown as text.
pub(crate) fn sanitize(given: &Sanitize) -> anyhow::Result<ExitCode> {
    let most = desk::limits::RAW_MAIL_MOST_BYTES;
    if !given.batch {
        let mut html = Vec::new();
        std::io::stdin().lock().take(most).read_to_end(&mut html)?;
        words::say_line(&safe(&String::from_utf8_lossy(&html)).unwrap_or_default());
        return Ok(ExitCode::SUCCESS);
    }
    for line in input::lines() {
        let said = object(&line).unwrap_or_else(|error| json!({"error": error.to_string()}));
        words::say_line(&said.to_string());
    }
    Ok(ExitCode::SUCCESS)
}

fn object(line: &[u8]) -> anyhow::Result<Value> {
    let read: Value = serde_json::from_slice(line)?;
    let html = read.get("html").and_then(Value::as_str).ok_or_else(|| anyhow::anyhow!("no html"))?;
    Ok(json!({"html": safe(html)?}))
}

fn safe(html: &str) -> anyhow::Result<String> {
    input::guarded(|| Ok(sanitise(html, &Options::default()).html))
}
