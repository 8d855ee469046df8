//! The fields of a delivery report (RFC 3464 §2), in a part of their own or, as some systems do it, within the text.

use super::{Claim, address, text_of};
use crate::model::Mail;

/// What the fields say about each recipient; nothing when there are no fields.
pub(super) fn claims(mail: &Mail, text: &str) -> Vec<Claim> {
    let mut claims = Vec::new();
    for part in &mail.attachments {
        let declared = part.declared_type.as_deref().unwrap_or_default();
        if matches!(declared, "message/delivery-status" | "message/global-delivery-status") {
            claims.extend(read(&text_of(part)));
        }
    }
    if claims.is_empty() {
        claims = read(text);
    }
    if claims.is_empty() {
        let texts = mail.attachments.iter().filter(|part| part.content_type.starts_with("text/"));
        claims = texts.take(3).flat_map(|part| read(&text_of(part))).collect();
    }
    claims
}

/// What the fields of a notice within an attached mail say.
pub(super) fn within(mail: &Mail) -> Vec<Claim> {
    let mails = mail.attachments.iter().filter(|part| part.declared_type.as_deref() == Some("message/rfc822"));
    mails.take(2).flat_map(|part| read(&text_of(part))).collect()
}

/// One recipient's fields.
#[derive(Default)]
struct Group {
    original: Option<String>,
    last: Option<String>,
    /// A recipient is named, if only by something that is no address.
    named: bool,
    action: Option<String>,
    status: Option<String>,
    diagnostic: String,
}

impl Group {
    fn claim(self) -> Claim {
        // A name within the other system (`jane@store`) tells less than the address that was written to.
        let local = |address: &String| !address.rsplit('@').next().unwrap_or_default().contains('.');
        let last = self.last.filter(|last| !local(last) || self.original.as_ref().is_none_or(local));
        Claim {
            recipient: last.or_else(|| self.original.clone()),
            original: self.original,
            action: self.action,
            status: self.status,
            said: self.diagnostic,
        }
    }
}

fn read(text: &str) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut group = Group::default();
    let mut in_diagnostic = false;
    for line in text.lines() {
        let continues = line.starts_with([' ', '\t']) && !line.trim().is_empty();
        if continues && in_diagnostic {
            group.diagnostic.push(' ');
            group.diagnostic.push_str(line.trim());
            continue;
        }
        in_diagnostic = false;
        let line = line.trim().trim_start_matches('>').trim_start();
        let Some((name, value)) = line.split_once(':').filter(|(name, _)| name.len() <= 30) else { continue };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        let begins = matches!(name.as_str(), "final-recipient" | "original-recipient");
        let repeats = (name == "final-recipient" && group.last.is_some())
            || (name == "original-recipient" && group.original.is_some());
        if begins && (repeats || (group.named && group.status.is_some())) {
            claims.push(std::mem::take(&mut group).claim());
        }
        match name.as_str() {
            "final-recipient" => (group.last, group.named) = (address::of_field(value), true),
            "original-recipient" => (group.original, group.named) = (address::of_field(value), true),
            "action" => group.action = action(value),
            "status" => group.status = super::status::enhanced(value).into_iter().next(),
            "diagnostic-code" => {
                group.diagnostic = value.to_owned();
                in_diagnostic = true;
            }
            _ => {}
        }
    }
    if group.named {
        claims.push(group.claim());
    }
    // Fields of a report have an action or a status beside the recipient; the words alone are anyone's.
    claims.retain(|claim| claim.action.is_some() || claim.status.is_some());
    claims
}

/// The action word; systems write `Failure` and others for `failed`.
fn action(value: &str) -> Option<String> {
    let word: String = value.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '-').collect();
    let word = word.to_ascii_lowercase();
    let known = match word.as_str() {
        "" => return None,
        word if word.starts_with("delay") || word.starts_with("deferr") => "delayed",
        word if word.starts_with("deliverable") => "failed",
        word if word.starts_with("deliver") => "delivered",
        word if word.starts_with("relay") => "relayed",
        word if word.starts_with("expan") => "expanded",
        _ => "failed",
    };
    Some(known.to_owned())
}
