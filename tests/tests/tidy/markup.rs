//! Texts in Svelte markup: text nodes and attributes that people read hold no words of their own, only calls of messages.

use crate::tree::{SourceFile, hold, line_of};

/// Attributes, and properties of our components, that people read or hear.
const READ_BY_PEOPLE: [&str; 13] = [
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "aria-valuetext",
    "placeholder",
    "title",
    "alt",
    "label",
    "heading",
    "description",
    "tooltip",
    "caption",
    "summary",
];

/// The product's name is the same in every language.
const NAME: &str = "Staffetta";

fn check(file: &SourceFile) -> Vec<String> {
    if !file.is(&[".svelte"]) || file.is_test() {
        return Vec::new();
    }
    let markup = blanked(&file.text);
    let mut scanner = Scanner { text: &markup, at: 0, found: Vec::new() };
    scanner.nodes();
    let line = |at: usize| line_of(&markup, at);
    scanner
        .found
        .into_iter()
        .map(|(at, words)| format!("{}:{}: {words:?} belongs into a message file", file.path, line(at)))
        .collect()
}

/// The markup with scripts, styles and comments replaced by blanks, so that places stay.
fn blanked(text: &str) -> String {
    let mut markup = text.to_owned();
    for (open, close) in [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")] {
        while let Some(start) = markup.find(open) {
            let end = markup[start..].find(close).map_or(markup.len(), |end| start + end + close.len());
            let blank: String = markup[start..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
            markup.replace_range(start..end, &blank);
        }
    }
    markup
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    found: Vec<(usize, String)>,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn nodes(&mut self) {
        let mut start = self.at;
        let mut words = String::new();
        while let Some(c) = self.peek() {
            let next = self.text[self.at + c.len_utf8()..].chars().next();
            if c == '<' && next.is_some_and(|next| next.is_ascii_alphabetic() || next == '/') {
                self.note(start, &std::mem::take(&mut words));
                self.tag();
                start = self.at;
            } else if c == '{' {
                self.at = expression_end(self.text, self.at);
                words.push(' ');
            } else {
                if words.trim().is_empty() && !c.is_whitespace() {
                    start = self.at;
                }
                words.push(c);
                self.at += c.len_utf8();
            }
        }
        self.note(start, &words);
    }

    fn tag(&mut self) {
        self.at += 1;
        self.word();
        while let Some(c) = self.peek() {
            match c {
                '>' => {
                    self.at += 1;
                    return;
                }
                '{' => self.at = expression_end(self.text, self.at),
                _ if c.is_whitespace() || c == '/' || c == '=' => self.at += c.len_utf8(),
                _ => self.attribute(),
            }
        }
    }

    fn attribute(&mut self) {
        let start = self.at;
        let name = self.word();
        if self.at == start {
            // Something this scanner does not know: go on, rather than stand still.
            self.at += self.peek().map_or(1, char::len_utf8);
            return;
        }
        if self.peek() != Some('=') {
            return;
        }
        self.at += 1;
        let value = self.value();
        if READ_BY_PEOPLE.contains(&name.as_str()) {
            self.note(start, &value);
        }
    }

    /// The words of an attribute's value: quoted text without its expressions, or an expression that is nothing but a string.
    fn value(&mut self) -> String {
        match self.peek() {
            Some(quote @ ('"' | '\'')) => {
                self.at += 1;
                let mut words = String::new();
                while let Some(c) = self.peek().filter(|c| *c != quote) {
                    if c == '{' {
                        self.at = expression_end(self.text, self.at);
                        words.push(' ');
                    } else {
                        words.push(c);
                        self.at += c.len_utf8();
                    }
                }
                self.at = (self.at + 1).min(self.text.len());
                words
            }
            Some('{') => {
                let start = self.at;
                self.at = expression_end(self.text, self.at);
                let inside = self.text[start + 1..self.at].trim_end_matches('}').trim();
                let plain = inside.strip_prefix(['"', '\'', '`']).and_then(|rest| rest.strip_suffix(['"', '\'', '`']));
                plain.filter(|rest| !rest.contains(['"', '\'', '`', '$'])).unwrap_or_default().to_owned()
            }
            _ => self.word(),
        }
    }

    fn word(&mut self) -> String {
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| c.is_whitespace() || "=>/{\"'".contains(c)).unwrap_or(rest.len());
        self.at += length;
        rest[..length].to_owned()
    }

    /// Notes words when there are any: two letters in a row, entities and the product's name aside.
    fn note(&mut self, at: usize, words: &str) {
        let spoken: String = words
            .split('&')
            .enumerate()
            .map(|(n, part)| if n == 0 { part } else { part.split_once(';').map_or(part, |(_, rest)| rest) })
            .collect();
        let spoken = spoken.replace(NAME, "");
        let letters: Vec<char> = spoken.chars().collect();
        if letters.windows(2).any(|pair| pair.iter().all(|c| c.is_alphabetic())) {
            self.found.push((at, words.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
}

/// Where the expression ends that opens at `at`: past its closing brace, strings and inner braces respected.
fn expression_end(text: &str, at: usize) -> usize {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for (offset, c) in text[at..].char_indices() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) => quote = Some(open).filter(|open| *open != c),
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') if depth == 1 => return at + offset + 1,
            (None, '}') => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[test]
fn markup_holds_no_words_of_its_own() {
    hold("texts for people in markup", check);
}

#[test]
fn words_in_markup_are_found() {
    let found = |markup: &str| check(&SourceFile::made_up("ui/desk/X.svelte", markup)).len();
    assert_eq!(
        found(
            "<!-- A comment. -->\n<script>\nlet a = 'words';\n</script>\n<p>{message('hello')} · {n}</p>\n<style>p { color: red }</style>"
        ),
        0
    );
    assert_eq!(found("{#if a > 1}<Icon name=\"reply\" class=\"big one\" />{:else}<h1>Staffetta&nbsp;</h1>{/if}"), 0);
    assert_eq!(found("<button onclick={() => { f(\"}\") }} aria-label={message('close')}>×</button>"), 0);
    assert_eq!(found("<p>Hello</p>"), 1);
    assert_eq!(found("<button onclick={() => go()}>Save {n} now</button>"), 1);
    assert_eq!(found("<input placeholder=\"Search\" title=\"{t}\" />"), 1);
    assert_eq!(found("<button aria-label={'Close'}></button>"), 1);
}
