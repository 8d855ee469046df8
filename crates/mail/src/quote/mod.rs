//! New text told from quoted text, signatures and boilerplate: line by line in linear time, never an expression that backtracks.
//! Nothing is thrown away: the segments concatenate to the text.

mod lines;
mod words;

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

/// Longest signature, in lines that are not blank: what is longer was a dash in the text.
const MAX_SIGNATURE_LINES: usize = 20;

/// Divides a body into segments whose texts concatenate to `text` exactly.
pub fn segments(text: &str) -> Vec<Segment<'_>> {
    divide(text, &[])
}

/// Divides a body of which more is known than its text says; the segments' texts concatenate to `text` exactly.
pub(crate) fn divide<'a>(text: &'a str, _hints: &[Hint]) -> Vec<Segment<'a>> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut segments = Vec::new();
    let (mut start, mut end) = (0, 0);
    let mut current = None;
    for (line, kind) in lines.iter().zip(kinds(&lines)) {
        if current.is_some_and(|current| current != kind) {
            segments.extend(segment(text, start, end, current));
            start = end;
        }
        current = Some(kind);
        end += line.len();
    }
    segments.extend(segment(text, start, end, current));
    segments
}

fn segment(text: &str, start: usize, end: usize, kind: Option<SegmentKind>) -> Option<Segment<'_>> {
    Some(Segment { kind: kind?, text: text.get(start..end)? })
}

/// The kind of each line.
fn kinds(lines: &[&str]) -> Vec<SegmentKind> {
    let mut kinds: Vec<SegmentKind> = Vec::with_capacity(lines.len());
    let mut signature: Option<usize> = None;
    let mut after_new = false;
    while let Some((line, rest)) = lines.get(kinds.len()..).and_then(|rest| rest.first().map(|line| (*line, rest))) {
        if lines::is_blank(line) {
            kinds.push(kinds.last().copied().unwrap_or_default());
            continue;
        }
        let quoted = quoted_lines(rest, after_new);
        if quoted > 0 {
            end_signature(lines, &mut kinds, signature.take());
            kinds.extend(std::iter::repeat_n(SegmentKind::Quote, quoted));
        } else if signature.is_some() {
            kinds.push(SegmentKind::Signature);
        } else if lines::starts_signature(line) {
            signature = Some(kinds.len());
            kinds.push(SegmentKind::Signature);
        } else if lines::is_appended(line) {
            kinds.push(SegmentKind::Boilerplate);
        } else {
            kinds.push(SegmentKind::New);
            after_new = true;
        }
    }
    end_signature(lines, &mut kinds, signature);
    kinds
}

/// How many lines from the first on are quoted: one that is marked, an introduction before marked ones, or all after an introduction
/// or header block that no marked line follows.
fn quoted_lines(rest: &[&str], after_new: bool) -> usize {
    if rest.first().is_some_and(|line| lines::is_quoted(line)) {
        return 1;
    }
    if rest.first().is_some_and(|line| lines::is_separator(line)) || lines::starts_header_block(rest) {
        return rest.len();
    }
    let Some(length) = lines::attribution(rest) else { return 0 };
    let next = rest.iter().skip(length).find(|line| !lines::is_blank(line));
    let marked = next.is_none_or(|line| lines::is_quoted(line));
    // Below an introduction at the very top may stand the answer: without marks it is not given up.
    if marked || !after_new { length } else { rest.len() }
}

/// Takes back a signature that is too long to be one.
fn end_signature(lines: &[&str], kinds: &mut [SegmentKind], start: Option<usize>) {
    let Some(start) = start else { return };
    let length = lines.get(start..kinds.len()).unwrap_or_default().iter().filter(|line| !lines::is_blank(line)).count();
    if length > MAX_SIGNATURE_LINES {
        kinds.iter_mut().skip(start).for_each(|kind| *kind = SegmentKind::New);
    }
}

/// The new text, or all text where nothing is new, trimmed. Where it answers a quote in several places, the marked lines of the quotes between stay with it.
pub(crate) fn reply(text: &str, hints: &[Hint]) -> String {
    let segments = divide(text, hints);
    let is_new = |segment: &&Segment<'_>| segment.kind == SegmentKind::New && !lines::is_blank(segment.text);
    let answered =
        |pair: &&[Segment<'_>]| matches!(pair, [quote, new] if quote.kind == SegmentKind::Quote && is_new(&new));
    let inline = segments.windows(2).filter(answered).count() > 1;
    let last_new = segments.iter().rposition(|segment| is_new(&segment)).unwrap_or_default();
    let mut out = String::new();
    for (index, segment) in segments.iter().enumerate() {
        match segment.kind {
            SegmentKind::New => out.push_str(segment.text),
            SegmentKind::Quote if inline && index < last_new => {
                segment
                    .text
                    .split_inclusive('\n')
                    .filter(|line| lines::is_quoted(line))
                    .for_each(|line| out.push_str(line));
            }
            _ => {}
        }
    }
    // A mail without anything new is all that its author sent: better too much than nothing.
    let new = if lines::is_blank(&out) { text } else { &out };
    new.trim().to_owned()
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
