//! The data of a response as values: words, strings, lists. Reads without recursion, so that no nesting can exhaust
//! the stack, and never fails a connection: what cannot be read is left out by the caller.

use super::frame::Frame;

/// The deepest nesting of lists.
const MAX_DEPTH: usize = 32;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A word, a number, a flag, NIL, or the name of a fetched part such as `BODY[HEADER.FIELDS (DATE)]<0>`.
    Word(String),
    /// A quoted string or a literal.
    Text(Vec<u8>),
    /// Values in parentheses.
    List(Vec<Value>),
}

impl Value {
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<u32> {
        self.word()?.parse().ok()
    }

    /// A word or a string as bytes.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Word(word) => Some(word.as_bytes()),
            Self::Text(text) => Some(text),
            Self::List(_) => None,
        }
    }

    pub(super) fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(values) => Some(values),
            _ => None,
        }
    }
}

/// All values of a response's text from byte `start` on; `None` when they cannot be read.
pub(super) fn parse(frame: Frame, start: usize) -> Option<Vec<Value>> {
    let mut literals = frame.literals.into_iter();
    let mut rest = frame.text.get(start..)?;
    let mut open: Vec<Vec<Value>> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    while let Some((&first, after)) = rest.split_first() {
        match first {
            b' ' => rest = after,
            b'(' if open.len() >= MAX_DEPTH => return None,
            b'(' => {
                open.push(std::mem::take(&mut values));
                rest = after;
            }
            b')' => {
                let inner = std::mem::replace(&mut values, open.pop()?);
                values.push(Value::List(inner));
                rest = after;
            }
            b'"' => {
                let (text, left) = quoted(after)?;
                values.push(Value::Text(text));
                rest = left;
            }
            b'{' => {
                let end = after.windows(2).position(|pair| pair == b"\r\n")?;
                values.push(Value::Text(literals.next()?));
                rest = after.get(end + 2..)?;
            }
            _ => {
                let (word, left) = rest.split_at(word_length(rest));
                values.push(Value::Word(String::from_utf8_lossy(word).into_owned()));
                rest = left;
            }
        }
    }
    open.is_empty().then_some(values)
}

fn quoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut value = Vec::new();
    let mut bytes = text.iter().enumerate();
    while let Some((at, &byte)) = bytes.next() {
        match byte {
            b'"' => return Some((value, text.get(at + 1..)?)),
            b'\\' => value.push(*bytes.next()?.1),
            _ => value.push(byte),
        }
    }
    None
}

/// At least 1: what stands in square brackets belongs to the word, spaces and parentheses included.
fn word_length(text: &[u8]) -> usize {
    let mut in_brackets = false;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'[' if text.get(at..).is_some_and(|rest| rest.contains(&b']')) => in_brackets = true,
            b']' => in_brackets = false,
            b' ' | b'(' | b')' | b'"' if !in_brackets => return at.max(1),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Frame, Value, parse};

    fn check(text: &str, literals: &[&str], expect: &str) {
        let literals = literals.iter().map(|literal| literal.as_bytes().to_vec()).collect();
        let values = parse(Frame { text: text.as_bytes().to_vec(), literals }, 0);
        assert_eq!(values.map_or("unreadable".to_owned(), |values| show(&values)), expect, "{text}");
    }

    fn show(values: &[Value]) -> String {
        let show_one = |value: &Value| match value {
            Value::Word(word) => word.clone(),
            Value::Text(text) => format!("<{}>", String::from_utf8_lossy(text)),
            Value::List(values) => format!("({})", show(values)),
        };
        values.iter().map(show_one).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn data_is_read_as_words_strings_and_lists() {
        check("(UID 7 FLAGS (\\Seen) X NIL)", &[], "(UID|7|FLAGS|(\\Seen)|X|NIL)");
        check("(BODY[] {3}\r\n UID 7)", &["abc"], "(BODY[]|<abc>|UID|7)");
        check("(BODY[HEADER.FIELDS (DATE)]<0> \"a\\\"b\")", &[], "(BODY[HEADER.FIELDS (DATE)]<0>|<a\"b>)");
        check("() \"/\" \"[Gmail]/All\"", &[], "()|</>|<[Gmail]/All>");
        check("() NIL a[b", &[], "()|NIL|a[b");
    }

    #[test]
    fn nonsense_is_unreadable_and_nesting_is_bounded() {
        for text in ["(", ")", "(a))", "\"a", "\"a\\", "{3}\r\n", "{", &"(".repeat(60_000)] {
            check(text, &[], "unreadable");
        }
        check(&format!("{}{}", "(".repeat(32), ")".repeat(32)), &[], &format!("{}{}", "(".repeat(32), ")".repeat(32)));
        check(&format!("{}{}", "(".repeat(33), ")".repeat(33)), &[], "unreadable");
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let word = "[A-Za-z0-9\\\\$.<>:+-]{1,8}(\\[[A-Z (]{0,5}\\])?".prop_map(Value::Word);
        let text = prop::collection::vec(any::<u8>(), 0..20).prop_map(Value::Text);
        let leaf = prop_oneof![word, text];
        leaf.prop_recursive(6, 40, 5, |inner| prop::collection::vec(inner, 0..5).prop_map(Value::List))
    }

    fn write(values: &[Value], frame: &mut Frame) {
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                frame.text.push(b' ');
            }
            match value {
                Value::Word(word) => frame.text.extend_from_slice(word.as_bytes()),
                Value::Text(text) if text.iter().all(|byte| matches!(byte, b' '..=b'~')) => {
                    let text = String::from_utf8_lossy(text).replace('\\', "\\\\").replace('"', "\\\"");
                    frame.text.extend_from_slice(format!("\"{text}\"").as_bytes());
                }
                Value::Text(text) => {
                    frame.text.extend_from_slice(format!("{{{}}}\r\n", text.len()).as_bytes());
                    frame.literals.push(text.clone());
                }
                Value::List(inner) => {
                    frame.text.push(b'(');
                    write(inner, frame);
                    frame.text.push(b')');
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn values_survive_the_wire(values in prop::collection::vec(any_value(), 0..5)) {
            let mut frame = Frame::default();
            write(&values, &mut frame);
            prop_assert_eq!(parse(frame, 0), Some(values));
        }
    }
}
