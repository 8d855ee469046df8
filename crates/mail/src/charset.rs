//! Bytes to text by the declared charset, and by the likely one where the declaration is a lie or missing (edge case 19).

use encoding_rs::{Encoding, ISO_2022_JP, WINDOWS_1252};

/// The text, and whether the declaration was wrong. Never fails: what cannot be decoded becomes U+FFFD.
pub(crate) fn decode(label: Option<&str>, bytes: &[u8]) -> (String, bool) {
    let label = label.map(|label| label.trim().trim_matches('"').to_ascii_lowercase());
    match label.as_deref() {
        None
        | Some(
            "" | "us-ascii" | "ascii" | "utf-8" | "utf8" | "unknown-8bit" | "x-unknown" | "default" | "8bit" | "binary",
        ) => guess(bytes),
        Some(label) => declared(label, bytes).map_or_else(|| (guess(bytes).0, true), |text| (text, false)),
    }
}

/// Without a usable declaration: UTF-8 if it is valid, ISO-2022-JP by its escapes, else Windows-1252. The flag says "not ASCII and not UTF-8".
fn guess(bytes: &[u8]) -> (String, bool) {
    if memchr::memmem::find(bytes, b"\x1b$").is_some() {
        let (text, _, broken) = ISO_2022_JP.decode(bytes);
        if !broken {
            return (text.into_owned(), true);
        }
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), false),
        Err(_) if mostly_utf8(bytes) => (String::from_utf8_lossy(bytes).into_owned(), true),
        Err(_) => (WINDOWS_1252.decode(bytes).0.into_owned(), true),
    }
}

/// UTF-8 that was cut or damaged in a few places: more whole characters than damage.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut damaged) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    whole > damaged
}

fn declared(label: &str, bytes: &[u8]) -> Option<String> {
    match Encoding::for_label_no_replacement(label.as_bytes()) {
        Some(encoding) => Some(encoding.decode(bytes).0.into_owned()),
        None => mail_parser::decoders::charsets::map::charset_decoder(label.as_bytes()).map(|decoder| decoder(bytes)),
    }
}

/// True when the label names a charset that can be decoded.
pub(crate) fn is_known(label: &str) -> bool {
    let label = label.trim().to_ascii_lowercase();
    Encoding::for_label(label.as_bytes()).is_some()
        || mail_parser::decoders::charsets::map::charset_decoder(label.as_bytes()).is_some()
}
