//! A header block in a text, and the text below it.

use super::words::ANNOUNCES;
use super::{Author, Forwarded, moment};
use crate::address;
use crate::labels::{self, Label};
use crate::model::Address;

/// Most lines that are searched for a block.
const MAX_LINES: usize = 5_000;
/// Most lines of a block, values that go on included.
const MAX_BLOCK_LINES: usize = 25;
/// Longest value, in characters.
const MAX_VALUE_CHARS: usize = 998;

/// The forwarded mail of a text. Without a subject that says so, words above the block must.
pub(super) fn read(text: &str, announced: bool) -> Option<Forwarded> {
    let lines: Vec<&str> = text.lines().take(MAX_LINES).collect();
    for (at, line) in lines.iter().enumerate() {
        let (label, _) = match labels::read(bare(line)) {
            Some(found) => found,
            None => continue,
        };
        if !matches!(label, Label::From | Label::Date | Label::Subject) || is_inner_label(&lines, at) {
            continue;
        }
        let block = Block::read(lines.get(at..).unwrap_or_default());
        let labelled = block.from.is_some() && (block.date.is_some() || block.subject.is_some() || block.to.is_some());
        if labelled && (announced || is_announced(lines.get(..at).unwrap_or_default())) {
            return Some(block.forwarded(lines.get(at..).unwrap_or_default()));
        }
    }
    None
}

/// A label that stands behind another: the block began above.
fn is_inner_label(lines: &[&str], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|above| lines.get(above))
        .is_some_and(|above| labels::read(bare(above)).is_some_and(|(_, value)| !value.is_empty()))
}

/// Words of forwarding in the lines above a block.
fn is_announced(above: &[&str]) -> bool {
    let near = above.iter().rev().filter(|line| !bare(line).is_empty()).take(3);
    near.into_iter().any(|line| {
        let lower = line.to_lowercase();
        line.len() < 200 && ANNOUNCES.iter().any(|words| lower.contains(words))
    })
}

/// A line without the marks of a quote.
fn bare(line: &str) -> &str {
    line.trim().trim_start_matches(['>', '|', ' ', '\u{a0}'])
}

#[derive(Default)]
struct Block {
    from: Option<String>,
    to: Option<String>,
    date: Option<String>,
    subject: Option<String>,
    lines: usize,
}

impl Block {
    fn read(lines: &[&str]) -> Self {
        let mut block = Block::default();
        let mut last: Option<Label> = None;
        for (index, line) in lines.iter().enumerate().take(MAX_BLOCK_LINES) {
            let line = bare(line);
            if line.is_empty() {
                let complete =
                    block.from.is_some() && (block.date.is_some() || block.subject.is_some() || block.to.is_some());
                let goes_on = lines.get(index + 1).is_some_and(|next| labels::read(bare(next)).is_some());
                if complete && !goes_on {
                    break;
                }
                continue;
            }
            match labels::read(line) {
                Some((label, value)) => {
                    last = Some(label);
                    block.lines = index + 1;
                    let place = block.place(label);
                    if let Some(place) = place.filter(|place| place.is_none()) {
                        *place = Some(value.to_owned());
                    }
                }
                None => {
                    let Some(label) = last else { break };
                    let Some(Some(value)) = block.place(label) else { continue };
                    // A value that goes on: recipients, a long subject, or one below its label.
                    let wanting = value.is_empty()
                        || value.ends_with([',', ';'])
                        || line.starts_with('<')
                        || label == Label::Subject && index < 12 && block_goes_on(lines, index);
                    if !wanting || value.len() > MAX_VALUE_CHARS {
                        break;
                    }
                    value.push(' ');
                    value.push_str(line);
                    block.lines = index + 1;
                }
            }
        }
        block
    }

    fn place(&mut self, label: Label) -> Option<&mut Option<String>> {
        match label {
            Label::From => Some(&mut self.from),
            Label::To => Some(&mut self.to),
            Label::Date => Some(&mut self.date),
            Label::Subject => Some(&mut self.subject),
            Label::Cc | Label::Other => None,
        }
    }

    fn forwarded(self, lines: &[&str]) -> Forwarded {
        let clean =
            |value: String| value.trim_matches(['*', '_', ' ', '\u{a0}', '\t']).trim_end_matches(';').to_owned();
        let below = lines.get(self.lines..).unwrap_or_default();
        let first = below.iter().find(|line| !line.trim().is_empty());
        let marked = first.is_some_and(|line| line.trim_start().starts_with('>'));
        let unmarked = |line: &&str| {
            if marked {
                line.trim_start()
                    .strip_prefix('>')
                    .map_or(*line, |rest| rest.strip_prefix(' ').unwrap_or(rest))
                    .to_owned()
            } else {
                (*line).to_owned()
            }
        };
        Forwarded {
            from: self.from.map(clean).map(|value| author(&value)),
            to: self.to.map(clean).map(|value| recipients(&value)).unwrap_or_default(),
            date: self.date.map(clean).filter(|date| !date.is_empty()).map(|date| moment::read(&date).unwrap_or(date)),
            subject: self.subject.map(clean).filter(|subject| !subject.is_empty()),
            message_id: None,
            text: below.iter().map(unmarked).collect::<Vec<_>>().join("\n").trim().to_owned(),
        }
    }
}

/// A line without a label between labels belongs to the value above.
fn block_goes_on(lines: &[&str], index: usize) -> bool {
    lines.get(index + 1).is_some_and(|next| labels::read(bare(next)).is_some())
}

/// Author as programs write it: `Jane <jane@example.org>`, `Jane [mailto:jane@example.org]`, or the name alone.
fn author(value: &str) -> Author {
    match recipients(value).into_iter().next() {
        Some(found) => Author { name: found.name, address: Some(found.address) },
        None => Author {
            name: Some(value.trim_matches(['"', '\'']).to_owned()).filter(|name| !name.is_empty()),
            address: None,
        },
    }
}

fn recipients(value: &str) -> Vec<Address> {
    let value = value.replace("[mailto:", "<").replace("<mailto:", "<").replace(']', ">");
    let mut found: Vec<Address> = Vec::new();
    for mut one in address::parse(value.as_bytes()).addresses.into_iter().take(100) {
        // The address stands twice where a link was text.
        one.name = one
            .name
            .map(|name| name.trim_matches(['"', '\'', ' ']).to_owned())
            .filter(|name| !name.contains('@') && !name.is_empty());
        if !found.iter().any(|known| known.address.eq_ignore_ascii_case(&one.address)) {
            found.push(one);
        }
    }
    found
}
