//! New text told from quoted text, signatures and boilerplate: line by line in linear time, never an expression that backtracks.
//! Nothing is thrown away: the segments concatenate to the text. When in doubt a line is new.

mod appended;
mod attribution;
mod block;
mod delimiter;
mod divide;
mod line;
mod prose;
mod words;

pub use delimiter::delimiter;
use divide::{Divided, divide_lines};

/// What the HTML of a mail says about lines of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    /// The first of these lines, counted from 0.
    pub line: usize,
    /// How many lines.
    pub lines: usize,
    /// What they are.
    pub kind: SegmentKind,
}

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SegmentKind {
    /// Written for this mail.
    #[default]
    New,
    /// Taken from an earlier mail, with the line that introduces it.
    Quote,
    /// The author's signature.
    Signature,
    /// What a program or a law department appended.
    Boilerplate,
}

impl SegmentKind {
    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            SegmentKind::New => "new",
            SegmentKind::Quote => "quote",
            SegmentKind::Signature => "signature",
            SegmentKind::Boilerplate => "boilerplate",
        }
    }
}

/// A stretch of whole lines of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    /// What it is.
    pub kind: SegmentKind,
    /// The lines, with their line ends.
    pub text: &'a str,
}

/// Divides a body into segments whose texts concatenate to `text` exactly.
pub fn segments(text: &str) -> Vec<Segment<'_>> {
    divide(text, &[])
}

/// Divides a body of which more is known than its text says; the segments' texts concatenate to `text` exactly.
pub(crate) fn divide<'a>(text: &'a str, hints: &[Hint]) -> Vec<Segment<'a>> {
    joined(text, &divide_lines(text, hints))
}

/// Both what [`divide`] and what [`reply`] give, of one division.
pub(crate) fn segments_and_reply<'a>(text: &'a str, hints: &[Hint]) -> (Vec<Segment<'a>>, String) {
    let lines = divide_lines(text, hints);
    (joined(text, &lines), new_text(text, &lines))
}

/// Lines of one kind in a row as one segment.
fn joined<'a>(text: &'a str, lines: &[Divided<'a>]) -> Vec<Segment<'a>> {
    let mut segments = Vec::new();
    let (mut start, mut end) = (0, 0);
    let mut current = None;
    for line in lines {
        if current.is_some_and(|current| current != line.kind) {
            segments.extend(segment(text, start, end, current));
            start = end;
        }
        current = Some(line.kind);
        end += line.text.len();
    }
    segments.extend(segment(text, start, end, current));
    segments
}

fn segment(text: &str, start: usize, end: usize, kind: Option<SegmentKind>) -> Option<Segment<'_>> {
    Some(Segment { kind: kind?, text: text.get(start..end)? })
}

/// The new text, or all text where nothing is new, trimmed. Where it answers a quote in several places, or one that the author chose,
/// the marked lines of the quotes between stay with it.
pub(crate) fn reply(text: &str, hints: &[Hint]) -> String {
    new_text(text, &divide_lines(text, hints))
}

fn new_text(text: &str, lines: &[Divided<'_>]) -> String {
    let inline = answers_between(lines);
    let last_new = lines.iter().rposition(is_new).unwrap_or_default();
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        let answered = inline && line.marked && line.kind == SegmentKind::Quote && index < last_new;
        if line.kind == SegmentKind::New || answered {
            out.push_str(line.text);
        }
    }
    // A mail without anything new is all that its author sent: better too much than nothing.
    let new = if line::is_blank(&out) { text } else { &out };
    new.trim().to_owned()
}

fn is_new(line: &Divided<'_>) -> bool {
    line.kind == SegmentKind::New && !line::is_blank(line.text)
}

/// True when new text follows marked quotes in more than one place, or one quote that no mail program introduced.
fn answers_between(lines: &[Divided<'_>]) -> bool {
    let (mut answered, mut chosen) = (0_usize, 0_usize);
    let (mut in_quote, mut introduced) = (false, false);
    for line in lines.iter().filter(|line| !line::is_blank(line.text)) {
        match line.kind {
            SegmentKind::Quote if line.marked => in_quote = true,
            SegmentKind::Quote => introduced = true,
            SegmentKind::New => {
                answered += usize::from(in_quote);
                chosen += usize::from(in_quote && !introduced);
                (in_quote, introduced) = (false, false);
            }
            _ => {}
        }
    }
    answered > 1 || chosen > 0
}

/// The new text, or all text where nothing is new, in one line of at most `max_chars` characters.
pub(crate) fn preview(text: &str, hints: &[Hint], max_chars: usize) -> String {
    let new = divide(text, hints).into_iter().filter(|segment| segment.kind == SegmentKind::New);
    let line = one_line(new.flat_map(|segment| segment.text.split_whitespace()), max_chars);
    if line.is_empty() { one_line(text.split_whitespace(), max_chars) } else { line }
}

/// Words with a space between them, up to the limit.
fn one_line<'a>(words: impl Iterator<Item = &'a str>, max_chars: usize) -> String {
    let mut out = String::new();
    let mut left = max_chars;
    for word in words {
        let space = usize::from(!out.is_empty());
        let length = word.chars().count();
        if left < space + 1 {
            break;
        }
        if space == 1 {
            out.push(' ');
        }
        out.extend(word.chars().take(left - space));
        left = left.saturating_sub(space + length);
    }
    out
}
