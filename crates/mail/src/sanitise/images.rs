//! Where images come from: the mail itself (`cid:`), small embedded ones (`data:`), or other servers, which learn of nothing unasked.
//! While the HTML is cleaned, marks stand before such addresses; afterwards each becomes the attribute that it should be.

use super::allowed::starts_with_ignoring_case;
use super::{Options, RemoteImages};

/// Private-use characters that stand for "remote" and "of this mail" between the two passes.
pub(super) const MARKS: [char; 2] = [REMOTE, OWN];
const REMOTE: char = '\u{f8f0}';
const OWN: char = '\u{f8f1}';
const EMBEDDED: &[&str] = &["png", "jpeg", "jpg", "gif", "webp"];

/// First pass: the marked address of an `img`, or nothing when it may not be shown.
pub(super) fn source(attribute: &str, value: &str) -> Option<String> {
    let value = value.trim();
    let remote = ["http://", "https://"].iter().any(|scheme| starts_with_ignoring_case(value, scheme));
    if remote {
        return Some(format!("{MARK_SCHEME}{REMOTE}{value}"));
    }
    if attribute != "src" {
        return None;
    }
    if starts_with_ignoring_case(value, "cid:") {
        return value.get(4..).map(|id| format!("{MARK_SCHEME}{OWN}{id}"));
    }
    is_embedded(value).then(|| value.to_owned())
}

/// Makes a marked address absolute, so that the cleaner does not take it for a relative one.
const MARK_SCHEME: &str = "cid:";

/// A picture of a kind that cannot contain script, in base64.
fn is_embedded(value: &str) -> bool {
    let Some((head, data)) = value.split_once(',') else { return false };
    let kind = head.get(..11).filter(|start| start.eq_ignore_ascii_case("data:image/")).and_then(|_| head.get(11..));
    let kind = kind.and_then(|kind| kind.split_once(';')).filter(|(_, coding)| coding.eq_ignore_ascii_case("base64"));
    kind.is_some_and(|(kind, _)| EMBEDDED.iter().any(|known| kind.eq_ignore_ascii_case(known)))
        && data.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/= \r\n\t".contains(&byte))
}

/// Second pass over cleaned HTML: marked addresses become `src` or `data-remote-src`. Gives the HTML and the number of remote images.
pub(super) fn place(cleaned: &str, options: &Options) -> (String, usize) {
    let mut out = String::with_capacity(cleaned.len());
    let (mut rest, mut remote) = (cleaned, 0);
    // In cleaned HTML every `<` in text is escaped and every attribute stands in double quotes.
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        out.push('<');
        rest = after;
        if let Some(mut image) = after.strip_prefix("img ") {
            out.push_str("img");
            while let Some((name, value, tail)) = next_attribute(image) {
                remote += usize::from(attribute(&mut out, name, value, options));
                image = tail;
            }
            rest = image;
        } else if let Some(link) = after.strip_prefix("a ") {
            out.push('a');
            rest = ordered(&mut out, link);
        }
    }
    out.push_str(rest);
    (out, remote)
}

/// Writes a link's attributes with those that were added last, so that cleaning twice changes nothing. Gives what follows them.
fn ordered<'a>(out: &mut String, mut rest: &'a str) -> &'a str {
    let mut added = Vec::new();
    while let Some((name, value, tail)) = next_attribute(rest) {
        match name {
            "target" | "rel" => added.push((name, value)),
            _ => push(out, name, value),
        }
        rest = tail;
    }
    added.sort_unstable_by(|one, other| other.cmp(one));
    added.into_iter().for_each(|(name, value)| push(out, name, value));
    rest
}

/// Name, value and what follows, at the start of the rest of a tag.
fn next_attribute(rest: &str) -> Option<(&str, &str, &str)> {
    let (name, after) = rest.trim_start_matches(' ').split_once("=\"")?;
    let sound = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let (value, tail) = after.split_once('"')?;
    sound.then_some((name, value, tail))
}

/// Writes one attribute; true when it names a remote image.
fn attribute(out: &mut String, name: &str, value: &str, options: &Options) -> bool {
    let marked = value.strip_prefix(MARK_SCHEME).unwrap_or(value);
    if let Some(url) = marked.strip_prefix(REMOTE) {
        let name = if options.remote_images == RemoteImages::Allow { "src" } else { "data-remote-src" };
        push(out, name, url);
        return true;
    }
    if let Some(id) = marked.strip_prefix(OWN) {
        if let Some(url) = found(id, options) {
            push(out, name, &url);
        }
        return false;
    }
    push(out, name, value);
    false
}

/// The URL of an image of the mail, escaped for an attribute. Ids may be percent-encoded (RFC 2392).
fn found(escaped_id: &str, options: &Options) -> Option<String> {
    let id = escaped_id.replace("&amp;", "&");
    let url = options.cid.get(&id).or_else(|| options.cid.get(&id.replace("%40", "@")))?;
    Some(url.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;"))
}

fn push(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(value);
    out.push('"');
}
