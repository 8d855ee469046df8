//! Header lines as mail programs write them above a quoted or forwarded mail ("From:", "Gesendet:", "件名："), in many languages.
//! One table for all who read such blocks.

mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a line of a header block names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Label {
    /// The author.
    From,
    /// Recipients.
    To,
    /// Recipients of a copy.
    Cc,
    /// The moment of sending.
    Date,
    /// The subject.
    Subject,
    /// Anything else that stands in such blocks: Reply-To, attachments, importance.
    Other,
}

/// Longest label, in characters.
const MAX_LABEL_CHARS: usize = 30;

/// Each known label with what it names; the first meaning of a word counts.
static KNOWN: LazyLock<HashMap<&'static str, Label>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (label, names) in words::LABELS {
        for name in *names {
            known.entry(*name).or_insert(*label);
        }
    }
    known
});

/// The label at the start of a line and what stands behind its colon; nothing when the line is no header line.
pub(crate) fn read(line: &str) -> Option<(Label, &str)> {
    let line = line.trim().trim_start_matches(['*', '_']);
    let (at, colon) = line.char_indices().take(MAX_LABEL_CHARS).find(|(_, c)| *c == ':' || *c == '：')?;
    let name = line.get(..at)?.trim().trim_end_matches(['*', '_']).trim().to_lowercase();
    let label = KNOWN.get(name.as_str())?;
    let value = line.get(at + colon.len_utf8()..)?;
    Some((*label, value.trim_start_matches(['*', '_']).trim()))
}
