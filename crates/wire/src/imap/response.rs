//! What one response means: an answer to our command, a prompt, a status, or data about the folder.

use super::frame::Frame;
use super::value::{self, Value};

/// OK, NO and BAD answer; BYE and PREAUTH stand alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Ok,
    No,
    Bad,
    Bye,
    Preauth,
}

/// A status with its code (upper case, without brackets) and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) status: Status,
    pub(super) code: Option<String>,
    pub(super) text: String,
}

impl Said {
    /// Whether the code starts with `name`.
    pub(super) fn has_code(&self, name: &str) -> bool {
        self.code_words().next() == Some(name)
    }

    /// The number behind a code such as `UIDVALIDITY 7`.
    pub(super) fn code_number(&self, name: &str) -> Option<u32> {
        self.has_code(name).then(|| self.code_words().nth(1)?.parse().ok())?
    }

    /// The code's words.
    pub(super) fn code_words(&self) -> impl Iterator<Item = &str> {
        self.code.as_deref().unwrap_or_default().split(' ')
    }
}

/// One response.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Response {
    /// The answer to the command with this tag.
    Tagged(String, Said),
    /// `+`: the server waits for more, with its words.
    Prompt(String),
    /// An untagged status.
    Status(Said),
    /// `* 5 EXISTS`, `* LIST …`: number, name in upper case, the rest.
    Data(Option<u32>, String, Vec<Value>),
    /// Not understood; left out.
    Unreadable,
}

impl Response {
    pub(super) fn parse(frame: Frame) -> Self {
        if let Some(words) = frame.text.strip_prefix(b"+") {
            return Self::Prompt(lossy(words).trim_start().to_owned());
        }
        let Some((tag, rest)) = split_word(&frame.text) else { return Self::Unreadable };
        let Some((first, after)) = split_word(rest) else { return Self::Unreadable };
        if let Some(status) = status(first) {
            let said = said(status, after);
            return if tag == b"*" { Self::Status(said) } else { Self::Tagged(lossy(tag), said) };
        }
        if tag != b"*" {
            return Self::Unreadable;
        }
        let number = lossy(first).parse::<u32>().ok();
        let (name, after) = match number {
            Some(_) => split_word(after).unwrap_or((b"", b"")),
            None => (first, after),
        };
        let name = lossy(name).to_ascii_uppercase();
        let start = frame.text.len() - after.len();
        value::parse(frame, start).map_or(Self::Unreadable, |values| Self::Data(number, name, values))
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The first word and what follows the space behind it.
fn split_word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text.iter().position(|byte| *byte == b' ').unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    (!word.is_empty()).then(|| (word, rest.get(1..).unwrap_or_default()))
}

fn status(word: &[u8]) -> Option<Status> {
    match word.to_ascii_uppercase().as_slice() {
        b"OK" => Some(Status::Ok),
        b"NO" => Some(Status::No),
        b"BAD" => Some(Status::Bad),
        b"BYE" => Some(Status::Bye),
        b"PREAUTH" => Some(Status::Preauth),
        _ => None,
    }
}

fn said(status: Status, words: &[u8]) -> Said {
    let words = lossy(words);
    let coded = words.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match coded {
        Some((code, text)) => {
            Said { status, code: Some(code.to_ascii_uppercase()), text: text.trim_start().to_owned() }
        }
        None => Said { status, code: None, text: words },
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, Response, Said, Status, Value};

    fn parse(text: &str) -> Response {
        Response::parse(Frame { text: text.as_bytes().to_vec(), literals: Vec::new() })
    }

    fn said(status: Status, code: Option<&str>, text: &str) -> Said {
        Said { status, code: code.map(str::to_owned), text: text.to_owned() }
    }

    #[test]
    fn responses_are_told_apart() {
        assert_eq!(parse("A1 OK done"), Response::Tagged("A1".to_owned(), said(Status::Ok, None, "done")));
        assert_eq!(
            parse("A1 no [NONEXISTENT] gone"),
            Response::Tagged("A1".to_owned(), said(Status::No, Some("NONEXISTENT"), "gone"))
        );
        assert_eq!(parse("+ go"), Response::Prompt("go".to_owned()));
        assert_eq!(parse("+"), Response::Prompt(String::new()));
        assert_eq!(parse("* BYE bye"), Response::Status(said(Status::Bye, None, "bye")));
        assert_eq!(parse("* 5 EXISTS"), Response::Data(Some(5), "EXISTS".to_owned(), vec![]));
        assert_eq!(
            parse("* CAPABILITY IDLE"),
            Response::Data(None, "CAPABILITY".to_owned(), vec![Value::Word("IDLE".to_owned())])
        );
        assert_eq!(parse(""), Response::Unreadable);
        assert_eq!(parse("*"), Response::Unreadable);
        assert_eq!(parse("nonsense here"), Response::Unreadable);
        assert_eq!(parse("* 1 FETCH (ENVELOPE (("), Response::Unreadable);
    }

    #[test]
    fn codes_carry_numbers() {
        let Response::Status(said) = parse("* OK [uidvalidity 7] fine") else { panic!("no status") };
        assert_eq!((said.code_number("UIDVALIDITY"), said.code_number("UIDNEXT")), (Some(7), None));
    }
}
