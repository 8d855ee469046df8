//! RFC 2047 encoded words to text, lenient: words split inside a character are joined before decoding, raw 8-bit text is accepted.
//! Linear: a word that does not end is text.

use std::borrow::Cow;

use encoding_rs::Encoding;

use crate::charset;

/// One encoded word: charset, decoded bytes, and where it ends.
struct Word<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
    end: usize,
}

/// A raw header value as one line of decoded text without control characters.
pub(crate) fn decode_value(raw: &[u8]) -> String {
    let unfolded = unfold(raw);
    let text = charset::decode(None, &unfolded).0;
    let text = if text.contains("=?") { decode_words(&text) } else { text };
    crate::text::one_line(&text)
}

/// Removes line ends (RFC 5322 §2.2.3); the white space that follows them stays.
pub(crate) fn unfold(raw: &[u8]) -> Vec<u8> {
    raw.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n' | 0)).collect()
}

/// Decodes every encoded word of a text; white space between two words belongs to neither (RFC 2047 §6.2).
pub(crate) fn decode_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pending: Option<(&str, Vec<u8>)> = None;
    let mut rest = text;
    while let Some(start) = rest.find("=?") {
        let Some(tail) = rest.get(start..) else { break };
        let before = rest.get(..start).unwrap_or_default();
        match word(tail) {
            Next::Word(word) => {
                if pending.is_none() || !before.trim().is_empty() {
                    flush(&mut out, &mut pending);
                    out.push_str(before);
                }
                match &mut pending {
                    Some((charset, bytes)) if charset.eq_ignore_ascii_case(word.charset) => {
                        bytes.extend_from_slice(&word.bytes)
                    }
                    _ => {
                        flush(&mut out, &mut pending);
                        pending = Some((word.charset, word.bytes));
                    }
                }
                rest = tail.get(word.end..).unwrap_or_default();
            }
            Next::Text => {
                flush(&mut out, &mut pending);
                out.push_str(before);
                out.push_str("=?");
                rest = tail.get(2..).unwrap_or_default();
            }
            Next::NoMoreWords => break,
        }
    }
    flush(&mut out, &mut pending);
    out.push_str(rest);
    out
}

fn flush(out: &mut String, pending: &mut Option<(&str, Vec<u8>)>) {
    if let Some((charset, bytes)) = pending.take() {
        let label = charset.split_once('*').map_or(charset, |(label, _language)| label);
        out.push_str(&charset::decode(Some(label), &bytes).0);
    }
}

enum Next<'a> {
    Word(Word<'a>),
    Text,
    NoMoreWords,
}

/// The encoded word at the start of `tail`, which begins with `=?`.
fn word(tail: &str) -> Next<'_> {
    let Some(inner) = tail.get(2..) else { return Next::Text };
    let Some(mark) = inner.bytes().take(80).position(|byte| byte == b'?') else { return Next::Text };
    let charset = inner.get(..mark).unwrap_or_default();
    let encoding = inner.as_bytes().get(mark + 1).copied().unwrap_or_default();
    let valid = |byte: u8| byte.is_ascii_graphic() && !b"()<>@,;:\"/[]?=".contains(&byte);
    if charset.is_empty() || !charset.bytes().all(valid) || inner.as_bytes().get(mark + 2) != Some(&b'?') {
        return Next::Text;
    }
    let data_start = mark + 3;
    let Some(data) = inner.get(data_start..) else { return Next::Text };
    let Some(length) = data.find("?=") else { return Next::NoMoreWords };
    let data = data.get(..length).unwrap_or_default();
    let bytes = match encoding {
        b'q' | b'Q' => q_decode(&in_charset(data, charset)),
        b'b' | b'B' => b_decode(data),
        _ => return Next::Text,
    };
    Next::Word(Word { charset, bytes, end: 2 + data_start + length + 2 })
}

/// Raw 8-bit text within a word, which has been read as text already, as the word's charset writes it.
fn in_charset<'a>(data: &'a str, charset: &str) -> Cow<'a, [u8]> {
    match Encoding::for_label(charset.as_bytes()).filter(|_| !data.is_ascii()) {
        Some(encoding) => encoding.encode(data).0,
        None => Cow::Borrowed(data.as_bytes()),
    }
}

/// The Q encoding: quoted-printable with `_` for a space; a `=` without two hexadecimal digits stands for itself.
fn q_decode(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let mut bytes = data.iter().copied();
    while let Some(byte) = bytes.next() {
        let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let mut ahead = bytes.clone();
        let next = ahead.next().zip(ahead.next()).filter(|_| byte == b'=');
        let pair = next.and_then(|(high, low)| hex(high).zip(hex(low)));
        match (byte, pair) {
            (_, Some((high, low))) => {
                out.push(high * 16 + low);
                bytes.nth(1);
            }
            (b'_', None) => out.push(b' '),
            (byte, None) => out.push(byte),
        }
    }
    out
}

/// The B encoding, with or without padding; foreign characters are skipped.
fn b_decode(data: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in data.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                count = 0;
                continue;
            }
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
        }
    }
    out
}
