//! What the structure of the HTML says, told for lines of the text: of the same text when it was made from the HTML, else of the text
//! part that stands beside it. Linear; no hint where a line is not found.

use crate::html_text::Converted;
use crate::quote::{Hint, MAX_LINES, SegmentKind};

/// How far ahead in the HTML's letters a line of text is looked for.
const WINDOW: usize = 1_200;
/// Most letters of a line that are compared.
const MAX_LETTERS: usize = 60;
/// Most letters of the HTML that are compared, in bytes.
const MAX_HTML_BYTES: usize = 4 * 1_048_576;
/// Fewest letters by which a line is found.
const MIN_LETTERS: usize = 5;

/// Hints for the text that was made from the HTML.
pub(crate) fn own(converted: &Converted) -> Vec<Hint> {
    gathered(&converted.kinds)
}

/// Hints for a text part beside the HTML.
pub(crate) fn mapped(text: &str, converted: &Converted) -> Vec<Hint> {
    if converted.kinds.iter().all(Option::is_none) {
        return Vec::new();
    }
    let (letters, kinds) = letters_of(converted);
    let mut found: Vec<Option<SegmentKind>> = Vec::new();
    let mut at = 0;
    for line in text.lines().take(MAX_LINES) {
        let wanted: String =
            line.chars().filter(|c| c.is_alphanumeric()).take(MAX_LETTERS).flat_map(char::to_lowercase).collect();
        let place = if wanted.chars().count() < MIN_LETTERS { None } else { place(&letters, at, &wanted) };
        match place {
            Some(place) => {
                at = place + wanted.len();
                let line = kinds.partition_point(|(start, _)| *start <= place).checked_sub(1);
                found.push(line.and_then(|line| kinds.get(line)).and_then(|(_, kind)| *kind));
            }
            None => found.push(None),
        }
    }
    gathered(&found)
}

/// The first place of a line within the window.
fn place(letters: &str, at: usize, wanted: &str) -> Option<usize> {
    let end = (at + WINDOW + wanted.len()).min(letters.len());
    let window = letters.as_bytes().get(at..end)?;
    memchr::memmem::find(window, wanted.as_bytes()).map(|found| at + found)
}

/// The letters of the HTML's text in lower case, and where each line begins in them with what it is.
fn letters_of(converted: &Converted) -> (String, Vec<(usize, Option<SegmentKind>)>) {
    let mut letters = String::with_capacity(converted.text.len().min(MAX_HTML_BYTES));
    let mut kinds = Vec::new();
    for (index, line) in converted.text.lines().enumerate() {
        if letters.len() > MAX_HTML_BYTES {
            break;
        }
        kinds.push((letters.len(), converted.kinds.get(index).copied().flatten()));
        letters.extend(line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    }
    (letters, kinds)
}

/// Lines of one kind in a row as one hint each.
fn gathered(kinds: &[Option<SegmentKind>]) -> Vec<Hint> {
    let mut hints: Vec<Hint> = Vec::new();
    for (line, kind) in kinds.iter().enumerate().filter_map(|(line, kind)| kind.map(|kind| (line, kind))) {
        match hints.last_mut() {
            Some(last) if last.kind == kind && line == last.line + last.lines => last.lines += 1,
            _ => hints.push(Hint { line, lines: 1, kind }),
        }
    }
    hints
}
