//! Who or what wrote a mail, by its headers and structure: RFC 3834, RFC 3464, RFC 2369 and the common signs beside them.
//! Looks at each sign once; decides nothing about what happens to the mail.

mod automatic;
mod returned;
mod words;

use crate::bounce;
use crate::model::{Kind, Mail};

/// Headers whose presence marks a mail to many.
const LIST_HEADERS: &[&str] =
    &["List-Id", "List-Post", "List-Unsubscribe", "List-Help", "Mailing-List", "X-Mailing-List", "X-BeenThere"];

/// Most characters of a subject that are looked at.
const MAX_SUBJECT_CHARS: usize = 80;

/// The first kind whose signs the mail shows, in the order of [`Kind`].
pub(crate) fn of(mail: &Mail) -> Kind {
    let content_type = mail.header("Content-Type").unwrap_or_default().to_ascii_lowercase();
    if returned::is_bounce(mail, &content_type) {
        Kind::Bounce
    } else if is_report(mail, &content_type) {
        Kind::Report
    } else if automatic::is_automatic(mail) {
        Kind::AutoReply
    } else if is_list(mail) {
        Kind::List
    } else {
        Kind::Message
    }
}

/// True for a report of abuse (RFC 5965), also one that calls itself otherwise.
fn is_complaint(mail: &Mail) -> bool {
    has_part(mail, &["message/feedback-report"])
}

fn is_report(mail: &Mail, content_type: &str) -> bool {
    content_type.starts_with("multipart/report")
        || has_part(
            mail,
            &[
                "message/feedback-report",
                "message/disposition-notification",
                "application/tlsrpt+gzip",
                "application/tlsrpt+json",
            ],
        )
        || (subject_starts(mail, &["report domain:"]) && !mail.attachments.is_empty())
        || bounce::is_notification(&mail.text, &["complaint", "delivery"])
        || is_early_complaint(mail)
        // Apple Mail takes its reader off a list by a mail: a wish like that of a complaint.
        || mail.header("X-Apple-Unsubscribe").is_some()
}

/// A report of abuse from before RFC 5965: its fields or the usual sender with the reported mail.
fn is_early_complaint(mail: &Mail) -> bool {
    let has_mail = has_part(mail, &["message/rfc822"]);
    let sender = mail.header("From").map(str::to_lowercase).unwrap_or_default();
    let complains = subject_starts(
        mail,
        &[
            "complaint about message",
            "abuse report",
            "email feedback report",
            "feedback report",
            "junk mail report",
            "client complaint",
        ],
    );
    let fields = mail.text.contains("Feedback-Type:") || mail.header("X-HmXmrOriginalRecipient").is_some();
    (has_mail && (complains || sender.contains("staff@hotmail.com"))) || fields && (has_mail || complains)
}

fn is_list(mail: &Mail) -> bool {
    let precedence = mail.header("Precedence").map(str::to_ascii_lowercase);
    LIST_HEADERS.iter().any(|name| mail.header(name).is_some())
        || precedence.is_some_and(|value| matches!(value.as_str(), "list" | "bulk" | "junk"))
}

/// The beginning of the subject in lower case. The Turkish capital with a dot leaves a sign of its own, which no table holds.
fn subject_head(mail: &Mail) -> String {
    mail.subject.chars().take(MAX_SUBJECT_CHARS).flat_map(char::to_lowercase).filter(|c| *c != '\u{307}').collect()
}

fn null_sender(mail: &Mail) -> bool {
    mail.return_path.as_deref() == Some("")
}

fn has_part(mail: &Mail, types: &[&str]) -> bool {
    mail.attachments.iter().filter_map(|part| part.declared_type.as_deref()).any(|declared| types.contains(&declared))
}

fn subject_starts(mail: &Mail, starts: &[&str]) -> bool {
    let head = subject_head(mail);
    starts.iter().any(|start| head.starts_with(start))
}

/// True for encrypted S/MIME (RFC 8551), PGP/MIME (RFC 3156) and PGP within the text (RFC 9580 §6).
pub(crate) fn is_encrypted(mail: &Mail) -> bool {
    let content_type = mail.header("Content-Type").unwrap_or_default().to_ascii_lowercase();
    content_type.starts_with("multipart/encrypted")
        || (content_type.contains("pkcs7-mime") && content_type.contains("enveloped-data"))
        || mail.text.trim_start().starts_with("-----BEGIN PGP MESSAGE-----")
}
