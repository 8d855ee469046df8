//! The mail that was forwarded within another, attached (`message/rfc822`) or under a header block or an introduction in its text.
//! An answer that quotes with such a block is no forward: the subject or the words above the block tell.

mod attribution;
mod block;
mod moment;
mod people;
mod prefixes;
mod subject;
mod words;
mod zone;

pub(crate) use moment::with_named_month;

use crate::Mail;
use crate::model::{Address, Attachment, Kind};
use crate::quote::SegmentKind;
use people::{author, recipients};
use subject::Prefix;

/// Longest own text beside an attached mail that still makes the whole a forward, in characters.
const MAX_OWN_CHARS: usize = 600;
/// Most lines that are searched for a forwarded mail.
const MAX_LINES: usize = 5_000;
/// Most words of a line that announces a forwarded mail without any drawing.
const MAX_ANNOUNCING_WORDS: usize = 6;

/// The author of a forwarded mail: programs often leave the address out.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Author {
    /// The name.
    pub name: Option<String>,
    /// `local@domain`, where it is shown.
    pub address: Option<String>,
}

/// What a forwarded mail says about itself, as far as the mail around it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Forwarded {
    /// The author of the forwarded mail.
    pub from: Option<Author>,
    /// Its recipients, as far as their addresses are shown.
    pub to: Vec<Address>,
    /// The moment: in RFC 3339 where date and offset can be read, without offset where none is given, else as it stands there.
    pub date: Option<String>,
    /// Its subject.
    pub subject: Option<String>,
    /// Its Message-ID without angle brackets, when it was attached whole.
    pub message_id: Option<String>,
    /// Its text.
    pub text: String,
}

/// A forwarded mail in a text.
struct Found {
    /// The first line that belongs to it.
    first_line: usize,
    /// Its labels are Finnish, in which `VS` answers.
    finnish: bool,
    forwarded: Forwarded,
}

impl Mail {
    /// True when the subject says that the mail forwards another: whatever it refers to, it is no answer.
    pub fn is_forward(&self) -> bool {
        match subject::prefix(&self.subject) {
            Prefix::Forward => true,
            Prefix::Either => self.forwarded().is_some(),
            Prefix::Answer | Prefix::None => false,
        }
    }

    /// The mail that this one forwards, when it does; of several within one another the outermost.
    pub fn forwarded(&self) -> Option<Forwarded> {
        if matches!(self.kind, Kind::Bounce | Kind::Report) {
            return None;
        }
        let prefix = subject::prefix(&self.subject);
        let announced = matches!(prefix, Prefix::Forward | Prefix::Either);
        let lines: Vec<&str> = self.text.lines().take(MAX_LINES).collect();
        let found = block::read(&lines, announced).or_else(|| attribution::read(&lines, prefix == Prefix::Forward));
        let found = found.filter(|found| match prefix {
            Prefix::Forward => true,
            Prefix::Either => !found.finnish,
            Prefix::Answer | Prefix::None => !self.is_within_quote(found.first_line),
        });
        found.map(|found| found.forwarded).or_else(|| self.attached(prefix))
    }

    /// True when a quote that began above holds the line: what was forwarded then is not this mail's matter.
    fn is_within_quote(&self, line: usize) -> bool {
        let mut first = 0;
        for segment in self.segments() {
            let lines = segment.text.lines().count();
            if first + lines > line {
                let above = segment.text.lines().take(line - first).any(|line| !bare(line).is_empty());
                return segment.kind == SegmentKind::Quote && above;
            }
            first += lines;
        }
        false
    }

    /// The first attached mail, when the subject says so or when it is the only one and the rest is little.
    fn attached(&self, prefix: Prefix) -> Option<Forwarded> {
        let mut mails = self.attachments.iter().filter(|part| is_mail(part));
        let part = mails.next()?;
        let own = self.text.trim().chars().take(MAX_OWN_CHARS + 1).count();
        let evidence =
            own > MAX_OWN_CHARS || !self.in_reply_to.is_empty() || self.kind != Kind::Message || mails.next().is_some();
        if prefix != Prefix::Forward && evidence {
            return None;
        }
        crate::prescan(&part.content, &crate::Limits::default()).ok()?;
        let inner = crate::parse(&part.content);
        (inner.from.is_some() || !inner.subject.is_empty()).then(|| Forwarded {
            from: inner.from.map(|from| Author { name: from.name, address: Some(from.address) }),
            to: inner.to,
            date: inner.date.map(crate::Date::to_rfc3339),
            subject: Some(inner.subject).filter(|subject| !subject.is_empty()),
            message_id: inner.message_id,
            text: inner.text,
        })
    }
}

fn is_mail(part: &Attachment) -> bool {
    let declared = part.declared_type.as_deref().unwrap_or_default();
    let named = part.filename.as_deref().is_some_and(|name| name.to_ascii_lowercase().ends_with(".eml"));
    matches!(declared, "message/rfc822" | "message/global") || named
}

/// The nearest line above that announces a forwarded mail, among the last three with content.
fn announcement(lines: &[&str], at: usize) -> Option<usize> {
    let above = lines.get(..at)?.iter().enumerate().rev();
    above.filter(|(_, line)| !bare(line).is_empty()).take(3).find(|(_, line)| announces(line)).map(|(index, _)| index)
}

/// A line with words of forwarding that is drawn like a separator, ends in a colon or is short: more is a sentence.
fn announces(line: &str) -> bool {
    let bare = bare(line);
    let drawn = bare.starts_with(['-', '=', '_', '*', '~', '—', '–']) || bare.ends_with([':', '：', '-', '=']);
    if bare.len() > 200 || !drawn && bare.split_whitespace().count() > MAX_ANNOUNCING_WORDS {
        return false;
    }
    let lower = bare.to_lowercase();
    words::ANNOUNCES.iter().any(|words| lower.contains(words))
}

/// A line without the marks of a quote.
fn bare(line: &str) -> &str {
    line.trim().trim_start_matches(['>', '|', ' ', '\u{a0}'])
}

/// Lines as a text; when the first one is marked as quoted, all without one mark.
fn unmarked(lines: &[&str]) -> String {
    let first = lines.iter().find(|line| !line.trim().is_empty());
    let marked = first.is_some_and(|line| line.trim_start().starts_with('>'));
    let plain = |line: &&str| {
        let behind = line.trim_start().strip_prefix('>').filter(|_| marked);
        behind.map_or(*line, |rest| rest.strip_prefix(' ').unwrap_or(rest)).to_owned()
    };
    lines.iter().map(plain).collect::<Vec<_>>().join("\n").trim().to_owned()
}
