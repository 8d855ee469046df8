//! Where images come from: the mail itself (`cid:`), small embedded ones (`data:`), or other servers, which learn of nothing unasked.
//! Cleaning keeps the address of each; afterwards it becomes the attribute that it should be.

use super::canonical::{next_attribute, push};
use super::url::{self, starts_with_ignoring_case};
use super::{Options, RemoteImages};

const EMBEDDED: &[&str] = &["png", "jpeg", "jpg", "gif", "webp"];

/// While cleaning: the address of an `img`, or nothing when it may not be shown.
pub(super) fn source(attribute: &str, value: &str) -> Option<String> {
    if let Some(remote) = url::remote(value) {
        return Some(remote);
    }
    let value = url::read(value);
    let own = starts_with_ignoring_case(&value, "cid:") || is_embedded(&value);
    (attribute == "src" && own).then_some(value)
}

/// A picture of a kind that cannot contain script, in base64.
fn is_embedded(value: &str) -> bool {
    let Some((head, data)) = value.split_once(',') else { return false };
    let kind = head.get(..11).filter(|start| start.eq_ignore_ascii_case("data:image/")).and_then(|_| head.get(11..));
    let kind = kind.and_then(|kind| kind.split_once(';')).filter(|(_, coding)| coding.eq_ignore_ascii_case("base64"));
    kind.is_some_and(|(kind, _)| EMBEDDED.iter().any(|known| kind.eq_ignore_ascii_case(known)))
        && data.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/= ".contains(&byte))
}

/// After cleaning: addresses of images become `src` or `data-remote-src`. Gives the HTML and the number of remote images.
pub(super) fn place(cleaned: &str, options: &Options) -> (String, usize) {
    let mut out = String::with_capacity(cleaned.len());
    let (mut rest, mut remote) = (cleaned, 0);
    while let Some((before, after)) = rest.split_once("<img") {
        out.push_str(before);
        out.push_str("<img");
        let (tail, is_remote) = image(&mut out, after, options);
        remote += usize::from(is_remote);
        rest = tail;
    }
    out.push_str(rest);
    (out, remote)
}

/// Writes the attributes of an image, of several addresses the first. Gives what follows, and whether another server has it.
fn image<'a>(out: &mut String, tag: &'a str, options: &Options) -> (&'a str, bool) {
    let (mut tail, mut addressed, mut is_remote) = (tag, false, false);
    while let Some((name, value, after)) = next_attribute(tail) {
        tail = after;
        if name != "src" && name != "data-remote-src" {
            push(out, name, value);
        } else if !addressed {
            addressed = true;
            is_remote = url::is_remote(value);
            address(out, value, options);
        }
    }
    (tail, is_remote)
}

fn address(out: &mut String, value: &str, options: &Options) {
    if url::is_remote(value) {
        let blocked = options.remote_images == RemoteImages::Block;
        push(out, if blocked { "data-remote-src" } else { "src" }, value);
    } else if starts_with_ignoring_case(value, "cid:") {
        if let Some(url) = value.get(4..).and_then(|id| found(id, options)) {
            push(out, "src", &url);
        }
    } else {
        push(out, "src", value);
    }
}

/// The URL of an image of the mail, escaped for an attribute. Ids may be percent-encoded (RFC 2392).
fn found(escaped_id: &str, options: &Options) -> Option<String> {
    let id = escaped_id.replace("&amp;", "&");
    let url = options.cid.get(&id).or_else(|| options.cid.get(&id.replace("%40", "@")))?;
    Some(url.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;"))
}
