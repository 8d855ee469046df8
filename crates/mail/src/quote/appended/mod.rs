//! What programs, phones and law departments append below an author's text. Looks only at the end of a stretch of new text, so that a
//! sentence in the middle is never taken for it.

mod devices;
mod notices;

use devices::{DEVICE_ENDS, DEVICES, EXCUSES, PRODUCTS};
use notices::{LEGAL, NOTICES, PERSONAL};

use super::SegmentKind;
use super::line::{is_blank, is_drawn};

/// Longest line of a device, in bytes.
const MAX_DEVICE_BYTES: usize = 160;
/// Most appended paragraphs below one another.
const MAX_PARAGRAPHS: usize = 50;
/// Most characters of a paragraph that are looked at.
const MAX_HEAD_CHARS: usize = 600;

/// Stretches of appended lines (first line, count, kind), within a stretch of new text.
pub(super) fn stretches(lines: &[&str]) -> Vec<(usize, usize, SegmentKind)> {
    let mut found = Vec::new();
    let mut end = lines.len();
    // From the end upwards, paragraph by paragraph, as long as they are appended ones; the first paragraph may be one too.
    while let Some((start, stop)) = last_paragraph(lines, end).filter(|_| found.len() < MAX_PARAGRAPHS) {
        let paragraph = lines.get(start..stop).unwrap_or_default();
        let devices = paragraph.iter().rev().take_while(|line| is_device(line) || is_drawn(line)).count();
        if devices == paragraph.len() || is_notice(paragraph) {
            found.push((start, end - start, SegmentKind::Boilerplate));
            end = start;
            continue;
        }
        let ruled = paragraph
            .iter()
            .rposition(|line| is_drawn(line))
            .filter(|at| is_notice(paragraph.get(*at..).unwrap_or_default()));
        let cut = ruled.or_else(|| Some(paragraph.len() - devices).filter(|_| devices > 0));
        if let Some(cut) = cut {
            found.push((start + cut, end - start - cut, SegmentKind::Boilerplate));
        }
        if let Some(named) =
            signed(lines.get(start..start + cut.unwrap_or(paragraph.len())).unwrap_or_default(), start > 0)
        {
            found.push((start + named, cut.unwrap_or(end - start) - named, SegmentKind::Signature));
        }
        break;
    }
    found
}

/// The last lines with content before `end`: first and one past the last.
fn last_paragraph(lines: &[&str], end: usize) -> Option<(usize, usize)> {
    let last = lines.get(..end)?.iter().rposition(|line| !is_blank(line))?;
    let first = lines.get(..last)?.iter().rposition(|line| is_blank(line)).map_or(0, |at| at + 1);
    Some((first, last + 1))
}

/// "Sent from my …" and its like. A sentence that only begins so goes on after a comma.
fn is_device(line: &str) -> bool {
    let line =
        line.trim().trim_matches(['(', ')', '<', '>', '[', ']', '*', '_', '"', '“', '”', '-', '~', '.', ' ', '\u{a0}']);
    if line.len() > MAX_DEVICE_BYTES || line.len() < 6 {
        return false;
    }
    let lower = line.to_lowercase();
    let first_words = lower.chars().take(70).collect::<String>();
    let starts = DEVICES.iter().any(|start| lower.starts_with(start));
    let ends =
        lower.chars().count() <= 60 && DEVICE_ENDS.iter().any(|end| lower.ends_with(end)) && !lower.contains(". ");
    let phrase = first_words
        .find(", ")
        .and_then(|at| lower.get(at..))
        .is_some_and(|rest| !EXCUSES.iter().chain(PRODUCTS).any(|word| rest.contains(word)));
    let said =
        [" is ", " was ", " i ", " will ", " we ", " ist ", " est ", " war "].iter().any(|word| lower.contains(word));
    let named = lower.starts_with("sent from my ") || PRODUCTS.iter().any(|product| lower.contains(product));
    (starts || ends) && named && !said && (!phrase || lower.contains("http"))
}

/// A paragraph of law departments, scanners or lists.
fn is_notice(paragraph: &[&str]) -> bool {
    let mut head = String::new();
    for line in paragraph.iter().filter(|line| !is_drawn(line)) {
        if head.len() < MAX_HEAD_CHARS * 2 {
            head.push_str(line.trim().trim_start_matches(['*', '_', '#', '-', '[', '(', '"', '|', ' ']));
            head.push(' ');
        }
    }
    let head: String = head.chars().take(MAX_HEAD_CHARS).collect();
    // The English "I" is "and" in other languages where it is small.
    let self_named = head.split(' ').any(|word| word == "I");
    let head = head.to_lowercase();
    let starts = NOTICES.iter().any(|start| head.starts_with(start));
    let ruled = paragraph.first().is_some_and(|line| is_drawn(line)) && paragraph.len() > 1;
    let legal = LEGAL.iter().filter(|word| head.contains(*word)).take(4).count();
    let listed = ruled
        && (head.contains("mailing list")
            || head.contains("unsubscribe")
            || head.contains("listinfo")
            || head.contains("maillist"));
    let linked = head.contains("http") || head.contains("www.");
    let known = starts && (legal >= 2 || legal == 1 && linked) || legal >= 4 && head.len() > 200;
    listed || known && !self_named && !is_personal(&head, legal)
}

/// True for what a person says about notices, or asks.
fn is_personal(head: &str, legal: usize) -> bool {
    let asks = head.contains(['?', '？']) && legal < 3;
    asks || head.split([' ', ',', '.', ':', ';', '(', ')']).any(|word| PERSONAL.contains(&word))
}

/// Where a name signed with a dash begins ("-Jane"), at the very end of a text.
fn signed(paragraph: &[&str], is_own_paragraph: bool) -> Option<usize> {
    let last = paragraph.last()?.trim();
    let name =
        last.strip_prefix('-').or_else(|| last.strip_prefix('—')).or_else(|| last.strip_prefix('–'))?.trim_start();
    let alone = paragraph.len() == 1 && is_own_paragraph;
    let words = name.split_whitespace().count();
    let capital = name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let letters = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\''));
    (alone && (1..=3).contains(&words) && capital && letters && name.len() <= 40).then_some(paragraph.len() - 1)
}
