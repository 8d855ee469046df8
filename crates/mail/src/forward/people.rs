//! Authors and recipients as programs write them for people: names turned round with a comma, addresses twice, or no address at all.

use super::Author;
use crate::address;
use crate::model::Address;

/// Most recipients that are kept.
const MAX_RECIPIENTS: usize = 100;

/// `Jane <jane@example.org>`, `Doe, Jane [mailto:jane@example.org]`, or the name alone.
pub(super) fn author(value: &str) -> Author {
    let value = with_brackets(value);
    let found = one(&value);
    match found {
        Some(found) => Author { name: found.name, address: Some(found.address) },
        // Notes writes `Jane Doe/ACME@ACME`.
        None => Author { name: name(value.split('/').next().unwrap_or_default()), address: None },
    }
}

/// A list; entries that are a name alone are left out.
pub(super) fn recipients(value: &str) -> Vec<Address> {
    let value = with_brackets(value);
    let mut found: Vec<Address> = Vec::new();
    let mut keep = |entry: Address| {
        if !found.iter().any(|known| known.address.eq_ignore_ascii_case(&entry.address)) && found.len() < MAX_RECIPIENTS
        {
            found.push(entry);
        }
    };
    if value.contains(';') || value.matches('@').take(2).count() < 2 {
        // Semicolons part the entries, so that commas belong to names.
        value.split(';').filter_map(one).for_each(keep);
    } else {
        for mut entry in address::parse(value.as_bytes()).addresses {
            entry.name = entry.name.as_deref().and_then(name).filter(|name| !name.contains('@'));
            keep(entry);
        }
    }
    found
}

/// Angle brackets instead of what some programs write around addresses.
fn with_brackets(value: &str) -> String {
    value.replace("[mailto:", "<").replace("<mailto:", "<").replace("(mailto:", "<").replace(']', ">")
}

/// One person, whose name may hold a comma.
fn one(value: &str) -> Option<Address> {
    let (before, address) = match value.split_once('<') {
        Some((before, behind)) => (before, behind.split('>').next().unwrap_or_default()),
        None => {
            let is_address = |word: &&str| {
                word.split_once('@').is_some_and(|(local, domain)| domain.contains('.') && !local.contains('/'))
            };
            let address = value.split_whitespace().find(is_address)?;
            (value.split(address).next().unwrap_or_default(), address)
        }
    };
    let address = address::clean(address.trim_matches(['(', ')', '"', '\'', '*', ',', '<', '>']))?;
    let before = before.trim().trim_end_matches(['(', '[']);
    // The address stands twice where it was a link.
    Some(Address { name: name(before).filter(|name| !name.contains('@')), address })
}

/// A name without quotation marks around it.
fn name(text: &str) -> Option<String> {
    let name = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '*' | '“' | '”' | ','));
    crate::text::name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, name: Option<&str>, address: Option<&str>) {
        let read = author(value);
        assert_eq!((read.name.as_deref(), read.address.as_deref()), (name, address), "{value}");
    }

    #[test]
    fn authors_are_read_with_and_without_addresses() {
        check("Jane Doe <jane@example.org>", Some("Jane Doe"), Some("jane@example.org"));
        check("Doe, Jane <jane@example.org>", Some("Doe, Jane"), Some("jane@example.org"));
        check("\"Doe, Jane\" [mailto:jane@example.org]", Some("Doe, Jane"), Some("jane@example.org"));
        check("Jane <jane@example.org> <mailto:jane@example.org>", Some("Jane"), Some("jane@example.org"));
        check("jane@example.org [mailto:jane@example.org]", None, Some("jane@example.org"));
        check("jane@example.org <jane@example.org>", None, Some("jane@example.org"));
        check("Doe, Jane", Some("Doe, Jane"), None);
        check("Jane Doe/ACME@ACME", Some("Jane Doe"), None);
        check("", None, None);
    }

    #[test]
    fn semicolons_part_recipients_whose_names_hold_commas() {
        let read = |value: &str| recipients(value).into_iter().map(|one| one.address).collect::<Vec<_>>();
        assert_eq!(
            read("Doe, Jane <jane@example.org>; Roe, Rick; kim@example.com"),
            ["jane@example.org", "kim@example.com"]
        );
        assert_eq!(read("Jane <jane@example.org>, kim@example.com"), ["jane@example.org", "kim@example.com"]);
        assert_eq!(read("'kim@example.com' <kim@example.com>"), ["kim@example.com"]);
        assert!(read("Jane Doe/ACME@ACME").is_empty());
    }
}
