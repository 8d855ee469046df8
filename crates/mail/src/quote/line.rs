//! What a single line shows by itself. Each looks at a bounded number of bytes.

/// Longest line that can be anything but text, in bytes.
pub(super) const MAX_LINE_BYTES: usize = 400;

/// A line without content.
pub(super) fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{200e}' | '\u{200f}'))
}

/// A line that a mail program marked as quoted: `>`, also behind the author's initials (`JD> `).
pub(super) fn is_marked(line: &str) -> bool {
    if line.starts_with(|c: char| c.is_ascii_lowercase() || c == '\n') {
        // Most lines of a text.
        return false;
    }
    let line = line.trim_start_matches([' ', '\u{a0}', '\t']);
    if line.starts_with(['>', '＞']) {
        return true;
    }
    let initials = line.bytes().take(5).take_while(u8::is_ascii_uppercase).count();
    (2..=4).contains(&initials)
        && line.as_bytes().get(initials) == Some(&b'>')
        && line.as_bytes().get(initials + 1).is_none_or(|byte| *byte == b' ' || *byte == b'\n')
}

/// The line before a signature (RFC 3676 §4.3), also without its space or with a long dash.
pub(super) fn starts_signature(line: &str) -> bool {
    let line = line.trim_end_matches(['\n', '\r', ' ', '\u{a0}']).trim_start_matches(['\u{a0}', ' ']);
    matches!(line, "--" | "—" | "–" | "---" | "__" | "- -" | "-- --" | "*--*" | "**--**")
}

/// Such a line that people also draw between two parts of their text.
pub(super) fn may_divide(line: &str) -> bool {
    !line.trim().starts_with("--") || line.trim() == "---"
}

/// A line of nothing but underscores, dashes or the like.
pub(super) fn is_drawn(line: &str) -> bool {
    let line = line.trim();
    let first = line.chars().next().unwrap_or_default();
    line.len() >= 5
        && line.len() <= MAX_LINE_BYTES
        && matches!(first, '_' | '-' | '=' | '~' | '—' | '─' | '*')
        && line.chars().all(|c| c == first)
}

/// The signs of a moment in a text: a year, a clock time, a date with dots, dashes or slashes.
pub(super) fn has_moment(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut digits = 0_usize;
    for (at, byte) in bytes.iter().enumerate() {
        if byte.is_ascii_digit() {
            digits += 1;
            continue;
        }
        let next_is_digit = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        let separated = matches!(byte, b':' | b'.' | b'/' | b'-') && next_is_digit && (1..=2).contains(&digits);
        if separated || digits == 4 {
            return true;
        }
        digits = 0;
    }
    digits == 4 || text.contains(['年', '月', '년', '월'])
}

/// A time of day: digits on both sides of a colon or dot, at most two before it.
pub(super) fn has_clock(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    bytes
        .iter()
        .enumerate()
        .any(|(at, byte)| *byte == b':' && digit(at.checked_sub(1)) && digit(Some(at + 1)) && digit(Some(at + 2)))
        || text.contains(['時', '时', '시'])
}
