//! Forwards without a header block: one line tells author and moment ("On … Jane <jane@example.org> wrote:", as Yandex and phones
//! write it), or Notes' lines without colons.

use super::{Author, Found, announcement, announces, author, bare, moment, recipients, unmarked};
use crate::labels::{self, Label};
use crate::{Forwarded, address};

/// Longest introduction, in bytes.
const MAX_BYTES: usize = 400;
/// Most lines of Notes' header.
const MAX_NOTES_LINES: usize = 25;
/// How lines that are drawn begin.
const DRAWN: [char; 3] = ['-', '_', '='];
/// Words between a moment and a name that begin with a capital letter.
const BETWEEN: &[&str] = &["Uhr", "AM", "PM", "CET", "CEST", "GMT", "UTC"];

/// The forwarded mail below an introduction that the subject or a line above announces.
pub(super) fn read(lines: &[&str], announced: bool) -> Option<Found> {
    for at in 0..lines.len() {
        let line = lines.get(at).map(|line| bare(line))?;
        if line.starts_with(DRAWN)
            && announces(line)
            && let Some(forwarded) = notes(lines.get(at + 1..).unwrap_or_default())
        {
            return Some(Found { first_line: at, finnish: false, forwarded });
        }
        let Some((introduction, count)) = introduction(lines, at, line) else { continue };
        let told = announcement(lines, at);
        if !announced && told.is_none() {
            return None;
        }
        let mut below = lines.get(at + count..).unwrap_or_default();
        // Yandex closes with a line like the one above.
        if let Some(last) = below.iter().rposition(|line| !line.trim().is_empty())
            && below.get(last).is_some_and(|line| told.is_some() && announces(line))
        {
            below = below.get(..last).unwrap_or_default();
        }
        let forwarded = Forwarded { text: unmarked(below), ..introduction };
        return Some(Found { first_line: told.unwrap_or(at), finnish: false, forwarded });
    }
    None
}

/// Author and moment of a line, or of one that is broken once, and of how many lines.
fn introduction(lines: &[&str], at: usize, line: &str) -> Option<(Forwarded, usize)> {
    if line.len() > MAX_BYTES {
        return None;
    }
    if line.ends_with([':', '：']) {
        return introduced(line).map(|read| (read, 1));
    }
    let next = lines.get(at + 1).map(|next| bare(next)).filter(|next| next.len() <= MAX_BYTES)?;
    let whole = line.is_empty() || line.starts_with(DRAWN) || labels::read(line).is_some();
    let broken = next.ends_with([':', '：']) && !whole;
    broken.then(|| introduced(&format!("{line} {next}"))).flatten().map(|read| (read, 2))
}

fn introduced(line: &str) -> Option<Forwarded> {
    let (start, end, address) = address::found(line).into_iter().next()?;
    let opens = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ':' | ',');
    let before = line.get(..start)?.trim_end_matches(opens);
    let (dated, name) = name_behind(before);
    let date = moment::read(dated).or_else(|| moment::read(line.get(end..)?))?;
    Some(Forwarded {
        from: Some(Author { name: author(name).name, address: Some(address) }),
        date: Some(date),
        ..Forwarded::default()
    })
}

/// Cuts what stands before an address into the moment and the name behind it.
fn name_behind(before: &str) -> (&str, &str) {
    if let Some(inner) = before.strip_suffix('"')
        && let Some(open) = inner.rfind('"')
    {
        return (before.get(..open).unwrap_or_default(), inner.get(open + 1..).unwrap_or_default());
    }
    let digits = before.rfind(|c: char| c.is_ascii_digit() || matches!(c, ',' | '年' | '日')).unwrap_or_default();
    let word_end = before.get(digits..).and_then(|rest| rest.find(char::is_whitespace)).map(|found| digits + found);
    let Some(mut cut) = word_end.filter(|_| digits > 0) else { return ("", before) };
    while let Some(word) = before.get(cut..).and_then(|rest| rest.split_whitespace().next()) {
        let between = word.starts_with(char::is_lowercase) || BETWEEN.contains(&word.trim_end_matches(','));
        if !between {
            break;
        }
        cut += before.get(cut..).and_then(|rest| rest.find(word)).unwrap_or_default() + word.len();
    }
    before.split_at_checked(cut).unwrap_or((before, ""))
}

/// Notes: author and moment in a line each, then labels and values in turn, without colons.
fn notes(lines: &[&str]) -> Option<Forwarded> {
    let mut rows = lines.iter().enumerate().take(MAX_NOTES_LINES).filter(|(_, line)| !bare(line).is_empty());
    let (_, first) = rows.next()?;
    let (_, second) = rows.next()?;
    if labels::read(bare(first)).is_some() || bare(first).ends_with(':') || second.len() > MAX_BYTES {
        return None;
    }
    let date = moment::read(bare(second))?;
    let mut mail = Forwarded { from: Some(author(bare(first))), date: Some(date), ..Forwarded::default() };
    let (mut last, mut behind) = (None, 0);
    for (at, line) in rows {
        if let Some(label) = label(bare(line)) {
            last = Some(label);
            behind = at + 1;
        } else if let Some(label) = last.take() {
            match label {
                Label::To => mail.to = recipients(bare(line)),
                Label::Subject => mail.subject = Some(bare(line).to_owned()),
                _ => {}
            }
            behind = at + 1;
            if label == Label::Subject {
                break;
            }
        }
    }
    mail.text = unmarked(lines.get(behind..)?);
    (behind > 0).then_some(mail)
}

/// A label without its colon.
fn label(line: &str) -> Option<Label> {
    let short = line.len() < 40 && !line.contains('@');
    short.then(|| labels::read(&format!("{line}:")).map(|(label, _)| label)).flatten()
}
