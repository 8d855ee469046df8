//! What an SMTP server answers: a code, an enhanced code (RFC 3463) and text.

use std::fmt;

/// The longest text that a reply of ours carries in a line, in bytes.
const MAX_TEXT_BYTES: usize = 400;

/// An answer to a command. The text of a reply of several lines is joined with line feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three digits: 2xx done, 3xx go on, 4xx later, 5xx never.
    pub code: u16,
    /// The enhanced status code, such as `5.1.1`, when there is one.
    pub enhanced: Option<String>,
    /// What the other side says, without the codes.
    pub text: String,
}

impl Reply {
    /// A reply of ours; `enhanced` may be empty.
    pub fn new(code: u16, enhanced: &str, text: &str) -> Self {
        let enhanced = (!enhanced.is_empty()).then(|| enhanced.to_owned());
        Self { code, enhanced, text: text.to_owned() }
    }

    /// 2xx.
    pub fn is_positive(&self) -> bool {
        (200..300).contains(&self.code)
    }

    /// 4xx: the same may succeed later.
    pub fn is_temporary(&self) -> bool {
        (400..500).contains(&self.code)
    }

    /// 5xx: the same will not succeed.
    pub fn is_permanent(&self) -> bool {
        (500..600).contains(&self.code)
    }

    /// The reply whose lines (code, separator and text each, without CRLF) were read; `None` when they are no reply.
    pub(crate) fn from_lines(lines: &[String]) -> Option<Self> {
        let (code, enhanced, _) = split(lines.last()?)?;
        let mut texts = Vec::new();
        for line in lines {
            let (line_code, line_enhanced, text) = split(line)?;
            if line_code != code {
                return None;
            }
            // The enhanced code is repeated on each line; where it is not, the words belong to the text.
            let start = if line_enhanced == enhanced { text } else { line.get(4..).unwrap_or_default() };
            texts.push(start.to_owned());
        }
        Some(Self { code, enhanced: enhanced.map(str::to_owned), text: texts.join("\n") })
    }

    /// Whether `line` can be one of a reply.
    pub(crate) fn is_line(line: &str) -> bool {
        split(line).is_some()
    }

    /// The reply as written on the wire: one line, in which nothing of `text` can end it.
    pub(crate) fn to_wire(&self) -> String {
        let mut text = String::new();
        for character in self.text.chars() {
            if text.len() >= MAX_TEXT_BYTES {
                break;
            }
            text.push(if (' '..='~').contains(&character) { character } else { ' ' });
        }
        match &self.enhanced {
            Some(enhanced) => format!("{} {enhanced} {text}\r\n", self.code),
            None => format!("{} {text}\r\n", self.code),
        }
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.enhanced {
            Some(enhanced) => write!(formatter, "{} {enhanced} {}", self.code, self.text),
            None => write!(formatter, "{} {}", self.code, self.text),
        }
    }
}

/// Code, enhanced code and text of one line.
fn split(line: &str) -> Option<(u16, Option<&str>, &str)> {
    let code: u16 = line.get(..3).filter(|code| code.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    if !(200..600).contains(&code) || !matches!(line.as_bytes().get(3), None | Some(b' ' | b'-')) {
        return None;
    }
    let rest = line.get(4..).unwrap_or_default();
    let (word, text) = rest.split_once(' ').unwrap_or((rest, ""));
    if is_enhanced(word, code) { Some((code, Some(word), text)) } else { Some((code, None, rest)) }
}

/// Whether `word` is an enhanced code of the same class as `code`.
fn is_enhanced(word: &str, code: u16) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let digits = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(digits) && word.starts_with(&(code / 100).to_string())
}

#[cfg(test)]
mod tests {
    use super::Reply;

    fn parse(lines: &[&str]) -> Option<Reply> {
        Reply::from_lines(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn reply_lines_become_code_enhanced_code_and_text() {
        assert_eq!(parse(&["250 2.1.5 Ok"]), Some(Reply::new(250, "2.1.5", "Ok")));
        assert_eq!(parse(&["250-one", "250 two"]), Some(Reply::new(250, "", "one\ntwo")));
        assert_eq!(parse(&["550-5.1.1 no", "550 5.1.1 such user"]), Some(Reply::new(550, "5.1.1", "no\nsuch user")));
        assert_eq!(parse(&["354"]), Some(Reply::new(354, "", "")));
        assert_eq!(parse(&["550 4.1.1 class differs"]), Some(Reply::new(550, "", "4.1.1 class differs")));
    }

    #[test]
    fn what_is_no_reply_is_refused() {
        for lines in [&["hello"][..], &["25 x"], &["250x"], &["250-a", "550 b"], &["199 x"], &["600 x"], &[]] {
            assert_eq!(parse(lines), None, "{lines:?}");
        }
    }

    #[test]
    fn text_cannot_end_the_line_it_stands_in() {
        assert_eq!(Reply::new(550, "5.0.0", "a\r\n250 b").to_wire(), "550 5.0.0 a  250 b\r\n");
        assert!(Reply::new(550, "", &"x".repeat(5000)).to_wire().len() < 512);
    }
}
