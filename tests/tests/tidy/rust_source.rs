//! String literals of Rust sources with what stands around them: enough of a lexer for the rules, not a parser.

use std::iter::once;

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Its line, from 1.
    pub line: usize,
    /// Its text as written, escapes unresolved.
    pub text: String,
    /// What opened the brackets around it, outermost first: `info!`, `expect`, `#` for an attribute, `#test` for test code, else a word or nothing.
    pub around: Vec<String>,
}

impl Literal {
    /// Whether it stands in test code.
    pub fn in_test(&self) -> bool {
        self.around.iter().any(|head| head == "#test")
    }
}

/// All string literals of a source; byte strings too.
pub fn literals(source: &str) -> Vec<Literal> {
    let mut lexer = Lexer {
        rest: source,
        line: 1,
        around: Vec::new(),
        word: String::new(),
        test_ahead: false,
        attribute: None,
        found: Vec::new(),
    };
    while lexer.step() {}
    lexer.found
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    around: Vec<String>,
    /// The last word, with `!` when that followed at once.
    word: String,
    /// An attribute said that the next block is test code.
    test_ahead: bool,
    /// The text after the `[` of the attribute that is open.
    attribute: Option<&'a str>,
    found: Vec<Literal>,
}

impl<'a> Lexer<'a> {
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes.min(self.rest.len()));
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.take(block_comment(self.rest));
        } else if let Some((start, length, end)) = string_at(self.rest) {
            self.string(start, length, end);
        } else if first == '\'' {
            self.take(character_or_lifetime(self.rest));
        } else if first.is_alphanumeric() || first == '_' {
            let length = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
            self.word = self.take(length).to_owned();
        } else {
            self.punctuation(first);
        }
        true
    }

    fn string(&mut self, start: usize, length: usize, end: usize) {
        let line = self.line;
        let text = self.rest[start..start + length].to_owned();
        self.take(end);
        self.word.clear();
        self.found.push(Literal { line, text, around: self.around.clone() });
    }

    fn punctuation(&mut self, mark: char) {
        if self.rest.starts_with("#[") || self.rest.starts_with("#![") {
            self.take(self.rest.find('[').unwrap_or(0) + 1);
            self.around.push("#".to_owned());
            self.attribute = Some(self.rest);
            return;
        }
        self.take(mark.len_utf8());
        match mark {
            '(' | '[' | '{' => self.open(mark),
            ')' | ']' | '}' => self.close(),
            '!' if !self.word.is_empty() => self.word.push('!'),
            _ if mark.is_whitespace() => {}
            ';' => {
                self.test_ahead = false;
                self.word.clear();
            }
            _ => self.word.clear(),
        }
    }

    fn open(&mut self, mark: char) {
        let test = mark == '{' && std::mem::take(&mut self.test_ahead);
        let word = std::mem::take(&mut self.word);
        self.around.push(if test { "#test".to_owned() } else { word });
    }

    fn close(&mut self) {
        if self.around.pop().as_deref() == Some("#") {
            let inside = self.attribute.take().map_or("", |start| &start[..start.len() - self.rest.len()]);
            let compact: String = inside.split_whitespace().collect();
            let marks_tests = ["test]", "cfg(test)]", "tokio::test]"].contains(&compact.as_str())
                || compact.starts_with("cfg(all(test,");
            self.test_ahead |= marks_tests;
        }
        self.word.clear();
    }
}

/// The length of the block comment at the start, nested ones included.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// For a string at the start: where its text starts, how long it is, and where the literal ends.
fn string_at(text: &str) -> Option<(usize, usize, usize)> {
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        text.strip_prefix(prefix).is_some_and(|rest| {
            rest.trim_start_matches('#').starts_with('"') && (prefix.contains('r') || rest.starts_with('"'))
        })
    })?;
    let rest = &text[prefix.len()..];
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let start = prefix.len() + hashes + 1;
    let body = &text[start..];
    let length = if prefix.contains('r') {
        let ending: String = once('"').chain(std::iter::repeat_n('#', hashes)).collect();
        body.find(&ending)?
    } else {
        plain_length(body)?
    };
    Some((start, length, start + length + 1 + if prefix.contains('r') { hashes } else { 0 }))
}

fn plain_length(body: &str) -> Option<usize> {
    let mut escaped = false;
    body.char_indices().find_map(|(at, c)| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })
}

/// The length of a character literal, or 1 for a lifetime's mark.
fn character_or_lifetime(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => text.char_indices().skip(3).find(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 1),
        Some((at, c)) if text[at + c.len_utf8()..].starts_with('\'') => at + c.len_utf8() + 1,
        _ => 1,
    }
}

#[test]
fn literals_know_their_line_and_surroundings() {
    let source = r##"
        #[error("an error")] struct E; // "not this"
        fn f<'a>(c: char) -> &'a str { info!(id = 1, "a log"); if c == '"' { g(r#"raw "text""#) } else { b"bytes"; "last \" one" } }
        #[cfg(test)] mod tests { fn t() { h("in a test") } }
        fn after() { k("after") }
    "##;
    let found: Vec<(usize, String, bool)> =
        literals(source).into_iter().map(|l| (l.line, l.text.clone(), l.in_test())).collect();
    let expected = [
        (2, "an error", false),
        (3, "a log", false),
        (3, "raw \"text\"", false),
        (3, "bytes", false),
        (3, "last \\\" one", false),
        (4, "in a test", true),
        (5, "after", false),
    ];
    assert_eq!(found, expected.map(|(line, text, test)| (line, text.to_owned(), test)));
    assert!(literals(source)[0].around.contains(&"#".to_owned()));
    assert!(literals(source)[1].around.contains(&"info!".to_owned()));
}
