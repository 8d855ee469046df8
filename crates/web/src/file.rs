//! Files of strangers on their way to a browser (SB-11, assurance B3): saved, never shown, by their sniffed type; only
//! four kinds of pictures may be shown in place. The name is cleaned and never reaches a disk of ours.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::guard::FILE_POLICY;

/// Pictures that cannot carry script.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp"];
/// Kinds that keep their type when they are saved; every other one is only bytes.
const PLAIN_KINDS: &[&str] = &["application/pdf", "application/zip", "text/plain", "text/csv", "message/rfc822"];
const PLAIN_FAMILIES: &[&str] = &["audio/", "video/", "application/vnd.openxmlformats-", "application/vnd.oasis."];
/// The longest name, characters.
const NAME_CHARS: usize = 150;

/// How a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// To be saved.
    Saved,
    /// To be shown in place, if it is a picture of a harmless kind.
    Shown,
}

/// True for pictures that may be shown in place.
#[must_use]
pub fn is_picture(sniffed: &str) -> bool {
    PICTURES.contains(&sniffed)
}

/// The answer that carries a file.
#[must_use]
pub fn answer(bytes: Vec<u8>, sniffed: &str, name: &str, wanted: Wanted) -> Response {
    let shown = wanted == Wanted::Shown && is_picture(sniffed);
    let kind = if is_plain(sniffed) { sniffed } else { "application/octet-stream" };
    let kind = HeaderValue::from_str(kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let disposition = disposition(if shown { "inline" } else { "attachment" }, name);
    let caching = if shown { "private, max-age=86400" } else { "no-store" };
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
    ];
    (headers, bytes).into_response()
}

fn is_plain(sniffed: &str) -> bool {
    is_picture(sniffed)
        || PLAIN_KINDS.contains(&sniffed)
        || PLAIN_FAMILIES.iter().any(|family| sniffed.starts_with(family))
}

/// RFC 6266: a plain name for old programs, the real one beside it (RFC 8187).
fn disposition(how: &str, name: &str) -> HeaderValue {
    let name = clean(name);
    let plain: String =
        name.chars().map(|c| if c.is_ascii() && !matches!(c, '"' | '\\' | '%') { c } else { '_' }).collect();
    let encoded = desk::percent::encoded(&name, b"!#$&+-.^_`|~");
    let value = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}

/// A name without path, control characters and marks that turn the direction of writing (a file that only looks harmless).
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = last.chars().filter(|c| !c.is_control() && !turns(c)).collect();
    let kept = kept.trim().trim_start_matches('.');
    let length = kept.chars().count();
    // The end stays: it says what kind of file it is.
    let kept: String = kept.chars().skip(length.saturating_sub(NAME_CHARS)).collect();
    if kept.is_empty() { "file".to_string() } else { kept }
}

/// The type of an upload by its first bytes; text where it is text.
#[must_use]
pub fn sniff(bytes: &[u8]) -> String {
    if let Some(known) = infer::get(bytes) {
        return known.mime_type().to_string();
    }
    let start = bytes.get(..8_192).unwrap_or(bytes);
    let text = match std::str::from_utf8(start) {
        Ok(_) => true,
        // A character may be cut at the end of what is looked at.
        Err(error) => error.error_len().is_none() && start.len() < bytes.len(),
    };
    let plain = text && !start.iter().any(|byte| *byte < 0x20 && !b"\t\n\r\x0c\x1b".contains(byte));
    if plain { "text/plain".to_string() } else { "application/octet-stream".to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned_and_written_for_old_and_new_programs() {
        for (name, plain, encoded) in [
            ("invoice.pdf", "invoice.pdf", "invoice.pdf"),
            ("../../etc/passwd", "passwd", "passwd"),
            ("a\"b\r\nc.txt", "a_bc.txt", "a%22bc.txt"),
            ("Účet č.pdf", "__et _.pdf", "%C3%9A%C4%8Det%20%C4%8D.pdf"),
            ("annex\u{202e}fdp.exe", "annexfdp.exe", "annexfdp.exe"),
            ("", "file", "file"),
            ("..", "file", "file"),
        ] {
            let found = disposition("attachment", name);
            let wanted = format!("attachment; filename=\"{}\"; filename*=UTF-8''{encoded}", plain);
            assert_eq!(found.to_str().unwrap(), wanted, "{name}");
        }
    }

    #[test]
    fn what_could_run_is_only_bytes() {
        for kind in ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/javascript"] {
            assert!(!is_plain(kind) && !is_picture(kind), "{kind}");
        }
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n0000"), "image/png");
        assert_eq!(sniff("Ahoj, žluťoučký".as_bytes()), "text/plain");
        assert_eq!(sniff(&[0, 159, 146, 150]), "application/octet-stream");
    }
}
