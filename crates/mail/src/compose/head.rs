//! The header block of a draft: each field written once, folded, 7-bit but for local parts that need SMTPUTF8.

use super::Draft;
use super::encode;
use super::field::{Addr, HeaderText};
use crate::model::Date;

/// Where a line is folded when it can be (RFC 5322 §2.1.1).
const AIM: usize = 78;
/// Longest id that is written, so that no line exceeds 998.
const LONGEST_TOKEN: usize = 900;
/// Most bytes of References: the first id and the newest that fit.
const REFERENCES_BYTES: usize = 4_000;
const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes all headers but those of the content.
pub(super) fn write(out: &mut String, draft: &Draft) {
    field(out, "Date", &[date(draft.date)]);
    addresses(out, "From", std::slice::from_ref(&draft.from));
    addresses(out, "Sender", draft.sender.as_slice());
    addresses(out, "Reply-To", &draft.reply_to);
    addresses(out, "To", &draft.to);
    addresses(out, "Cc", &draft.cc);
    if draft.to.is_empty() && draft.cc.is_empty() {
        field(out, "To", &["undisclosed-recipients:;".to_owned()]);
    }
    text(out, "Subject", &draft.subject);
    ids(out, "Message-ID", std::iter::once(draft.message_id.as_str()));
    ids(out, "In-Reply-To", draft.in_reply_to.iter().map(String::as_str));
    ids(out, "References", newest(&draft.references));
    for (name, value) in &draft.headers {
        text(out, name.as_str(), value);
    }
    field(out, "MIME-Version", &["1.0".to_owned()]);
}

/// Writes a field of tokens with a space between them, folded before a token that would not fit. A value without tokens is not written.
pub(super) fn field(out: &mut String, name: &str, tokens: &[String]) {
    if tokens.is_empty() {
        return;
    }
    out.push_str(name);
    out.push(':');
    let mut width = name.len() + 1;
    for (index, token) in tokens.iter().enumerate() {
        if width + 1 + token.len() > AIM && (index > 0 || width + token.len() > 900) {
            out.push_str("\r\n");
            width = 0;
        }
        out.push(' ');
        out.push_str(token);
        width += 1 + token.len();
    }
    out.push_str("\r\n");
}

fn text(out: &mut String, name: &str, value: &HeaderText) {
    let value = value.as_str();
    let plain = value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && !value.contains("=?")
        && value.split(' ').all(|word| !word.is_empty() && word.len() <= LONGEST_TOKEN);
    let tokens = if plain {
        value.split(' ').map(str::to_owned).collect()
    } else {
        encode::words(value, AIM.saturating_sub(name.len() + 2))
    };
    field(out, name, &tokens);
}

fn addresses(out: &mut String, name: &str, list: &[Addr]) {
    let mut tokens = Vec::new();
    for (index, addr) in list.iter().enumerate() {
        let bracketed = addr.name().is_some();
        tokens.extend(addr.name().map(phrase).unwrap_or_default());
        let address = if bracketed { format!("<{}>", addr.address()) } else { addr.address() };
        tokens.push(if index + 1 < list.len() { address + "," } else { address });
    }
    field(out, name, &tokens);
}

/// A display name: atoms, a quoted string, or encoded words (RFC 5322 §3.2.5, RFC 2047 §5).
fn phrase(name: &str) -> Vec<String> {
    let atom = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    let words: Vec<&str> = name.split(' ').collect();
    let quotable = name.len() <= 60 && name.bytes().all(|byte| (b' '..=b'~').contains(&byte)) && !name.contains("=?");
    if quotable && words.iter().all(|word| !word.is_empty() && word.bytes().all(atom)) {
        words.into_iter().map(str::to_owned).collect()
    } else if quotable {
        vec![format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))]
    } else {
        encode::words(name, 60)
    }
}

fn ids<'a>(out: &mut String, name: &str, list: impl Iterator<Item = &'a str>) {
    let tokens: Vec<String> = list.filter_map(id).collect();
    field(out, name, &tokens);
}

/// An id in angle brackets, or nothing when it holds what no id may hold.
fn id(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(|c| c == '<' || c == '>');
    let sound = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>');
    (!text.is_empty() && text.len() <= LONGEST_TOKEN && sound).then(|| format!("<{text}>"))
}

/// The first id, which names the conversation, and the newest that fit.
fn newest(references: &[String]) -> impl Iterator<Item = &str> {
    let mut bytes = 0;
    let fitting = references.iter().rev().take_while(|id| {
        bytes += id.len() + 3;
        bytes <= REFERENCES_BYTES
    });
    let skipped = references.len() - fitting.count();
    let first = references.first().filter(|_| skipped > 0);
    first.into_iter().chain(references.iter().skip(skipped)).map(String::as_str)
}

/// RFC 5322 §3.3, in the author's own offset.
fn date(date: Date) -> String {
    let (year, month, day, hour, minute, second) = date.civil();
    let local_days = (date.unix_s + i64::from(date.offset_min) * 60).div_euclid(86_400);
    let weekday =
        usize::try_from((local_days + 4).rem_euclid(7)).ok().and_then(|at| WEEKDAYS.get(at)).unwrap_or(&"Thu");
    let month = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"Jan");
    let (sign, offset) = (if date.offset_min < 0 { '-' } else { '+' }, date.offset_min.unsigned_abs());
    format!(
        "{weekday}, {day} {month} {year:04} {hour:02}:{minute:02}:{second:02} {sign}{:02}{:02}",
        offset / 60,
        offset % 60
    )
}
