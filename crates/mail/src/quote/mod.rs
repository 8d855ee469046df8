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

use std::sync::OnceLock;

pub use delimiter::delimiter;
pub(crate) use divide::{MAX_LINES, has_too_many_lines};

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

/// Lines of one sort in a row.
#[derive(Debug, Clone, Copy)]
struct Run {
    bytes: usize,
    kind: SegmentKind,
    /// Marked as quoted, by `>` or by the HTML: not only introduced.
    marked: bool,
}

/// How a body divides, made when it is first asked for. It adds nothing to what a mail is, so that all are equal.
#[derive(Debug, Clone, Default)]
pub struct Division(OnceLock<Vec<Run>>);

impl PartialEq for Division {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Division {}

impl Division {
    /// The runs of a text, which must be the same each time.
    fn runs(&self, text: &str, hints: &[Hint]) -> &[Run] {
        self.0.get_or_init(|| divide::runs(text, hints))
    }

    /// The segments of a text; they concatenate to it exactly.
    pub(crate) fn segments<'a>(&self, text: &'a str, hints: &[Hint]) -> Vec<Segment<'a>> {
        joined(text, self.runs(text, hints))
    }

    /// The new text, or all text where nothing is new, trimmed. Where it answers a quote in several places, or one that the author
    /// chose, the marked lines of the quotes between stay with it.
    pub(crate) fn reply(&self, text: &str, hints: &[Hint]) -> String {
        new_text(text, self.runs(text, hints))
    }

    /// The new text, or all text where nothing is new, in one line of at most `max_chars` characters.
    pub(crate) fn preview(&self, text: &str, hints: &[Hint], max_chars: usize) -> String {
        let segments = self.segments(text, hints);
        let new = segments.iter().filter(|segment| segment.kind == SegmentKind::New);
        let line = one_line(new.flat_map(|segment| segment.text.split_whitespace()), max_chars);
        if line.is_empty() { one_line(text.split_whitespace(), max_chars) } else { line }
    }
}

/// Divides a body into segments whose texts concatenate to `text` exactly.
pub fn segments(text: &str) -> Vec<Segment<'_>> {
    joined(text, &divide::runs(text, &[]))
}

/// Runs of one kind in a row as one segment.
fn joined<'a>(text: &'a str, runs: &[Run]) -> Vec<Segment<'a>> {
    let mut segments = Vec::new();
    let mut rest = text;
    for same in runs.chunk_by(|one, next| one.kind == next.kind) {
        let bytes = same.iter().map(|run| run.bytes).sum();
        let (text, after) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
        segments.extend(same.first().map(|run| Segment { kind: run.kind, text }));
        rest = after;
    }
    segments
}

/// Each run with its text.
fn with_texts<'a>(text: &'a str, runs: &[Run]) -> Vec<(Run, &'a str)> {
    let mut rest = text;
    let mut cut = |run: &Run| {
        let (text, after) = rest.split_at_checked(run.bytes).unwrap_or((rest, ""));
        rest = after;
        (*run, text)
    };
    runs.iter().map(&mut cut).collect()
}

fn new_text(text: &str, runs: &[Run]) -> String {
    let mut lines = with_texts(text, runs);
    let inline = answers_between(&lines);
    let is_new = |(run, text): &(Run, &str)| run.kind == SegmentKind::New && !line::is_blank(text);
    let last_new = lines.iter().rposition(is_new).unwrap_or_default();
    let answered = |index: usize, run: &Run| inline && run.marked && run.kind == SegmentKind::Quote && index < last_new;
    let mut index = 0;
    lines.retain(|(run, _)| {
        index += 1;
        run.kind == SegmentKind::New || answered(index - 1, run)
    });
    // A mail without anything new is all that its author sent: better too much than nothing.
    if lines.iter().all(|(_, text)| line::is_blank(text)) {
        return text.trim().to_owned();
    }
    trimmed(lines.into_iter().map(|(_, text)| text).collect())
}

/// Pieces as one text without white space at its ends, made in one go: the pieces may be as long as a mail.
fn trimmed(pieces: Vec<&str>) -> String {
    let is_blank = |piece: &&str| piece.trim().is_empty();
    let (Some(first), Some(last)) =
        (pieces.iter().position(|piece| !is_blank(piece)), pieces.iter().rposition(|piece| !is_blank(piece)))
    else {
        return String::new();
    };
    let mut pieces = pieces.get(first..=last).unwrap_or_default().to_vec();
    if let Some(first) = pieces.first_mut() {
        *first = first.trim_start();
    }
    if let Some(last) = pieces.last_mut() {
        *last = last.trim_end();
    }
    pieces.concat()
}

/// True when new text follows marked quotes in more than one place, or one quote that no mail program introduced.
fn answers_between(lines: &[(Run, &str)]) -> bool {
    let (mut answered, mut chosen) = (0_usize, 0_usize);
    let (mut in_quote, mut introduced) = (false, false);
    for (run, _) in lines.iter().filter(|(_, text)| !line::is_blank(text)) {
        match run.kind {
            SegmentKind::Quote if run.marked => in_quote = true,
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
