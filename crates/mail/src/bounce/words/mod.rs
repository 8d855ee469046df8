//! The words of systems that announce failures, in lower case, and the searches for them.

mod heads;
mod phrases;
mod places;
mod reasons;

use heads::{SUBJECTS, SYSTEM_LOCAL_PARTS, SYSTEM_NAMES};
use phrases::{DELIVERY, FAILURE};
use places::{NAMES_RECIPIENT, NAMES_SENDER, RETURNED};
use reasons::{DELAY, EXPIRY, REASONS};

use crate::model::Address;

/// Words after an address that heads a line.
pub(super) const FOLLOWS_RECIPIENT: &[&str] = &[
    "on",
    "user",
    "unknown",
    "invalid",
    "error",
    "mailbox",
    "host",
    "no",
    "does",
    "is",
    "was",
    "has",
    "not",
    "smtp",
    "failed",
    "delivery",
    "refused",
    "rejected",
    "over",
    "reason",
    "address",
    "account",
    "recipient",
    "couldn't",
    "could",
    "cannot",
    "unable",
    "unrouteable",
    "550",
    "554",
    "553",
    "552",
    "551",
    "450",
    "451",
    "452",
    "421",
];

fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// True when a subject in lower case begins like a notice's.
pub(crate) fn subject_announces_failure(subject: &str) -> bool {
    let subject = subject.trim_start_matches(['[', '*', '!', ' ', '<', '"', '{', '-', '(']);
    SUBJECTS.iter().any(|start| subject.starts_with(start.trim_start_matches(['[', '*', ' '])))
}

/// True when a From header, as it stands and as it is read, names a mail system: by its name, or by the local part of its address.
pub(crate) fn is_system(from: &str, read: Option<&Address>) -> bool {
    let lower = from.to_lowercase();
    let (name, address) = lower.rsplit_once('<').unwrap_or((&lower, &lower));
    let decoded = read.and_then(|read| read.name.as_deref()).unwrap_or_default().to_lowercase();
    let local = address.trim_start_matches(['<', '"', ' ']).split(['@', '>']).next().unwrap_or_default();
    any(name, SYSTEM_NAMES)
        || any(&decoded, SYSTEM_NAMES)
        || SYSTEM_LOCAL_PARTS.iter().any(|start| is_part(local, start))
}

/// The word alone, or with something set apart behind it ("bounces+12").
fn is_part(local: &str, word: &str) -> bool {
    local.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
}

/// True for the line below which the returned mail stands.
pub(super) fn announces_returned(line: &str) -> bool {
    let short = line.len() <= 200 && line.len() >= 10;
    short && {
        let lower = line.to_lowercase();
        let plain = lower.trim_start_matches(['-', '=', '_', '*', '#', '>', ' ', '[']);
        let dashed = lower.starts_with("--");
        RETURNED.iter().any(|start| {
            let wanted = start.trim_start_matches(['-', ' ']);
            plain.starts_with(wanted)
                && (dashed || !start.starts_with('-') || plain.trim_end().ends_with([':', '.', '-']))
        })
    }
}

/// True when a text in lower case tells that something failed.
pub(super) fn tells_failure(text: &str) -> bool {
    any(text, FAILURE)
}

/// True when a text in lower case tells of a delay only.
pub(super) fn announces_delay(text: &str) -> bool {
    any(text, DELAY)
}

/// True when a text in lower case tells that time ran out.
pub(super) fn expires(text: &str) -> bool {
    any(text, EXPIRY)
}

/// True when what stands before an address (in lower case, trimmed) names it as the recipient.
pub(super) fn names_the_recipient(before: &str) -> bool {
    let before = before.trim_end_matches(['<', '"', '\'', '(', '[', ' ']);
    NAMES_RECIPIENT.iter().any(|words| before.ends_with(words))
}

/// True when a line in lower case names the sender or somebody to ask.
pub(super) fn names_the_sender(line: &str) -> bool {
    NAMES_SENDER.iter().any(|start| line.starts_with(start))
}

/// True when a line in lower case is about recipients or delivery.
pub(super) fn speaks_of_delivery(line: &str) -> bool {
    any(line, DELIVERY)
}

/// Subject and detail of the code that the words of a text in lower case mean.
pub(super) fn detail(text: &str) -> Option<&'static str> {
    REASONS.iter().find(|(words, _)| text.contains(words)).map(|(_, detail)| *detail)
}
