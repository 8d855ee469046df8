//! Lines that divide a mail from the one that it answers or forwards: "-----Original Message-----", and header blocks.

use super::line::{MAX_LINE_BYTES, has_moment, is_blank, is_drawn};
use super::words::SEPARATORS;
use crate::labels::{self, Label};

/// How many lines with content of a header block are looked at.
const HEADER_BLOCK_LINES: usize = 8;

/// "-----Original Message-----" and its like, "Begin forwarded message:", or dashes around any words above a header block.
pub(super) fn is_separator(rest: &[&str]) -> bool {
    let Some(line) = rest.first().map(|line| line.trim()) else { return false };
    if line.len() > 120 || line.len() < 8 {
        return false;
    }
    let inner =
        line.trim_matches(['-', '_', '=', ' ', '*', '—', '–', '─', '‐', '‑', '~', '#', '<', '>', '+', '.', '|']);
    let dashed = ["--", "==", "__", "—", "––", "‐‐", "‑‑", "──", "- -", "*--", "*==", "**", "~~", "..", "++", "|--"]
        .iter()
        .any(|start| line.starts_with(start));
    if inner.is_empty() || !(dashed && inner.len() + 4 <= line.len() || inner.ends_with([':', '：'])) {
        return false;
    }
    let lower = inner.trim_end_matches([':', '：', ' ', '\u{a0}']).to_lowercase();
    let lower = lower.trim();
    let known = SEPARATORS.contains(&lower)
        || SEPARATORS.iter().any(|known| lower.starts_with(known) && lower.len() < known.len() + 40 && dashed);
    // Without dashes such words are a separator only above a header block ("Begin forwarded message:" stands for itself).
    let alone = dashed || lower.starts_with("begin forwarded") || lower.contains(' ') && above_label(rest);
    known && alone || (dashed && line.ends_with(['-', '_', '=', '—', '─', '‐', '*']) && above_header_block(rest))
}

fn above_label(rest: &[&str]) -> bool {
    rest.iter().skip(1).find(|line| !is_blank(line)).is_some_and(|line| labels::read(unmarked(line)).is_some())
}

fn above_header_block(rest: &[&str]) -> bool {
    header_lines(below_first(rest)) >= 2
}

/// What stands below the first line and up to three blank ones.
fn below_first<'l, 'a>(rest: &'l [&'a str]) -> &'l [&'a str] {
    let blanks = rest.iter().skip(1).take(3).take_while(|line| is_blank(line)).count();
    rest.get(blanks + 1..).unwrap_or_default()
}

/// A quoted header block ("From: … Sent: … To: …"), with or without a line drawn above it.
pub(super) fn starts_header_block(rest: &[&str]) -> bool {
    let Some(first) = rest.first() else { return false };
    if is_drawn(first) {
        let below = below_first(rest);
        // Outlook draws 32 underscores: below them two lines are enough.
        let by_outlook = first.trim().len() == 32 && first.trim().starts_with('_');
        return header_lines(below) >= 2 || by_outlook && is_short_block(below);
    }
    first.len() <= MAX_LINE_BYTES && (header_lines(rest) >= 3 || in_one_line(first))
}

/// The author and one more label in two lines.
fn is_short_block(lines: &[&str]) -> bool {
    let mut labels = lines.iter().take(2).map(|line| labels::read(unmarked(line)).map(|(label, _)| label));
    labels.next().flatten() == Some(Label::From)
        && matches!(labels.next().flatten(), Some(Label::Date | Label::To | Label::Subject))
}

/// `Jane Doe ---03.08.2026 10:15:00---It is broken`, which Notes writes above its header block.
pub(super) fn is_notes_summary(rest: &[&str]) -> bool {
    let Some(line) = rest.first().filter(|line| line.len() <= MAX_LINE_BYTES) else { return false };
    let mut parts = line.split("---");
    let (name, moment, text) = (parts.next(), parts.next(), parts.next());
    name.is_some_and(|name| !is_blank(name))
        && moment.is_some_and(has_moment)
        && text.is_some()
        && above_header_block(rest)
}

fn unmarked(line: &str) -> &str {
    line.trim().trim_start_matches(['>', ' ', '|'])
}

/// How many different labels the lines from the first on name, the author among them and with an address or moment; 0 for other lines.
fn header_lines(lines: &[&str]) -> usize {
    if lines.first().and_then(|line| labels::read(unmarked(line))).is_none() {
        return 0;
    }
    let mut seen: Vec<Label> = Vec::new();
    let (mut told, mut dated, mut strange, mut blanks) = (false, false, 0, 0);
    let mut with_content = 0;
    for line in lines {
        if is_blank(line) {
            blanks += 1;
            if blanks > 1 && seen.len() >= 3 || blanks > 4 {
                break;
            }
            continue;
        }
        with_content += 1;
        if with_content > HEADER_BLOCK_LINES {
            break;
        }
        match labels::read(unmarked(line)) {
            Some((label, value)) => {
                strange = 0;
                told |= value.contains('@');
                dated |= label == Label::Date && has_moment(value);
                if !seen.contains(&label) {
                    seen.push(label);
                }
            }
            // A long value is broken into lines; a label may stand alone above its value.
            None if strange < 2 && !seen.is_empty() => {
                strange += 1;
                told |= line.contains('@');
            }
            None => break,
        }
    }
    let authored = seen.contains(&Label::From)
        && (seen.contains(&Label::Date) || seen.contains(&Label::To) || seen.contains(&Label::Subject));
    let dated = dated && (seen.contains(&Label::Subject) || seen.contains(&Label::To) && seen.len() >= 4);
    if authored && (told || dated || seen.len() >= 4) { seen.len() } else { 0 }
}

/// A whole block in one line, as HTML that lost its structure gives it.
fn in_one_line(line: &str) -> bool {
    let line = line.trim();
    if !matches!(labels::read(line), Some((Label::From, value)) if value.len() > 10) {
        return false;
    }
    let mut seen: Vec<Label> = Vec::new();
    for word in line.split_whitespace() {
        if let Some((label, _)) = labels::read(word)
            && word.ends_with([':', '：'])
            && !seen.contains(&label)
        {
            seen.push(label);
        }
    }
    seen.len() >= 3
}
