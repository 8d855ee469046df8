//! Which recipients a notice of delivery is about and what became of the mail to each (RFC 3464, and the words of systems that write none).
//! Looks at 256 KiB of text and names 100 recipients at most.

mod address;
mod notice;
mod report;
mod returned;
mod status;
mod words;

use crate::charset;
use crate::model::{Attachment, Mail};

pub(crate) use notice::{asks, describes_failure, is_notification, quotes_server, returns_mail};
pub(crate) use words::{is_system, subject_announces_failure};

/// Most recipients that one notice can name.
const MAX_RECIPIENTS: usize = 100;
/// Most text that is looked at, in bytes.
const MAX_TEXT_BYTES: usize = 256 * 1_024;
/// Longest reason, in characters.
const MAX_REASON_CHARS: usize = 500;

/// What a notice says about one recipient of an earlier mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Bounce {
    /// The address at which the mail ended, as far as it is named (Final-Recipient, RFC 3464 §2.3.2).
    pub recipient: Option<String>,
    /// The address that the earlier mail was sent to, where a server forwarded it to another (Original-Recipient, §2.3.1).
    pub original_recipient: Option<String>,
    /// The enhanced status code, `5.1.1` (RFC 3463), also one derived from a reply code or from words.
    pub status: Option<String>,
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded` (RFC 3464 §2.3.3).
    pub action: Option<String>,
    /// True when trying again is of no use; false for delays and for reasons that pass.
    pub permanent: bool,
    /// What the other server said, in one line of at most 500 characters.
    pub reason: Option<String>,
    /// The Message-ID of the earlier mail without angle brackets, where the notice holds its header or answers it.
    pub original_message_id: Option<String>,
}

/// What a notice says about one recipient, before it is judged.
#[derive(Debug, Clone, Default)]
struct Claim {
    recipient: Option<String>,
    original: Option<String>,
    action: Option<String>,
    /// The Status field.
    status: Option<String>,
    /// The Diagnostic-Code field, or the words of the text about this recipient.
    said: String,
}

/// What the notice says about each recipient (RFC 3464 §2.3).
pub(crate) fn of(mail: &Mail) -> Vec<Bounce> {
    let text = limited(&mail.text);
    let (notice, below) = notice::above_returned(text);
    let returned = returned::Returned::of(mail, notice, below);
    let mut claims = report::claims(mail, text);
    if claims.is_empty() || claims.iter().any(|claim| claim.recipient.is_none()) {
        let told = notice::claims(mail, notice, &returned);
        claims = named(claims, told);
    }
    if claims.iter().all(|claim| claim.recipient.is_none()) {
        // The notice stands within another.
        claims = named(report::within(mail), claims);
    }
    let several = claims.len() > 1;
    let mut bounces: Vec<Bounce> = Vec::new();
    for claim in claims.into_iter().take(MAX_RECIPIENTS) {
        if claim.recipient.is_none() || !bounces.iter().any(|known| known.recipient == claim.recipient) {
            bounces.push(judged(claim, if several { "" } else { notice }, mail, &returned));
        }
    }
    bounces
}

/// Claims with the recipients that only the words name; the words' own where there are no others.
fn named(mut claims: Vec<Claim>, told: Vec<Claim>) -> Vec<Claim> {
    if claims.is_empty() {
        return told;
    }
    let mut recipients = told.into_iter().filter_map(|claim| claim.recipient);
    for claim in claims.iter_mut().filter(|claim| claim.recipient.is_none()) {
        claim.recipient = recipients.next();
    }
    claims
}

/// The first part of a text, cut between characters.
fn limited(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_TEXT_BYTES)).unwrap_or_default()
}

/// What a part says, as far as it is looked at.
fn text_of(part: &Attachment) -> String {
    limited(&charset::decode(None, &part.content).0).to_owned()
}

fn judged(claim: Claim, notice: &str, mail: &Mail, returned: &returned::Returned) -> Bounce {
    let said = if claim.said.trim().is_empty() { notice } else { &claim.said };
    let action = claim.action.clone().unwrap_or_else(|| {
        let delayed =
            words::announces_delay(&mail.subject.to_lowercase()) || words::announces_delay(&notice.to_lowercase());
        if delayed { "delayed" } else { "failed" }.to_owned()
    });
    let status = status::of(claim.status.as_deref(), said, notice, &action);
    let permanent = action == "failed" && status.starts_with('5');
    let returned_to = || returned.to.clone().filter(|to| !notice::is_ours(to, mail));
    let recipient = claim.recipient.or_else(|| claim.original.clone()).or_else(returned_to);
    let reason = Some(reason(said)).filter(|reason| !reason.is_empty());
    Bounce {
        original_recipient: claim.original.filter(|original| Some(original) != recipient.as_ref()),
        recipient,
        status: Some(status),
        action: Some(action),
        permanent,
        reason,
        original_message_id: returned.message_id.clone().or_else(|| mail.in_reply_to.first().cloned()),
    }
}

/// One line of what was said, without the name of the protocol before it.
fn reason(said: &str) -> String {
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = match line.split_once(';') {
        Some((kind, rest)) if kind.len() <= 12 && !kind.contains(' ') => rest.trim(),
        _ => line.as_str(),
    };
    line.chars().take(MAX_REASON_CHARS).collect()
}
