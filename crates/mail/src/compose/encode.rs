//! Bytes and texts in the 7-bit forms that mail knows: encoded words, quoted-printable, base64, RFC 2231 parameters.
//! Pure text functions: they know nothing of drafts. No function here can write a bare CR or LF.

use std::fmt::Write as _;

/// Longest encoded word (RFC 2047 §2).
const WORD: usize = 75;
/// Longest line of an encoded body (RFC 2045 §6.7).
const LINE: usize = 76;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encoded words for a text, none split inside a character. `first` is how many characters the first may take.
pub(super) fn words(text: &str, first: usize) -> Vec<String> {
    let foreign = text.bytes().filter(|byte| !byte.is_ascii_alphanumeric() && *byte != b' ').count();
    let base64 = foreign * 3 > text.len();
    let mut room = if first < 24 { WORD } else { first.min(WORD) };
    let (mut out, mut chunk) = (Vec::new(), String::new());
    for c in text.chars() {
        let mut longer = chunk.clone();
        longer.push(c);
        if word(&longer, base64).len() > room && !chunk.is_empty() {
            out.push(word(&chunk, base64));
            chunk.clear();
            room = WORD;
        }
        chunk.push(c);
    }
    if !chunk.is_empty() {
        out.push(word(&chunk, base64));
    }
    out
}

fn word(chunk: &str, base64: bool) -> String {
    if base64 {
        return format!("=?utf-8?B?{}?=", base64_line(chunk.as_bytes()));
    }
    let mut out = String::from("=?utf-8?Q?");
    for byte in chunk.bytes() {
        match byte {
            b' ' => out.push('_'),
            byte if byte.is_ascii_alphanumeric() || b"!*+-/".contains(&byte) => out.push(char::from(byte)),
            byte => push_hex(&mut out, '=', byte),
        }
    }
    out + "?="
}

fn push_hex(out: &mut String, mark: char, byte: u8) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{mark}{byte:02X}");
}

/// A text body as quoted-printable with CRLF lines of at most 76 characters. Line ends of any kind become CRLF; NUL is dropped.
pub(super) fn quoted_printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (index, line) in lines(text).enumerate() {
        if index > 0 {
            out.push_str("\r\n");
        }
        quoted_line(&mut out, line);
    }
    out
}

fn quoted_line(out: &mut String, line: &str) {
    let (mut width, last) = (0, line.len().saturating_sub(1));
    for (at, byte) in line.bytes().enumerate().filter(|(_, byte)| *byte != 0) {
        // A dot or "From " at the start of a line is what careless servers change.
        let risky = width == 0 && (byte == b'.' || byte == b'F') || at == last && matches!(byte, b' ' | b'\t');
        let plain = !risky && (byte == b'\t' || (b' '..=b'~').contains(&byte) && byte != b'=');
        let size = if plain { 1 } else { 3 };
        if width + size > LINE - 1 {
            out.push_str("=\r\n");
            width = 0;
        }
        if plain && !(width == 0 && (byte == b'.' || byte == b'F')) {
            out.push(char::from(byte));
            width += 1;
        } else {
            push_hex(out, '=', byte);
            width += 3;
        }
    }
}

/// The lines of a text, whatever ends them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let current = rest?;
        let Some(end) = current.find(['\r', '\n']) else { return rest.take() };
        let (line, tail) = current.split_at(end);
        rest = tail.strip_prefix("\r\n").or_else(|| tail.get(1..));
        Some(line)
    })
}

/// Text with CRLF line ends and without NUL.
pub(super) fn crlf(text: &str) -> String {
    lines(text).collect::<Vec<_>>().join("\r\n").replace('\0', "")
}

/// True when quoted-printable is shorter than base64, and more readable.
pub(super) fn prefers_quoted_printable(text: &str) -> bool {
    text.bytes().filter(|byte| !byte.is_ascii() || *byte == b'=').count() * 6 <= text.len()
}

/// Base64 in CRLF lines of 76 characters.
pub(super) fn base64_body(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() / 57 * 78 + 80);
    for (index, chunk) in bytes.chunks(57).enumerate() {
        if index > 0 {
            out.push_str("\r\n");
        }
        push_base64(&mut out, chunk);
    }
    out
}

fn base64_line(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 4);
    push_base64(&mut out, bytes);
    out
}

fn push_base64(out: &mut String, bytes: &[u8]) {
    let sextet = |bits: u32| {
        char::from(usize::try_from(bits & 63).ok().and_then(|at| ALPHABET.get(at)).copied().unwrap_or(b'A'))
    };
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.push(sextet(bits >> 18));
        out.push(sextet(bits >> 12));
        out.push(if group.len() > 1 { sextet(bits >> 6) } else { '=' });
        out.push(if group.len() > 2 { sextet(bits) } else { '=' });
    }
}

/// A parameter of a header: quoted when it is short ASCII, else by RFC 2231 in pieces that end between characters.
pub(super) fn parameter(name: &str, value: &str) -> Vec<String> {
    let simple =
        value.len() <= 60 && value.bytes().all(|byte| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\');
    if simple && !value.contains("=?") {
        return vec![format!("{name}=\"{value}\"")];
    }
    let (mut pieces, mut piece) = (Vec::new(), String::from("utf-8''"));
    for c in value.chars() {
        let mut encoded = String::new();
        for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
            if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                push_hex(&mut encoded, '%', byte);
            }
        }
        if piece.len() + encoded.len() > 58 {
            pieces.push(std::mem::take(&mut piece));
        }
        piece.push_str(&encoded);
    }
    if pieces.is_empty() {
        return vec![format!("{name}*={piece}")];
    }
    pieces.push(piece);
    pieces.into_iter().enumerate().map(|(at, piece)| format!("{name}*{at}*={piece}")).collect()
}
