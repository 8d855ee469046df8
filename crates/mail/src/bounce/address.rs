//! Addresses within the lines of a notice. Knows nothing of what the lines mean.

use crate::address::clean;

/// The addresses of a line, each with where it begins and ends, brackets and quotes included.
pub(super) fn found(line: &str) -> Vec<(usize, usize, String)> {
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(at) = line.get(from..).and_then(|rest| memchr::memchr(b'@', rest.as_bytes())).map(|at| from + at) {
        let before = line.get(from..at).unwrap_or_default();
        let after = line.get(at + 1..).unwrap_or_default();
        let start = from + local_start(before);
        let length = after.find(|c: char| !is_domain(c)).unwrap_or(after.len());
        let domain = after.get(..length).unwrap_or_default().trim_end_matches(['.', '-', '_']);
        let end = at + 1 + domain.len();
        let local = line.get(start..at).unwrap_or_default();
        let local = local.trim_start_matches(['.', '\'', '=', '/', '+', '*']).trim_start_matches("mailto:");
        if domain.len() > 1
            && all.len() < 50
            && let Some(address) = clean(&format!("{local}@{domain}"))
        {
            let opened = line.get(..start).unwrap_or_default().ends_with(['<', '"', '\'', '(', '[']);
            let closed = line.get(end..).unwrap_or_default().starts_with(['>', '"', '\'', ')', ']']);
            all.push((start - usize::from(opened), end + usize::from(closed), address));
        }
        from = end.max(at + 1);
    }
    all
}

/// Where the local part begins that ends a text: at the opening quote of a quoted one, else at the first of its characters.
fn local_start(before: &str) -> usize {
    if let Some(inner) = before.strip_suffix('"') {
        let quote = inner.char_indices().rev().take(66).find(|(_, c)| *c == '"').map(|(at, _)| at);
        return quote.unwrap_or(before.len());
    }
    before.char_indices().rev().take(65).take_while(|(_, c)| is_local(*c)).last().map_or(before.len(), |(at, _)| at)
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
}

fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// The address of a recipient field: `rfc822; <jane@example.org>`, also without its type (RFC 3464 §2.3.1).
pub(super) fn of_field(value: &str) -> Option<String> {
    let (kind, address) = value.split_once(';').unwrap_or(("rfc822", value));
    if kind.trim().eq_ignore_ascii_case("x400") || kind.trim().eq_ignore_ascii_case("x-x400") {
        return None;
    }
    found(address).into_iter().next().map(|(_, _, address)| address)
}
