//! Rules about single lines and a few after them. Each looks at a bounded number of bytes, so that the whole stays linear.

use super::words::{APPENDED, SEPARATORS, WROTE, WROTE_STARTS};
use crate::labels::{self, Label};

/// Longest line that can be anything but text, in bytes.
const MAX_LINE_BYTES: usize = 400;
/// How many lines "On … wrote:" may be broken into.
const MAX_BROKEN_LINES: usize = 3;
/// How many lines of a header block are looked at.
const HEADER_BLOCK_LINES: usize = 7;

/// A line without content.
pub(super) fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// A line that a mail program marked as quoted.
pub(super) fn is_quoted(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with('>')
}

/// The line before a signature (RFC 3676 §4.3), also without its space.
pub(super) fn starts_signature(line: &str) -> bool {
    matches!(line.trim_end_matches(['\n', '\r']).trim_start_matches('\u{a0}'), "-- " | "--" | "--\u{a0}")
}

/// "Sent from my …" and its like.
pub(super) fn is_appended(line: &str) -> bool {
    let line = line.trim();
    line.len() <= 120 && {
        let lower = line.to_lowercase();
        APPENDED.iter().any(|start| lower.starts_with(start))
    }
}

/// How many lines, from the first on, are "On … wrote:"; nothing when they are not.
pub(super) fn attribution(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim();
    if first.is_empty() || first.len() > MAX_LINE_BYTES {
        return None;
    }
    if ends_in_colon(first) {
        return introduces(&first.to_lowercase()).then_some(1);
    }
    let mut joined = first.to_lowercase();
    let dated = joined.starts_with(|c: char| c.is_ascii_digit());
    if !dated && !joined.contains('@') && !WROTE_STARTS.iter().any(|start| joined.starts_with(start)) {
        return None;
    }
    for (index, line) in lines.iter().enumerate().take(MAX_BROKEN_LINES).skip(1) {
        let line = line.trim();
        if line.is_empty() || joined.len() + line.len() > MAX_LINE_BYTES || is_quoted(line) {
            return None;
        }
        joined.push(' ');
        joined.push_str(&line.to_lowercase());
        if ends_in_colon(line) {
            return introduces(&joined).then_some(index + 1);
        }
    }
    None
}

fn ends_in_colon(line: &str) -> bool {
    line.ends_with([':', '：'])
}

/// A verb of writing, and a number (the date) or an address: a sentence of the author's has rarely all of it.
fn introduces(lower: &str) -> bool {
    let dated = lower.chars().filter(char::is_ascii_digit).count() >= 2;
    let starts = WROTE_STARTS.iter().any(|start| lower.starts_with(start));
    let evidence = lower.contains('@') || (dated && (starts || lower.contains(':') && lower.matches(':').count() > 1));
    // Some programs write "2026-08-03 10:15 Jane <jane@example.org>:".
    let bare = lower.ends_with(">:") && dated && lower.starts_with(|c: char| c.is_ascii_digit());
    bare || (evidence && WROTE.iter().any(|verb| lower.contains(verb)))
}

/// "-----Original Message-----" and its like, or "Begin forwarded message:".
pub(super) fn is_separator(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 120 || line.len() < 8 {
        return false;
    }
    let inner = line.trim_matches(['-', '_', '=', ' ', '*']);
    let dashed = line.starts_with("--") || line.starts_with("==") || line.starts_with("__");
    let forwarded = inner.ends_with(':') && (dashed || line.starts_with("Begin "));
    (dashed && inner.len() < line.len().saturating_sub(3) || forwarded) && {
        let lower = inner.trim_end_matches(':').trim().to_lowercase();
        SEPARATORS.contains(&lower.as_str())
    }
}

/// A quoted header block ("From: … Sent: … To: …"), with or without a line drawn above it.
pub(super) fn starts_header_block(lines: &[&str]) -> bool {
    let mut rest = lines;
    if lines.first().is_some_and(|line| is_drawn(line)) {
        let blank = lines.iter().skip(1).take(2).take_while(|line| is_blank(line)).count();
        rest = lines.get(blank + 1..).unwrap_or_default();
    }
    if rest.first().and_then(|line| labels::read(line)).is_none_or(|(label, _)| label != Label::From) {
        return false;
    }
    rest.iter().take(HEADER_BLOCK_LINES).skip(1).filter(|line| labels::read(line).is_some()).count() >= 2
}

/// A line of nothing but underscores or dashes.
fn is_drawn(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 10
        && line.len() <= MAX_LINE_BYTES
        && (line.bytes().all(|byte| byte == b'_') || line.bytes().all(|byte| byte == b'-'))
}
