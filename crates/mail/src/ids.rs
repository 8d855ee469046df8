//! Message-IDs in the fields that hold them. Knows nothing of what they refer to.

use crate::model::Defect;
use crate::{charset, encoded_word};

/// Most ids that are kept of In-Reply-To and of References each (edge case 30).
const MAX_IDS: usize = 100;
/// Longest id that is kept, in bytes: the longest line that SMTP takes.
const MAX_ID_BYTES: usize = 998;

/// The ids of a raw header value.
pub(crate) fn of_header(value: &[u8], defects: &mut Vec<Defect>) -> Vec<String> {
    of(&charset::decode(None, &encoded_word::unfold(value)).0, defects)
}

/// Ids in angle brackets, or, where there is none, words with an `@` (RFC 5322 §3.6.4 and what Exchange and others do instead).
pub(crate) fn of(value: &str, defects: &mut Vec<Defect>) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = value;
    let mut add = |id: &str| {
        let id: String =
            id.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>')).collect();
        if id.len() > MAX_ID_BYTES {
            defects.push(Defect::OverlongId);
        } else if !id.is_empty() && !found.contains(&id) && found.len() <= 4 * MAX_IDS {
            found.push(id);
        }
    };
    while let Some((before, inside)) = rest.split_once('<') {
        bare_ids(before, &mut add);
        let (id, after) = inside.split_once('>').unwrap_or((inside, ""));
        add(id);
        rest = after;
    }
    bare_ids(rest, &mut add);
    found
}

fn bare_ids(text: &str, add: &mut impl FnMut(&str)) {
    text.split(|c: char| c.is_whitespace() || c == ',' || c == '>').filter(|word| word.contains('@')).for_each(add);
}

/// Keeps the first id, which names the conversation, and the newest.
pub(crate) fn limit(ids: &mut Vec<String>, defects: &mut Vec<Defect>) {
    if ids.len() > MAX_IDS {
        ids.drain(1..ids.len() - MAX_IDS + 1);
        defects.push(Defect::TooManyIds);
    }
}
