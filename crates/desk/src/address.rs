//! E-mail addresses as the desk compares them. Showing keeps the sender's spelling; comparing uses the folded form.

/// Folds an address for comparison: trimmed, lower case, the domain in its ASCII form, without a trailing dot.
/// Never fails: what is no address is only trimmed and lower-cased.
#[must_use]
pub fn fold(address: &str) -> String {
    let trimmed = address.trim().trim_matches(['<', '>']);
    let Some((local, domain)) = trimmed.rsplit_once('@') else {
        return trimmed.to_lowercase();
    };
    let domain = domain.trim_end_matches('.');
    let domain = if domain.is_ascii() {
        domain.to_ascii_lowercase()
    } else {
        idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase())
    };
    format!("{}@{domain}", local.to_lowercase())
}

/// The folded address without its plus-part: `a+b@c` is `a@c`, and `b` beside it.
#[must_use]
pub fn without_plus(folded: &str) -> (String, Option<&str>) {
    match folded.rsplit_once('@').and_then(|(local, domain)| Some((local.split_once('+')?, domain))) {
        Some(((local, plus), domain)) if !local.is_empty() => (format!("{local}@{domain}"), Some(plus)),
        _ => (folded.to_string(), None),
    }
}

/// The address with a token behind a plus, where that can still be delivered to (trust.md § Token).
#[must_use]
pub fn with_plus(address: &str, token: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let whole = format!("{local}+{token}@{domain}");
    is_deliverable(&whole).then_some(whole)
}

/// The domain as people see it, where its letters are made to look like another's: letters of several alphabets that look
/// alike in one label, or a label of nothing but foreign letters that look Latin (UTS #39; A15).
#[must_use]
pub fn lookalike(domain: &str) -> Option<String> {
    let (shown, _) = idna::domain_to_unicode(domain);
    shown.split('.').any(deceives).then_some(shown)
}

fn deceives(label: &str) -> bool {
    let has = |range: &[(char, char)]| label.chars().any(|c| range.iter().any(|(from, to)| (*from..=*to).contains(&c)));
    let latin = has(&[('a', 'z'), ('\u{c0}', '\u{24f}')]);
    let (greek, cyrillic) = (has(&[('\u{370}', '\u{3ff}')]), has(&[('\u{400}', '\u{52f}')]));
    let rare = has(&[('\u{530}', '\u{58f}'), ('\u{13a0}', '\u{13ff}'), ('\u{2c80}', '\u{2cff}')]);
    let foreign = label.chars().filter(|c| !c.is_ascii());
    let looks_latin = !latin && (cyrillic || greek) && foreign.clone().all(|c| LATIN_TWINS.contains(c));
    usize::from(latin) + usize::from(greek) + usize::from(cyrillic) + usize::from(rare) > 1 || looks_latin
}

/// Letters of other alphabets that look like Latin ones.
const LATIN_TWINS: &str = "аеорсухіјѕһԁԛԝӏьгопαοικνρυ";

/// The part behind the last `@`, or nothing.
#[must_use]
pub fn domain(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(_, domain)| domain).filter(|domain| !domain.is_empty())
}

/// The domain that one organisation registered, as DMARC compares domains (RFC 7489 § 3.2): `mail.shop.example.co.uk` is
/// `example.co.uk`. A public suffix alone is itself.
#[must_use]
pub fn organisational(domain: &str) -> String {
    let folded = fold(&format!("x@{domain}"));
    let plain = folded.strip_prefix("x@").unwrap_or(&folded);
    psl::domain_str(plain).unwrap_or(plain).to_string()
}

/// True for a domain below which anybody may register one: `co.uk`. One that no list knows is none.
#[must_use]
pub fn is_public_suffix(domain: &str) -> bool {
    psl::suffix(domain.as_bytes()).is_some_and(|suffix| suffix.is_known() && suffix.as_bytes() == domain.as_bytes())
}

/// True when both domains belong to the same organisation.
#[must_use]
pub fn same_organisation(one: &str, other: &str) -> bool {
    !one.is_empty() && organisational(one) == organisational(other)
}

/// True for what can be written to: one `@`, something on both sides, no white space, control or angle bracket, at
/// most 254 bytes (RFC 5321 § 4.5.3.1) and 64 before the `@`.
#[must_use]
pub fn is_deliverable(address: &str) -> bool {
    let plain =
        !address.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"'));
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    plain
        && address.len() <= 254
        && !local.is_empty()
        && local.len() <= 64
        && !local.contains('@')
        && !domain.is_empty()
        && !domain.starts_with('.')
        && !domain.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_compares_what_is_the_same_address() {
        for (written, folded) in [
            ("Max@Example.ORG", "max@example.org"),
            (" <max@example.org.> ", "max@example.org"),
            ("max@bücher.example", "max@xn--bcher-kva.example"),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(fold(written), folded, "{written}");
        }
    }

    #[test]
    fn a_plus_part_is_taken_off_and_given_back() {
        assert_eq!(without_plus("support+abc@x.example"), ("support@x.example".into(), Some("abc")));
        assert_eq!(without_plus("support@x.example"), ("support@x.example".into(), None));
        assert_eq!(without_plus("+odd@x.example"), ("+odd@x.example".into(), None));
    }

    #[test]
    fn domains_of_one_organisation_are_known_by_the_public_suffixes() {
        for (one, other, same) in [
            ("mail.shop.example.co.uk", "example.co.uk", true),
            ("Example.ORG.", "news.example.org", true),
            ("a.co.uk", "b.co.uk", false),
            ("max.github.io", "eva.github.io", false),
            ("bücher.example", "xn--bcher-kva.example", true),
            ("co.uk", "a.co.uk", false),
            ("", "", false),
        ] {
            assert_eq!(same_organisation(one, other), same, "{one} {other}");
        }
    }

    #[test]
    fn a_public_suffix_is_nobodys() {
        assert!(is_public_suffix("co.uk") && is_public_suffix("com"));
        assert!(!is_public_suffix("acme.co.uk") && !is_public_suffix("acme.example"));
    }

    #[test]
    fn a_token_is_put_behind_a_plus_where_it_fits() {
        assert_eq!(with_plus("help@x.example", "abc"), Some("help+abc@x.example".into()));
        assert_eq!(with_plus(&format!("{}@x.example", "l".repeat(62)), "abc"), None, "64 bytes before the @");
        assert_eq!(with_plus("nonsense", "abc"), None);
    }

    #[test]
    fn only_addresses_that_can_be_written_to_are_deliverable() {
        for good in ["a@b.example", "o'hara@x.example", "žofie@x.example"] {
            assert!(is_deliverable(good), "{good}");
        }
        for bad in ["", "a", "a@", "@b", "a b@c", "a@b\r\nRCPT", "<a@b>", "a@b@c", "a@.b", "a@b..c"] {
            assert!(!is_deliverable(bad), "{bad}");
        }
    }

    /// A15: domains that deceive the eye, and honest ones in every alphabet.
    #[test]
    fn domains_that_look_like_others_are_told() {
        for domain in ["аpple.com", "xn--pple-43d.com", "аррӏе.com", "gооgle.example", "bαnk.example"] {
            assert!(lookalike(&domain_of(domain)).is_some(), "{domain}");
        }
        for domain in [
            "apple.com",
            "müller.example",
            "пример.рф",
            "παράδειγμα.example",
            "例え.example",
            "kůň.example",
            "x1.example",
        ] {
            assert_eq!(lookalike(&domain_of(domain)), None, "{domain}");
        }
    }

    fn domain_of(domain: &str) -> String {
        super::domain(&fold(&format!("x@{domain}"))).unwrap().to_string()
    }
}
