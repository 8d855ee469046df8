//! `staffetta sanitize`: HTML made safe to show, as the desk shows it (contract.md § inspect).

use std::{
    io::{BufRead, Read},
    process::ExitCode,
};

use mail::sanitise::{Options, sanitise};
use serde_json::{Value, json};

use crate::{command::Sanitize, words};

/// Makes one document safe, or one a line. Always ends well: what is too complex to be made safe is shown as text.
pub(crate) fn sanitize(given: &Sanitize) -> anyhow::Result<ExitCode> {
    let most = desk::limits::RAW_MAIL_MOST_BYTES;
    if !given.batch {
        let mut html = Vec::new();
        std::io::stdin().lock().take(most).read_to_end(&mut html)?;
        words::say_line(&safe(&String::from_utf8_lossy(&html)));
        return Ok(ExitCode::SUCCESS);
    }
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let read: Result<Value, _> = serde_json::from_str(&line);
        let said = match read.as_ref().map(|read| read.get("html").and_then(Value::as_str)) {
            Ok(Some(html)) => json!({"html": safe(html)}),
            Ok(None) => json!({"error": "no html"}),
            Err(error) => json!({"error": error.to_string()}),
        };
        words::say_line(&said.to_string());
    }
    Ok(ExitCode::SUCCESS)
}

fn safe(html: &str) -> String {
    sanitise(html, &Options::default()).html
}
