//! A mail in the making, and its bytes. Nothing in it is repaired or made harmless.

use std::fmt::Write as _;

use data_encoding::BASE64;

use super::{forms::Form, words::Words};

/// A mail as far as it is made.
pub struct Mail {
    /// The sender's name.
    pub name: String,
    /// The subject.
    pub subject: String,
    /// The text.
    text: String,
    /// The same as HTML, where there is any.
    html: Option<String>,
    /// The name and the content of a file.
    pub file: Option<(String, String)>,
}

impl Mail {
    /// An honest one.
    pub fn new(subject: &str, text: String) -> Self {
        Self { name: "Zoe Kun".to_owned(), subject: subject.to_owned(), text, html: None, file: None }
    }

    /// Adds a paragraph.
    pub fn add(&mut self, paragraph: &str) {
        self.text.push_str("\n\n");
        self.text.push_str(paragraph);
    }

    /// Adds something right behind the last letter.
    pub fn append(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a demand in a form that is to be unravelled.
    pub fn unravel(&mut self, words: &Words, form: Form, demand: &str) {
        self.add(&format!("{} ({})\n{}", words.unravel, form.name(), form.write(demand)));
    }

    /// Says in HTML what the text says, and this.
    pub fn html(&mut self, addition: &str) {
        self.html = Some(format!("<html><body><p>{}</p>{addition}</body></html>", self.text));
    }

    /// The bytes, from this address to that one, with this Message-ID.
    pub fn raw(&self, from: &str, to: &str, id: &str) -> Vec<u8> {
        let mut raw = format!(
            "From: {} <{from}>\r\nTo: {to}\r\nSubject: {}\r\nDate: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <{id}>\r\n\
             MIME-Version: 1.0\r\n",
            words(&self.name),
            words(&self.subject)
        );
        let text = part("text/plain; charset=utf-8", "", &self.text);
        let body = match &self.html {
            None => text,
            Some(html) => multipart("alternative", &[text, part("text/html; charset=utf-8", "", html)]),
        };
        raw.push_str(&match &self.file {
            None => body,
            Some((name, content)) => {
                let how =
                    format!("Content-Disposition: attachment;\r\n filename*=utf-8''{}\r\n", Form::Percent.write(name));
                multipart("mixed", &[body, part("text/plain; charset=utf-8", &how, content)])
            }
        });
        raw.into_bytes()
    }
}

/// A part with its headers: in base64, so that no line is too long.
fn part(kind: &str, further: &str, content: &str) -> String {
    let encoded = BASE64.encode(content.replace('\n', "\r\n").as_bytes());
    let mut out = format!("Content-Type: {kind}\r\n{further}Content-Transfer-Encoding: base64\r\n\r\n");
    for line in encoded.as_bytes().chunks(76) {
        write!(out, "{}\r\n", String::from_utf8_lossy(line)).expect("a string");
    }
    out
}

fn multipart(kind: &str, parts: &[String]) -> String {
    let parts: String = parts.iter().map(|part| format!("--{kind}-7\r\n{part}")).collect();
    format!("Content-Type: multipart/{kind}; boundary={kind}-7\r\n\r\n{parts}--{kind}-7--\r\n")
}

/// Text as a header carries it: encoded words (RFC 2047), none longer than it may be.
fn words(text: &str) -> String {
    let mut words = vec![String::new()];
    for letter in text.chars() {
        if words.last().is_some_and(|word| word.len() + letter.len_utf8() > 42) {
            words.push(String::new());
        }
        words.last_mut().expect("one at least").push(letter);
    }
    let encoded = words.iter().map(|word| format!("=?utf-8?b?{}?=", BASE64.encode(word.as_bytes())));
    encoded.collect::<Vec<_>>().join("\r\n ")
}
