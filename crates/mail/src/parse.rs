//! Bytes to [`Mail`]: headers here, content in `body`, kind in `kind`. Whatever the input, there is a result.

use crate::model::{Address, Date, Defect, Kind, Mail};
use crate::{address, body, bounce, charset, encoded_word, forward, header, ids, kind, mime, quote, text};

/// Most addresses that are kept of those to which servers say that they delivered.
const MAX_DELIVERED_TO: usize = 100;
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAY_S: i64 = 86_400;
/// 2100-01-01T00:00:00Z: no mail of this century comes from later.
const LATEST_UNIX_S: i64 = 4_102_444_800;

/// Reads a raw mail. Give it only what [`crate::prescan`] let pass: it bounds time and memory.
pub fn parse(raw: &[u8]) -> Mail {
    parse_within(raw, 0)
}

/// Reads a mail that stands `depth` wrappers deep in another.
pub(crate) fn parse_within(raw: &[u8], depth: usize) -> Mail {
    let (head, _) = header::split(raw);
    let mut mail = Mail::default();
    let mut trace = Trace::default();
    for (name, value) in header::fields(head) {
        read_header(&mut mail, &mut trace, name, value);
    }
    finish_headers(&mut mail, &trace);
    read_content(&mut mail, raw, depth);
    if memchr::memchr(0, raw).is_some() {
        mail.defects.push(Defect::NulBytes);
    }
    if quote::has_too_many_lines(&mail.text) {
        mail.defects.push(Defect::TooManyLines);
    }
    mail.kind = kind::of(&mail);
    mail.bounces = if mail.kind == Kind::Bounce { bounce::of(&mail) } else { Vec::new() };
    mail.encrypted = kind::is_encrypted(&mail);
    let mut seen = Vec::new();
    mail.defects.retain(|defect| {
        let new = !seen.contains(defect);
        seen.push(*defect);
        new
    });
    mail
}

/// What is needed of the headers only while reading them.
#[derive(Default)]
struct Trace {
    dates: usize,
    message_ids: usize,
    content_types: usize,
    newest_received: Option<i64>,
}

fn read_header(mail: &mut Mail, trace: &mut Trace, name: &[u8], value: &[u8]) {
    let lower = String::from_utf8_lossy(name).to_ascii_lowercase();
    match lower.as_str() {
        "from" => {
            let mut authors = addresses(value, &mut mail.defects);
            mail.from_count += authors.len();
            if mail.from.is_none() && !authors.is_empty() {
                mail.from = Some(authors.swap_remove(0));
            }
        }
        "sender" if mail.sender.is_none() => mail.sender = addresses(value, &mut mail.defects).into_iter().next(),
        "reply-to" => mail.reply_to.append(&mut addresses(value, &mut mail.defects)),
        "to" => mail.to.append(&mut addresses(value, &mut mail.defects)),
        "cc" => mail.cc.append(&mut addresses(value, &mut mail.defects)),
        "delivered-to" | "x-original-to" | "envelope-to" | "x-forwarded-to" => {
            delivered(mail, value);
        }
        // Gmail: the address that forwards and the one that it forwards to, with a space between. Others write hosts.
        "x-forwarded-for" => {
            value.split(u8::is_ascii_whitespace).take(MAX_DELIVERED_TO).for_each(|one| delivered(mail, one))
        }
        "return-path" if mail.return_path.is_none() => {
            let found = address::parse(value).addresses.into_iter().next();
            mail.return_path = Some(found.map(|found| found.address).unwrap_or_default());
        }
        "message-id" => {
            trace.message_ids += 1;
            if mail.message_id.is_none() {
                mail.message_id = ids::of_header(value, &mut mail.defects).into_iter().next();
            }
        }
        "in-reply-to" => mail.in_reply_to.append(&mut ids::of_header(value, &mut mail.defects)),
        "references" => mail.references.append(&mut ids::of_header(value, &mut mail.defects)),
        "date" => {
            trace.dates += 1;
            mail.date = mail.date.or_else(|| date(value));
        }
        "received" if trace.newest_received.is_none() => {
            let moment = value.rsplit(|&byte| byte == b';').next().unwrap_or_default();
            trace.newest_received = date(moment).map(|date| date.unix_s);
        }
        "content-type" => trace.content_types += 1,
        "auto-submitted" if mail.auto_submitted.is_none() => {
            let word = encoded_word::decode_value(value);
            mail.auto_submitted = Some(word.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        }
        _ => {}
    }
    let decoded = encoded_word::decode_value(value);
    if lower == "subject" && mail.subject.is_empty() {
        mail.subject.clone_from(&decoded);
    }
    mail.headers.push((String::from_utf8_lossy(name).into_owned(), decoded));
}

/// Keeps the addresses that a server says it delivered to.
fn delivered(mail: &mut Mail, value: &[u8]) {
    for found in address::parse(value).addresses {
        if mail.delivered_to.len() < MAX_DELIVERED_TO && !mail.delivered_to.contains(&found.address) {
            mail.delivered_to.push(found.address);
        }
    }
}

fn finish_headers(mail: &mut Mail, trace: &Trace) {
    ids::limit(&mut mail.in_reply_to, &mut mail.defects);
    ids::limit(&mut mail.references, &mut mail.defects);
    let latest =
        trace.newest_received.map_or(LATEST_UNIX_S, |received| received.saturating_add(DAY_S).min(LATEST_UNIX_S));
    let future = mail.date.is_some_and(|date| date.unix_s > latest);
    let invalid = mail.date.is_none() && trace.dates > 0;
    let found = [
        (mail.headers.is_empty(), Defect::NoHeaders),
        (mail.message_id.is_none(), Defect::MissingMessageId),
        (trace.message_ids > 1, Defect::SeveralMessageIds),
        (mail.from.is_none(), Defect::MissingFrom),
        (mail.from_count > 1, Defect::SeveralFrom),
        (trace.dates == 0, Defect::MissingDate),
        (invalid, Defect::InvalidDate),
        (future, Defect::FutureDate),
        (trace.content_types > 1, Defect::AmbiguousStructure),
    ];
    mail.defects.extend(found.into_iter().filter_map(|(present, defect)| present.then_some(defect)));
    if future {
        mail.date = None;
    }
}

fn addresses(value: &[u8], defects: &mut Vec<Defect>) -> Vec<Address> {
    let parsed = address::parse(value);
    if parsed.invalid > 0 {
        defects.push(Defect::InvalidAddress);
    }
    parsed.addresses
}

pub(crate) fn date(value: &[u8]) -> Option<Date> {
    let value = encoded_word::decode_words(&charset::decode(None, &encoded_word::unfold(value)).0);
    if names_a_foreign_month(&value) {
        return forward::with_named_month(&value);
    }
    let value = completed(&value);
    let read = mail_parser::DateTime::parse_rfc822(&value).filter(mail_parser::DateTime::is_valid)?;
    let minutes = i32::from(read.tz_hour) * 60 + i32::from(read.tz_minute);
    let offset_min = if read.tz_before_gmt { -minutes } else { minutes };
    Some(Date { unix_s: read.to_timestamp(), offset_min }).filter(|_| read.year >= 1970)
}

/// True where the word behind the day is no month of RFC 5322 §3.3: programs write it out, or in the language of their user.
fn names_a_foreign_month(value: &str) -> bool {
    let mut words =
        value.split_whitespace().take(12).skip_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    let month = words.nth(1).filter(|word| word.starts_with(char::is_alphabetic));
    let known = |word: &str| MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month));
    month.is_some_and(|word| !known(word))
}

/// The date with a year of four digits (RFC 5322 §4.3: until 49 of this century, from 50 on of the last) and with seconds.
fn completed(value: &str) -> String {
    let mut words: Vec<String> = value.split_whitespace().take(12).map(str::to_owned).collect();
    let month = words.iter().position(|word| word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let day = words.iter().take(2).any(|word| word.len() <= 2 && word.parse::<u8>().is_ok());
    if let Some(year) = month.filter(|_| day).and_then(|month| words.get_mut(month + 1)).filter(|word| word.len() == 2)
        && let Ok(short) = year.parse::<u16>()
    {
        *year = (short + if short < 50 { 2_000 } else { 1_900 }).to_string();
    }
    for time in words.iter_mut().filter(|word| word.matches(':').count() == 1) {
        time.push_str(":00");
    }
    if words.last().is_some_and(|word| word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit())) {
        words.push("+0000".to_owned());
    }
    words.join(" ")
}

fn read_content(mail: &mut Mail, raw: &[u8], depth: usize) {
    let content = mime::structure(raw, &mut mail.defects).map(|message| {
        let repaired = mime::lacks_parts(&message).then(|| mime::with_found_boundary(raw)).flatten();
        if mime::lacks_parts(&message) {
            mail.defects.push(Defect::MissingBoundary);
        }
        let again = repaired.as_deref().and_then(|raw| mime::structure(raw, &mut mail.defects));
        body::content(again.as_ref().unwrap_or(&message), &mut mail.defects, depth)
    });
    let mut content = content.unwrap_or_default();
    if content.is_empty() {
        // Whatever the structure was meant to be, the reader gets what there is.
        let rest = if mail.headers.is_empty() { raw } else { header::split(raw).1 };
        content.text = text::clean(charset::decode(None, rest).0.into());
        if mail.header("Content-Type").is_some_and(|declared| declared.to_ascii_lowercase().starts_with("multipart/")) {
            mail.defects.push(Defect::EmptyMultipart);
        }
    }
    mail.text = content.text;
    mail.html = content.html;
    mail.hints = content.hints;
    mail.attachments = content.attachments;
}
