//! `staffetta inspect`: what is understood of a mail, as JSON (contract.md § inspect, as far as it goes).

use std::{
    io::{BufRead, Read},
    path::Path,
    process::ExitCode,
};

use mail::{Address, Mail};
use serde_json::{Value, json};

use crate::{command::Inspect, words};

/// Inspects one mail, or one a line of the standard input. Always ends well: what cannot be read says so in its object.
pub(crate) fn inspect(given: &Inspect) -> anyhow::Result<ExitCode> {
    if given.batch {
        for line in std::io::stdin().lock().lines() {
            words::say_line(&object(Path::new(line?.trim())).to_string());
        }
    } else if let Some(path) = &given.file {
        words::say_line(&object(path).to_string());
    }
    Ok(ExitCode::SUCCESS)
}

fn object(path: &Path) -> Value {
    match read(path) {
        Ok(raw) => mail_object(&mail::parse(&raw)),
        Err(error) => json!({"error": error.to_string()}),
    }
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

fn mail_object(mail: &Mail) -> Value {
    let segments = mail::segments(&mail.text);
    let of_kind = |wanted: &str| -> String {
        segments.iter().filter(|one| one.kind.as_str() == wanted).map(|one| one.text).collect()
    };
    let signature = of_kind("signature");
    json!({
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": mail.references,
        "date": mail.date.map(mail::Date::to_rfc3339),
        "from": mail.from.as_ref().map(address),
        "sender": mail.sender.as_ref().map(address),
        "reply_to": addresses(&mail.reply_to),
        "to": addresses(&mail.to),
        "cc": addresses(&mail.cc),
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "reply": mail.reply(),
        "quoted": of_kind("quote"),
        "signature": (!signature.is_empty()).then_some(signature),
        "segments": segments.iter().map(|one| json!({"kind": one.kind.as_str(), "text": one.text})).collect::<Vec<_>>(),
        "attachments": mail.attachments.iter().map(attachment).collect::<Vec<_>>(),
        "kind": mail.kind.as_str(),
        "bounce": null,
        "bounces": [],
        "language": null,
        "forwarded": null,
        "calendar": null,
        "authentication": {},
        "encrypted": mail.encrypted,
        "defects": mail.defects,
    })
}

fn address(one: &Address) -> Value {
    json!({"name": one.name, "address": one.address})
}

fn addresses(all: &[Address]) -> Vec<Value> {
    all.iter().map(address).collect()
}

fn attachment(one: &mail::Attachment) -> Value {
    json!({
        "filename": one.filename,
        "content_type": one.content_type,
        "declared_type": one.declared_type,
        "size": one.content.len(),
        "sha256": store::blobs::name(&one.content),
        "inline": one.inline,
        "content_id": one.content_id,
    })
}
