//! Who or what wrote a mail, by its headers and structure: RFC 3834, RFC 3464, RFC 2369 and the common signs beside them.

use crate::model::{Kind, Mail};

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
    content_type.starts_with("multipart/report") && content_type.contains("delivery-status")
        || mail.attachments.iter().any(|part| part.declared_type.as_deref() == Some("message/delivery-status"))
        || mail.header("X-Failed-Recipients").is_some()
        || from_local(mail, &["mailer-daemon", "postmaster"]) && null_sender(mail)
}

fn is_report(_mail: &Mail, content_type: &str) -> bool {
    content_type.starts_with("multipart/report")
}

fn is_automatic(mail: &Mail) -> bool {
    mail.auto_submitted.as_deref().is_some_and(|value| value != "no")
}

fn is_list(mail: &Mail) -> bool {
    ["List-Id", "List-Post", "List-Unsubscribe"].iter().any(|name| mail.header(name).is_some())
}

fn null_sender(mail: &Mail) -> bool {
    mail.return_path.as_deref() == Some("")
}

fn from_local(mail: &Mail, names: &[&str]) -> bool {
    let local = mail.from.as_ref().and_then(|from| from.address.split('@').next());
    local.is_some_and(|local| names.iter().any(|name| local.eq_ignore_ascii_case(name)))
}

/// True for encrypted S/MIME (RFC 8551) and PGP (RFC 3156) content.
pub(crate) fn is_encrypted(mail: &Mail) -> bool {
    let content_type = mail.header("Content-Type").unwrap_or_default().to_ascii_lowercase();
    content_type.starts_with("multipart/encrypted") || content_type.contains("enveloped-data")
}
