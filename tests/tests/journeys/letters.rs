//! Mails as customers' programs write them, for the journeys of receiving. Must not repair what a test asks for.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};

/// A mail in the making; what is `None` or empty is left out of it.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The value of From.
    pub from: Option<String>,
    /// The value of To.
    pub to: String,
    /// The value of Cc.
    pub cc: Option<String>,
    /// The subject.
    pub subject: String,
    /// The Message-ID without its brackets.
    pub id: Option<String>,
    /// The Message-IDs that it answers, oldest first, without brackets.
    pub references: Vec<String>,
    /// Further lines of the header, each with its line ending.
    pub further: String,
    /// The text.
    pub text: String,
}

impl Letter {
    /// A new mail with an id of its own.
    pub fn new(from: &str, to: &str, subject: &str, text: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self {
            from: Some(from.to_owned()),
            to: to.to_owned(),
            cc: None,
            subject: subject.to_owned(),
            id: Some(format!("letter-{number}.{}@customer.example", std::process::id())),
            references: Vec::new(),
            further: String::new(),
            text: text.to_owned(),
        }
    }

    /// An answer to the mail with these bytes, as mail programs write it: In-Reply-To names it, References the whole thread.
    pub fn answering(self, raw: &[u8]) -> Self {
        let mut references = ids(&header(raw, "References").unwrap_or_default());
        references.extend(ids(&header(raw, "Message-ID").expect("a Message-ID")));
        Self { references, ..self }
    }

    /// The bytes.
    pub fn raw(&self) -> Vec<u8> {
        let mut head = String::new();
        let mut line = |name: &str, value: Option<&str>| {
            value.map_or(Ok(()), |value| write!(head, "{name}: {value}\r\n")).expect("a string");
        };
        line("From", self.from.as_deref());
        line("To", Some(&self.to));
        line("Cc", self.cc.as_deref());
        line("Subject", Some(&word(&self.subject)));
        line("Date", Some("Sun, 22 Nov 2026 10:00:00 +0100"));
        line("Message-ID", self.id.as_ref().map(|id| format!("<{id}>")).as_deref());
        let all: Vec<String> = self.references.iter().map(|id| format!("<{id}>")).collect();
        line("In-Reply-To", all.last().map(String::as_str));
        line("References", (!all.is_empty()).then(|| all.join("\r\n ")).as_deref());
        let kind = if self.further.contains("Content-Type:") {
            ""
        } else {
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        };
        format!("{head}{}{kind}\r\n{}\r\n", self.further, self.text.replace('\n', "\r\n")).into_bytes()
    }
}

/// Text as a header carries it: letters beyond ASCII in an encoded word (RFC 2047).
pub fn word(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let encoded: String = text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b' ' => out.push('_'),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => write!(out, "={byte:02X}").expect("a string"),
        }
        out
    });
    format!("=?utf-8?q?{encoded}?=")
}

/// The unfolded value of a header of a mail.
pub fn header(raw: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(raw);
    let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// The ids in a header, without brackets.
pub fn ids(value: &str) -> Vec<String> {
    value.split_whitespace().map(|id| id.trim_matches(['<', '>']).to_owned()).collect()
}

/// The same mail, written a moment ago: what is older than a day triggers nothing.
pub fn fresh(raw: &[u8]) -> Vec<u8> {
    let now = std::process::Command::new("date").arg("-R").output().expect("date");
    let now = String::from_utf8(now.stdout).expect("text");
    let text = String::from_utf8_lossy(raw);
    text.replacen("Date: Sun, 22 Nov 2026 10:00:00 +0100", &format!("Date: {}", now.trim()), 1).into_bytes()
}
