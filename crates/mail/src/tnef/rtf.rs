//! Compressed rich text (MS-OXRTFCP) and the plain text of it. Only what a reader needs: paragraphs, tabs, characters.

use super::reader::Reader;

/// What every dictionary begins with (MS-OXRTFCP §2.1.2.1).
const DICTIONARY: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
const COMPRESSED: u32 = 0x7546_5a4c;
const PLAIN: u32 = 0x414c_454d;
const RING: usize = 4_096;
/// Largest text that is unpacked, in bytes.
const MAX_BYTES: usize = 16 * 1_048_576;
/// Groups that hold no text of the mail.
const UNREAD: &[&str] = &["fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer"];

/// The rich text; nothing for other bytes.
pub(super) fn decompressed(data: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader::new(data);
    reader.u32()?;
    let size = usize::try_from(reader.u32()?).ok()?.min(MAX_BYTES);
    let kind = reader.u32()?;
    reader.u32()?;
    let rest = data.get(16..)?;
    match kind {
        PLAIN => Some(rest.get(..size.min(rest.len()))?.to_vec()),
        COMPRESSED => Some(unpacked(rest, size)),
        _ => None,
    }
}

fn unpacked(data: &[u8], size: usize) -> Vec<u8> {
    let mut ring = [0_u8; RING];
    if let Some(start) = ring.get_mut(..DICTIONARY.len()) {
        start.copy_from_slice(DICTIONARY);
    }
    let mut write = DICTIONARY.len();
    let mut out: Vec<u8> = Vec::new();
    let mut bytes = data.iter().copied();
    let mut emit = |byte: u8, out: &mut Vec<u8>, ring: &mut [u8; RING]| {
        out.push(byte);
        if let Some(place) = ring.get_mut(write) {
            *place = byte;
        }
        write = (write + 1) % RING;
        write
    };
    let mut position = DICTIONARY.len();
    while let Some(control) = bytes.next() {
        for bit in 0..8 {
            if out.len() >= size {
                return out;
            }
            let Some(byte) = bytes.next() else { return out };
            if control >> bit & 1 == 0 {
                position = emit(byte, &mut out, &mut ring);
                continue;
            }
            let Some(low) = bytes.next() else { return out };
            let offset = usize::from(byte) << 4 | usize::from(low >> 4);
            if offset == position {
                return out;
            }
            for step in 0..usize::from(low & 0x0f) + 2 {
                let byte = ring.get((offset + step) % RING).copied().unwrap_or_default();
                position = emit(byte, &mut out, &mut ring);
            }
        }
    }
    out
}

/// The plain text of rich text.
pub(super) fn to_text(rtf: &[u8]) -> String {
    let mut out: Vec<u8> = Vec::new();
    let mut unread: Option<usize> = None;
    let (mut depth, mut at, mut hidden) = (0_usize, 0, false);
    while let Some(byte) = rtf.get(at).copied() {
        at += 1;
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                unread = unread.filter(|level| depth >= *level);
            }
            b'\\' => {
                let (word, number, next) = control(rtf, at);
                at = next;
                if word == "*" || UNREAD.contains(&word.as_str()) {
                    unread = unread.or(Some(depth));
                } else if word == "htmlrtf" {
                    hidden = number != Some(0);
                } else if unread.is_none() && !hidden {
                    let substitutes = write(&mut out, &word, number);
                    let coded = rtf.get(at..at + 2) == Some(b"\\'");
                    at += if coded { 4 * substitutes } else { substitutes };
                }
            }
            b'\r' | b'\n' => {}
            byte if unread.is_none() && !hidden => out.push(byte),
            _ => {}
        }
    }
    // Bytes beyond ASCII are of Windows-1252 unless they were written as characters, which are UTF-8 here.
    crate::charset::decode(None, &out).0.trim().to_owned()
}

/// A control word or sign after its backslash: the word, its number, and where the text goes on.
fn control(rtf: &[u8], at: usize) -> (String, Option<i32>, usize) {
    let first = rtf.get(at).copied().unwrap_or_default();
    if first == b'\'' {
        let digits = rtf.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok()).unwrap_or_default();
        return ("'".to_owned(), i32::from_str_radix(digits, 16).ok(), at + 3);
    }
    if !first.is_ascii_alphabetic() {
        return (char::from(first).to_string(), None, at + 1);
    }
    let rest = rtf.get(at..).unwrap_or_default();
    let letters = rest.iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = rest.iter().skip(letters).take(11).take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
    let text =
        |from: usize, to: usize| rest.get(from..to).and_then(|part| std::str::from_utf8(part).ok()).unwrap_or_default();
    let space = usize::from(rest.get(letters + digits) == Some(&b' '));
    (text(0, letters).to_owned(), text(letters, letters + digits).parse().ok(), at + letters + digits + space)
}

/// Writes what a control word stands for; how many bytes of its substitute are to be passed over.
fn write(out: &mut Vec<u8>, word: &str, number: Option<i32>) -> usize {
    let mut push = |c: char| out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    match word {
        "par" | "line" => push('\n'),
        "tab" => push('\t'),
        "'" => {
            let byte = number.and_then(|number| u8::try_from(number).ok()).unwrap_or(b'?');
            encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().for_each(push);
        }
        "u" => {
            let code = number.map(|number| if number < 0 { number + 65_536 } else { number });
            push(code.and_then(|code| u32::try_from(code).ok()).and_then(char::from_u32).unwrap_or('\u{fffd}'));
            return 1;
        }
        "{" | "}" | "\\" => word.chars().for_each(push),
        "~" => push(' '),
        "lquote" | "rquote" => push('\''),
        "ldblquote" | "rdblquote" => push('"'),
        "endash" | "emdash" => push('–'),
        "bullet" => push('•'),
        _ => {}
    }
    0
}
