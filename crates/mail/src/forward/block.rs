//! A header block in a text, and the text below it.

use super::{Found, announcement, author, bare, moment, recipients};
use crate::Forwarded;
use crate::labels::{self, Label};

/// Most lines of a block, values that go on included.
const MAX_BLOCK_LINES: usize = 25;
/// Most lines of a value that goes on.
const MAX_VALUE_LINES: usize = 12;
/// Longest value, in characters.
const MAX_VALUE_CHARS: usize = 998;

/// The first header block of a mail. Without a subject that says so, words above it must.
pub(super) fn read(lines: &[&str], announced: bool) -> Option<Found> {
    for (at, line) in lines.iter().enumerate() {
        let Some((label, _)) = labels::read(bare(line)) else { continue };
        if !matches!(label, Label::From | Label::Date | Label::Subject) || is_inner_label(lines, at) {
            continue;
        }
        let rest = lines.get(at..).unwrap_or_default();
        let block = Block::read(rest);
        if !block.is_of_a_mail() {
            continue;
        }
        let told = announcement(lines, at);
        if !announced && told.is_none() {
            // The outermost mail within this one is what it answers; what that forwarded is not this mail's matter.
            return None;
        }
        let closing = told.and_then(|told| lines.get(told)).map(|line| bare(line)).unwrap_or_default();
        let finnish = labels_are_finnish(rest, block.lines);
        return Some(Found { first_line: told.unwrap_or(at), finnish, forwarded: block.forwarded(rest, closing) });
    }
    None
}

/// A label that stands behind another: the block began above.
fn is_inner_label(lines: &[&str], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|above| lines.get(above))
        .is_some_and(|above| labels::read(bare(above)).is_some_and(|(_, value)| !value.is_empty()))
}

fn labels_are_finnish(lines: &[&str], count: usize) -> bool {
    lines.iter().take(count).any(|line| bare(line).trim_start_matches('*').starts_with("Lähet"))
}

#[derive(Default)]
struct Block {
    from: Option<String>,
    to: Option<String>,
    date: Option<String>,
    subject: Option<String>,
    /// Copies, importance and the like: read to find where they end.
    rest: Option<String>,
    lines: usize,
}

impl Block {
    fn read(lines: &[&str]) -> Self {
        let mut block = Block::default();
        let mut last: Option<(Label, usize)> = None;
        for (index, line) in lines.iter().enumerate().take(MAX_BLOCK_LINES) {
            let line = bare(line);
            let label_follows = || lines.get(index + 1).is_some_and(|next| labels::read(bare(next)).is_some());
            if line.is_empty() {
                if block.is_of_a_mail() && !label_follows() {
                    break;
                }
                continue;
            }
            if let Some((label, value)) = labels::read(line) {
                last = Some((label, 0));
                block.lines = index + 1;
                let other = matches!(label, Label::Cc | Label::Other);
                let place = block.place(label);
                if other || place.is_none() {
                    *place = Some(value.to_owned());
                }
                continue;
            }
            let Some((label, count)) = last else { break };
            let Some(value) = block.place(label) else { break };
            if count >= MAX_VALUE_LINES
                || value.len() > MAX_VALUE_CHARS
                || !goes_on(label, value, line, label_follows())
            {
                break;
            }
            value.push(' ');
            value.push_str(line);
            block.lines = index + 1;
            last = Some((label, count + 1));
        }
        block
    }

    /// An author with a moment or a subject, or addresses of both sides.
    fn is_of_a_mail(&self) -> bool {
        let addressed = self.to.is_some() && self.from.as_ref().is_some_and(|from| from.contains('@'));
        let subject = self.subject.as_ref().is_some_and(|subject| !subject.is_empty());
        self.from.is_some() && (self.date.is_some() || subject || addressed)
    }

    fn place(&mut self, label: Label) -> &mut Option<String> {
        match label {
            Label::From => &mut self.from,
            Label::To => &mut self.to,
            Label::Date => &mut self.date,
            Label::Subject => &mut self.subject,
            Label::Cc | Label::Other => &mut self.rest,
        }
    }

    /// The mail: `closing` is the line above the block, which some programs repeat below it.
    fn forwarded(self, lines: &[&str], closing: &str) -> Forwarded {
        let clean =
            |value: String| value.trim_matches(['*', '_', ' ', '\u{a0}', '\t']).trim_end_matches(';').to_owned();
        let mut below = lines.get(self.lines..).unwrap_or_default();
        let first = below.iter().position(|line| !line.trim().is_empty());
        if let Some(first) =
            first.filter(|&at| !closing.is_empty() && below.get(at).is_some_and(|l| bare(l) == closing))
        {
            below = below.get(first + 1..).unwrap_or_default();
        }
        Forwarded {
            from: self.from.map(clean).map(|value| author(&value)),
            to: self.to.map(clean).map(|value| recipients(&value)).unwrap_or_default(),
            date: self.date.map(clean).filter(|date| !date.is_empty()).map(|date| moment::read(&date).unwrap_or(date)),
            subject: self.subject.map(clean).filter(|subject| !subject.is_empty()),
            message_id: None,
            text: super::unmarked(below),
        }
    }
}

/// A line without a label that belongs to the value above: recipients, a long subject, or a value below its label.
fn goes_on(label: Label, value: &str, line: &str, label_follows: bool) -> bool {
    let people = matches!(label, Label::From | Label::To | Label::Cc | Label::Other);
    value.is_empty()
        || value.ends_with([',', ';'])
        || (people && line.starts_with('<'))
        || (people && label_follows && line.contains('@'))
        || (label == Label::Subject && label_follows)
}
