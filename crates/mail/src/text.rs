//! Cleaning of decoded text: line ends, control characters, direction tricks. Changes nothing that a person can see.

use std::borrow::Cow;

/// Body text: `\n` line ends, no NUL or other control characters but `\n` and `\t`, no byte order mark.
pub(crate) fn clean(text: Cow<'_, str>) -> String {
    let needs_work =
        |byte: u8| (byte < 0x20 && byte != b'\n' && byte != b'\t') || byte == 0x7f || byte == 0xc2 || byte == 0xef;
    if !text.bytes().any(needs_work) {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            '\n' | '\t' => out.push(c),
            '\u{feff}' => {}
            // Page breaks and other line ends keep words apart.
            c if c.is_control() && c.is_whitespace() => out.push('\n'),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Header text: one line, runs of white space as they are, no control characters, trimmed.
pub(crate) fn one_line(text: &str) -> String {
    let visible = |c: char| match c.is_control() {
        true => c.is_whitespace().then_some(' '),
        false => Some(c),
    };
    let line: String = text.chars().filter_map(visible).collect();
    line.trim().to_owned()
}

/// A display name: without the characters that reverse or hide text (assurance A15).
pub(crate) fn name(text: &str) -> Option<String> {
    let hidden =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let shown: String = text.chars().filter(|&c| !hidden(c) && !c.is_control()).collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    (!shown.is_empty()).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_breaks_keep_words_apart_and_other_controls_vanish() {
        assert_eq!(
            clean(Cow::Borrowed("one\u{c}two\u{b}three\u{85}four\0five\u{7}\r\nsix")),
            "one\ntwo\nthree\nfourfive\nsix"
        );
        assert_eq!(one_line("one\u{c}two\r\n three\0"), "one two   three");
    }
}
