//! The header block of a raw mail, line by line, as far as counting needs it.

use std::collections::BTreeMap;

/// How often each header stands in a mail, by lower-case name; at most so many names are counted.
const MOST_NAMES: usize = 1_000;

/// Counts the headers of a mail. A line that is no header ends nothing: other programs read on as well.
pub(super) fn counts(raw: &[u8]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in raw.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(end) = line.iter().position(|byte| *byte == b':') else { continue };
        let name = line.get(..end).unwrap_or_default();
        let name = String::from_utf8_lossy(name).trim().to_ascii_lowercase();
        if counts.len() < MOST_NAMES || counts.contains_key(&name) {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    #[test]
    fn headers_are_counted_whatever_their_case_and_folding() {
        let counts = super::counts(b"From: a\r\nfrom : b\n\tfolded: x\r\nnonsense\r\nSubject: c\r\n\r\nFrom: body\r\n");
        assert_eq!(counts.get("from"), Some(&2));
        assert_eq!(counts.get("subject"), Some(&1));
        assert_eq!(counts.get("folded"), None);
    }
}
