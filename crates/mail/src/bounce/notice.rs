//! Notices that name recipients and reasons in words only: where the words end and the returned mail begins, which addresses are
//! recipients, and what is said about each. Line by line.

use super::returned::Returned;
use super::{Claim, address, words};
use crate::model::Mail;

/// Most lines that are looked at.
const MAX_LINES: usize = 2_000;
/// Longest line in which recipients are looked for, in bytes.
const MAX_LINE_BYTES: usize = 2_000;

/// The text above the returned mail, and what is below; all is above where nothing announces one.
pub(super) fn above_returned(text: &str) -> (&str, &str) {
    let mut at = 0;
    let mut said_something = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if words::announces_returned(trimmed) || (said_something && is_returned_header(trimmed)) {
            return text.split_at_checked(at).unwrap_or((text, ""));
        }
        said_something |= !trimmed.is_empty();
        at += line.len();
    }
    (text, "")
}

/// The first header of a mail as servers write it; no person writes such a line.
fn is_returned_header(line: &str) -> bool {
    [
        "Received: from ",
        "Received:from ",
        "Return-Path: <",
        "Received: by ",
        "DKIM-Signature: ",
        "> Received: from ",
        "Received: (qmail",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

/// True when the words of a text are those of a notice: a phrase of failure and an address or a code.
pub(crate) fn describes_failure(text: &str) -> bool {
    let (notice, _) = above_returned(super::limited(text));
    let head: String = notice.chars().take(3_000).collect::<String>().to_lowercase();
    words::tells_failure(&head) && (head.contains('@') || !super::status::enhanced(&head).is_empty())
}

/// True when the earlier mail comes back: attached, or below the notice with a header as servers write it.
pub(crate) fn returns_mail(mail: &Mail) -> bool {
    let attached = |declared: &str| {
        matches!(declared, "message/rfc822" | "message/global" | "text/rfc822-headers" | "message/rfc822-headers")
    };
    if mail.attachments.iter().filter_map(|part| part.declared_type.as_deref()).any(attached) {
        return true;
    }
    let (_, below) = above_returned(super::limited(&mail.text));
    let header = |line: &&str| {
        let line = line.trim_start_matches(['>', ' ']);
        ["Received:", "Message-ID:", "Message-Id:", "Return-Path:"].iter().any(|name| line.starts_with(name))
    };
    below.lines().take(40).filter(header).take(2).count() == 2
}

/// True when a text asks something above the returned mail, as people do and servers do not.
pub(crate) fn asks(text: &str) -> bool {
    let (notice, _) = above_returned(super::limited(text));
    notice.lines().take(60).any(|line| line.len() < 500 && line.trim_end().ends_with(['?', '？']))
}

/// True when a server's answer to a command stands at the beginning of one of the first lines.
pub(crate) fn quotes_server(text: &str) -> bool {
    text.lines().take(20).any(|line| {
        let mut chars = line.trim_start_matches(['>', '<', ' ']).chars();
        let code: String = chars.by_ref().take(3).collect();
        let is_code = code.starts_with(['4', '5']) && code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
        is_code && chars.next().is_some_and(|c| matches!(c, ' ' | '-'))
    })
}

/// True for a notification of a mail service in JSON (Amazon SES) of one of these kinds.
pub(crate) fn is_notification(text: &str, kinds: &[&str]) -> bool {
    let text = text.trim_start();
    text.starts_with('{') && text.len() < super::MAX_TEXT_BYTES && {
        let read: Option<serde_json::Value> = notification(text);
        let named = |key: &str| {
            read.as_ref().and_then(|read| read.get(key)).and_then(|value| value.as_str()).map(str::to_owned)
        };
        named("notificationType")
            .or_else(|| named("eventType"))
            .is_some_and(|found| kinds.iter().any(|kind| found.eq_ignore_ascii_case(kind)))
    }
}

/// The notification, also within the envelope of the queue that carried it.
fn notification(text: &str) -> Option<serde_json::Value> {
    // Servers break lines of more than 990 bytes with a sign of their own; what follows the object (a footer) is not looked at.
    let whole = text.replace("!\n ", "").replace("!\n", "");
    let mut stream = serde_json::Deserializer::from_str(&whole).into_iter::<serde_json::Value>();
    let read = stream.next()?.ok()?;
    match read.get("Message").and_then(|inner| inner.as_str()) {
        Some(inner) => serde_json::from_str(inner).ok(),
        None => Some(read),
    }
}

fn notified(text: &str) -> Vec<Claim> {
    let Some(read) = notification(text) else { return Vec::new() };
    let recipients = read.get("bounce").and_then(|bounce| bounce.get("bouncedRecipients"));
    let text_of = |one: &serde_json::Value, key: &str| one.get(key).and_then(|value| value.as_str()).map(str::to_owned);
    let all = recipients.and_then(|all| all.as_array()).map(Vec::as_slice).unwrap_or_default();
    all.iter()
        .map(|one| Claim {
            recipient: text_of(one, "emailAddress").and_then(|address| address::of_field(&address)),
            original: None,
            action: text_of(one, "action"),
            status: text_of(one, "status"),
            said: text_of(one, "diagnosticCode").unwrap_or_default(),
        })
        .collect()
}

/// How surely an address is a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sureness {
    /// It stands somewhere.
    Mentioned,
    /// It stands in a line about recipients or delivery.
    Described,
    /// It heads a line of its own.
    Headed,
    /// It is announced as the recipient.
    Named,
}

/// An address within the notice.
struct Candidate {
    address: String,
    line: usize,
    sureness: Sureness,
}

/// What the words say about each recipient.
pub(super) fn claims(mail: &Mail, notice: &str, returned: &Returned) -> Vec<Claim> {
    if notice.trim_start().starts_with('{') {
        let notified = notified(notice);
        if !notified.is_empty() {
            return notified;
        }
    }
    let lines: Vec<&str> = notice.lines().take(MAX_LINES).collect();
    let failed = mail.headers_named("X-Failed-Recipients").flat_map(address::found).map(|(_, _, address)| address);
    let mut named: Vec<String> = failed.collect();
    named.dedup();
    let candidates = candidates(&lines, mail, returned);
    if named.is_empty() {
        named = best(&candidates);
    }
    if named.is_empty() {
        return vec![Claim::default()];
    }
    let starts: Vec<usize> = named.iter().map(|address| place(&candidates, address)).collect();
    let claims = named.iter().zip(&starts).map(|(address, &start)| {
        let end = starts.iter().copied().filter(|&other| other > start).min().unwrap_or(lines.len());
        let said =
            if named.len() == 1 { notice.to_owned() } else { lines.get(start..end).unwrap_or_default().join("\n") };
        Claim { recipient: Some(address.clone()), said: about(&said, address), ..Claim::default() }
    });
    claims.collect()
}

/// The lines from the first that holds a server's words on; all where that is not clear.
fn about(said: &str, address: &str) -> String {
    let start = said.to_lowercase().find(&address.to_lowercase());
    let from = start.and_then(|at| said.get(..at)).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let rest = said.get(from..).unwrap_or(said);
    let coded = |text: &str| !super::status::enhanced(text).is_empty();
    // The reason may stand before the address ("550 … \n To: jane@example.org").
    if coded(rest) || !coded(said) { rest.to_owned() } else { said.to_owned() }
}

fn place(candidates: &[Candidate], address: &str) -> usize {
    let of_it = candidates.iter().filter(|candidate| candidate.address.eq_ignore_ascii_case(address));
    of_it.max_by(|a, b| a.sureness.cmp(&b.sureness).then(b.line.cmp(&a.line))).map_or(0, |candidate| candidate.line)
}

/// The surest addresses in their order, each once: all that head a line, else only the first.
fn best(candidates: &[Candidate]) -> Vec<String> {
    let Some(surest) = candidates.iter().map(|candidate| candidate.sureness).max() else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for candidate in candidates.iter().filter(|candidate| candidate.sureness == surest) {
        if !found.iter().any(|known| known.eq_ignore_ascii_case(&candidate.address))
            && found.len() < super::MAX_RECIPIENTS
        {
            found.push(candidate.address.clone());
        }
        if surest < Sureness::Headed {
            break;
        }
    }
    found
}

fn candidates(lines: &[&str], mail: &Mail, returned: &Returned) -> Vec<Candidate> {
    let mut all = Vec::new();
    let mut ours = Vec::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.len() <= MAX_LINE_BYTES && line.contains('@'))
    {
        let lower = line.to_lowercase();
        if words::names_the_sender(lower.trim_start()) {
            continue;
        }
        let found = address::found(line);
        let starts: Vec<usize> = found.iter().map(|(start, ..)| *start).collect();
        for (place, (start, end, address)) in found.into_iter().enumerate() {
            // In `a@b <c@d>` the first is only a name.
            let names = |next: usize| next > end && line.get(end..next).is_some_and(|gap| gap.trim().is_empty());
            let is_name = starts.get(place + 1).is_some_and(|next| names(*next));
            let sureness = if is_name { Sureness::Mentioned } else { sureness(line, &lower, start, end) };
            let candidate = Candidate { sureness, line: index, address };
            let is_sender = is_ours(&candidate.address, mail)
                || returned.from.as_ref().is_some_and(|from| from.eq_ignore_ascii_case(&candidate.address));
            if is_sender || is_system(&candidate.address) { ours.push(candidate) } else { all.push(candidate) }
        }
    }
    // Somebody wrote to themselves, or to a postmaster.
    if all.is_empty() { ours.into_iter().filter(|one| one.sureness >= Sureness::Headed).collect() } else { all }
}

/// An address that the notice was sent to or came from.
pub(super) fn is_ours(address: &str, mail: &Mail) -> bool {
    let known = mail.to.iter().chain(&mail.from).chain(&mail.sender).map(|one| &one.address).chain(&mail.delivered_to);
    known.into_iter().any(|known| known.eq_ignore_ascii_case(address))
}

fn is_system(address: &str) -> bool {
    let names = ["mailer-daemon", "postmaster", "abuse", "hostmaster", "noreply", "no-reply", "support", "helpdesk"];
    crate::address::has_local_part(address, &names)
}

fn sureness(line: &str, lower: &str, start: usize, end: usize) -> Sureness {
    let before = lower.get(..start.min(lower.len())).unwrap_or_default().trim();
    let after = line.get(end..).unwrap_or_default().trim_start();
    if words::names_the_recipient(before) {
        return Sureness::Named;
    }
    let bare_before = before.chars().all(|c| {
        matches!(c, '>' | '*' | '-' | '•' | '·' | '<' | '"' | '\'' | '(' | '[' | '|' | '#')
            || c.is_ascii_digit()
            || c == '.'
    });
    let set_apart = after.is_empty()
        || after.starts_with([':', ';', '<', '(', '[', '-', '.', ',', '"'])
        || after
            .split_whitespace()
            .next()
            .is_some_and(|word| words::FOLLOWS_RECIPIENT.contains(&word.to_lowercase().as_str()));
    if bare_before && set_apart {
        return Sureness::Headed;
    }
    if words::speaks_of_delivery(lower) { Sureness::Described } else { Sureness::Mentioned }
}
