//! Addresses as a browser reads them, so that none is judged by how it is written. Decides which may stand, never where they lead.

/// Schemes of links.
const LINKS: &[&str] = &["http://", "https://", "mailto:", "tel:"];
/// Schemes of images that are fetched.
const REMOTE: &[&str] = &["http://", "https://"];
/// Resources of the desk that a stranger has no reason to link to (edge case 26).
const OWN: &[&str] = &["attachments", "messages"];

/// The address of a link, or nothing when it may not lead there.
pub(super) fn link(value: &str) -> Option<String> {
    let url = read(value);
    let refused = path(&url).is_some_and(|rest| OWN.contains(&rest.as_str()));
    (is_one_of(&url, LINKS) && !refused).then_some(url)
}

/// The address of an image of another server, or nothing when it is none or one of the desk's own, wherever that is.
pub(super) fn remote(value: &str) -> Option<String> {
    let url = read(value);
    (is_one_of(&url, REMOTE) && path(&url).is_none()).then_some(url)
}

/// True when the address of a cleaned image is fetched from another server.
pub(super) fn is_remote(value: &str) -> bool {
    is_one_of(value, REMOTE)
}

/// `text` starts with `start`, whatever the case of ASCII letters.
pub(super) fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.as_bytes().get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

fn is_one_of(url: &str, schemes: &[&str]) -> bool {
    schemes.iter().any(|scheme| starts_with_ignoring_case(url, scheme))
}

/// Without what browsers take away: control characters and spaces around it, tabs and line ends in it (URL Standard §4.4).
pub(super) fn read(value: &str) -> String {
    value.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect()
}

/// For an address under `/api/v1/`, on whatever host, the segment that follows. Percent signs, backslashes, doubled slashes and dot
/// segments are read as browsers and servers may read them.
fn path(url: &str) -> Option<String> {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let mut segments: Vec<String> = Vec::new();
    for segment in url.get(..end)?.split(['/', '\\']) {
        let plain = percent_decoded(segment).to_ascii_lowercase();
        for piece in plain.split(['/', '\\']) {
            match piece {
                "" | "." => {}
                ".." => drop(segments.pop()),
                piece => segments.push(piece.to_owned()),
            }
        }
    }
    let start =
        segments.windows(2).position(|pair| matches!(pair, [api, version] if api == "api" && version == "v1"))?;
    Some(segments.get(start + 2).cloned().unwrap_or_default())
}

fn percent_decoded(segment: &str) -> String {
    let mut out = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let decoded = digits.filter(|_| byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(decoded.unwrap_or(byte));
        rest = if decoded.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&out).into_owned()
}
