//! Senders: lists of addresses and domains that people keep, to block or to allow. They say nothing about who really wrote.

use crate::address;

/// The most entries of a list; the API refuses more.
pub const MOST: usize = 2_000;

/// Whether a list names this folded address: itself, its domain, or a domain above that.
#[must_use]
pub fn lists(entries: &[String], folded: &str) -> bool {
    let domain = address::domain(folded).unwrap_or_default();
    entries.iter().any(|entry| {
        let entry = entry.strip_prefix('@').unwrap_or(entry);
        if entry.contains('@') {
            return entry == folded;
        }
        domain.strip_suffix(entry).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// An entry as it is kept, or nothing where it is neither an address nor a domain.
#[must_use]
pub fn entry(written: &str) -> Option<String> {
    let folded = written.trim().trim_start_matches('@').to_lowercase();
    let fits = folded.len() <= 254 && !folded.chars().any(|c| c.is_whitespace() || c.is_control());
    let is_address = folded.contains('@') && address::is_deliverable(&folded);
    let is_domain = !folded.contains('@') && folded.contains('.') && !folded.starts_with('.') && !folded.ends_with('.');
    (fits && (is_address || is_domain)).then(|| if is_address { address::fold(&folded) } else { folded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_addresses_and_whole_domains() {
        let list = ["ana@shop.example", "bad.example", "@worse.example"].map(String::from);
        for listed in ["ana@shop.example", "x@bad.example", "x@mail.bad.example", "y@worse.example"] {
            assert!(lists(&list, listed), "{listed}");
        }
        for other in ["bob@shop.example", "x@notbad.example", "ana@shop.example.org", ""] {
            assert!(!lists(&list, other), "{other}");
        }
    }

    #[test]
    fn entries_are_addresses_or_domains() {
        assert_eq!(entry(" Ana@Shop.Example ").as_deref(), Some("ana@shop.example"));
        assert_eq!(entry("@Bad.Example").as_deref(), Some("bad.example"));
        for nonsense in ["", "example", "a b.example", "@", ".example", "a@b@c"] {
            assert_eq!(entry(nonsense), None, "{nonsense}");
        }
    }
}
