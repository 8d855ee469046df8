//! Who or what wrote a mail, by its headers and structure: RFC 3834, RFC 3464, RFC 2369 and the common signs beside them.
//! Looks at each sign once; decides nothing about what happens to the mail.

mod words;

use words::{AUTOMATIC_HEADERS, AUTOMATIC_SUBJECTS};

use crate::model::{Kind, Mail};
use crate::{address, bounce};

/// Headers whose presence marks a mail to many.
const LIST_HEADERS: &[&str] =
    &["List-Id", "List-Post", "List-Unsubscribe", "List-Help", "Mailing-List", "X-Mailing-List", "X-BeenThere"];

/// The first kind whose signs the mail shows, in the order of [`Kind`].
pub(crate) fn of(mail: &Mail) -> Kind {
    let content_type = mail.header("Content-Type").unwrap_or_default().to_ascii_lowercase();
    if is_bounce(mail, &content_type) {
        Kind::Bounce
    } else if is_report(mail, &content_type) {
        Kind::Report
    } else if is_automatic(mail) {
        Kind::AutoReply
    } else if is_list(mail) {
        Kind::List
    } else {
        Kind::Message
    }
}

fn is_bounce(mail: &Mail, content_type: &str) -> bool {
    let reported = content_type.starts_with("multipart/report") && content_type.contains("delivery-status");
    if reported || has_part(mail, &["message/delivery-status", "message/global-delivery-status"]) {
        return !is_complaint(mail);
    }
    if mail.header("X-Failed-Recipients").is_some() || bounce::is_notification(&mail.text, &["bounce"]) {
        return true;
    }
    let subject: String = mail.subject.chars().take(80).collect::<String>().to_lowercase();
    let sender = mail.header("From").map(str::to_lowercase).unwrap_or_default();
    let from_system = bounce::is_system_name(&sender);
    let announced = bounce::subject_announces_failure(&subject);
    let answers = !mail.in_reply_to.is_empty() && subject.starts_with("re:");
    let unasked = null_sender(mail) || mail.auto_submitted.as_deref().is_some_and(|value| value != "no");
    match (from_system, announced) {
        (true, true) => !answers,
        (true, false) if null_sender(mail) && sender.contains("daemon") => true,
        (true, false) => {
            (bounce::quotes_server(&mail.text) || unasked || content_type.starts_with("multipart/report"))
                && bounce::describes_failure(&mail.text)
        }
        (false, true) => (unasked || !answers && is_unsigned(mail)) && bounce::describes_failure(&mail.text),
        (false, false) => {
            null_sender(mail)
                && !answers
                && (is_unsigned(mail) && mail.from.as_ref().is_none_or(|from| no_reply(&from.address)))
                && bounce::describes_failure(&mail.text)
        }
    }
}

fn no_reply(address: &str) -> bool {
    let names = ["noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "nobody"];
    address::has_local_part(address, &names)
}

/// True for a mail that names no person and no earlier mail.
fn is_unsigned(mail: &Mail) -> bool {
    mail.in_reply_to.is_empty()
        && mail.references.is_empty()
        && mail.header("User-Agent").is_none()
        && mail.header("X-Mailer").is_none()
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

fn is_automatic(mail: &Mail) -> bool {
    let says = |name: &str, words: &[&str]| {
        mail.header(name)
            .map(str::to_ascii_lowercase)
            .is_some_and(|value| words.iter().any(|word| value.contains(word)))
    };
    mail.auto_submitted.as_deref().is_some_and(|value| value != "no")
        || AUTOMATIC_HEADERS.iter().any(|name| mail.header(name).is_some())
        || says("Precedence", &["auto_reply", "auto-reply", "auto-generated"])
        || says("X-Precedence", &["auto_reply", "auto-reply"])
        || says("X-POST-MessageClass", &["autoresponder"])
        || says("X-Autogenerated", &["reply", "forward"])
        || (says("X-Auto-Response-Suppress", &["all", "oof"]) && !is_list(mail))
        || null_sender(mail)
        || says("X-Mailer", &["vacation", "autorespond", "auto-respon", "autoreply"])
        || says("User-Agent", &["vacation", "autorespond", "autoreply"])
        || is_automatic_subject(&mail.subject)
}

/// A subject of an automatic answer; not behind `Re:`, for people answer such mails, too.
fn is_automatic_subject(subject: &str) -> bool {
    let head: String = subject.chars().take(80).collect::<String>().to_lowercase();
    let head = head.trim_start_matches(['"', '*', ' ']);
    AUTOMATIC_SUBJECTS.iter().any(|start| head.starts_with(start))
}

fn is_list(mail: &Mail) -> bool {
    let precedence = mail.header("Precedence").map(str::to_ascii_lowercase);
    LIST_HEADERS.iter().any(|name| mail.header(name).is_some())
        || precedence.is_some_and(|value| matches!(value.as_str(), "list" | "bulk" | "junk"))
}

fn null_sender(mail: &Mail) -> bool {
    mail.return_path.as_deref() == Some("")
}

fn has_part(mail: &Mail, types: &[&str]) -> bool {
    mail.attachments.iter().filter_map(|part| part.declared_type.as_deref()).any(|declared| types.contains(&declared))
}

fn subject_starts(mail: &Mail, starts: &[&str]) -> bool {
    let head: String = mail.subject.chars().take(60).collect::<String>().to_lowercase();
    starts.iter().any(|start| head.starts_with(start))
}

/// True for encrypted S/MIME (RFC 8551), PGP/MIME (RFC 3156) and PGP within the text (RFC 9580 §6).
pub(crate) fn is_encrypted(mail: &Mail) -> bool {
    let content_type = mail.header("Content-Type").unwrap_or_default().to_ascii_lowercase();
    content_type.starts_with("multipart/encrypted")
        || (content_type.contains("pkcs7-mime") && content_type.contains("enveloped-data"))
        || mail.text.trim_start().starts_with("-----BEGIN PGP MESSAGE-----")
}
