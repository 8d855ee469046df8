//! Links, addresses and markup in a text from outside, however they are written.

/// True where there is a link, a picture or a tag of a markup language in it.
pub(super) fn has_markup(text: &str) -> bool {
    text.contains("](") || text.contains("![") || text.contains("]:") || has_tag(text)
}

fn has_tag(text: &str) -> bool {
    text.match_indices('<').any(|(place, _)| {
        let next = text.get(place + 1..).and_then(|rest| rest.chars().next());
        next.is_some_and(|c| c.is_alphabetic() || c == '/' || c == '!')
    })
}

/// What stands between spaces, without punctuation around it.
pub(super) fn core(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_alphanumeric())
}

/// True for what mail programs make a link of, or people read as one.
pub(super) fn is_link(token: &str) -> bool {
    let folded = token.to_lowercase().replace(['。', '．', '｡', '․'], ".");
    if folded.contains("//") || folded.contains('@') || folded.contains("www.") || folded.contains(":\\") {
        return true;
    }
    ["mailto:", "tel:", "data:", "javascript:", "http:", "https:", "ftp:"].iter().any(|scheme| folded.contains(scheme))
        || folded.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-')).any(is_domain)
}

fn is_domain(text: &str) -> bool {
    let text = text.trim_matches(['.', '-']);
    let Some((host, last)) = text.rsplit_once('.') else { return false };
    let numbers = text.split('.').count() == 4 && text.split('.').all(|part| part.parse::<u8>().is_ok());
    let letters = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic) && !host.is_empty();
    numbers || (letters && (!last.is_ascii() || is_suffix(last)))
}

/// True for the end of a name that names can have, those for examples and for networks of one's own included.
fn is_suffix(last: &str) -> bool {
    const OWN: [&str; 8] = ["example", "test", "invalid", "localhost", "local", "internal", "lan", "onion"];
    OWN.contains(&last) || psl::suffix(last.as_bytes()).is_some_and(|suffix| suffix.is_known())
}
