//! The mail that was forwarded within another, attached (`message/rfc822`) or under a header block in its text. An answer that quotes
//! with such a block is no forward: the subject or the words above the block tell.

mod block;
mod moment;
mod subject;
mod words;

use crate::Mail;
use crate::model::{Address, Attachment, Kind};

/// Longest own text beside an attached mail that still makes the whole a forward, in characters.
const MAX_OWN_CHARS: usize = 600;

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
    /// Its recipients.
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

impl Mail {
    /// The mail that this one forwards, when it does; of several within one another the outermost.
    pub fn forwarded(&self) -> Option<Forwarded> {
        if matches!(self.kind, Kind::Bounce | Kind::Report) {
            return None;
        }
        let announced = subject::is_forward(&self.subject);
        block::read(&self.text, announced).or_else(|| self.attached(announced))
    }

    /// The first attached mail, when the rest is little.
    fn attached(&self, announced: bool) -> Option<Forwarded> {
        let part = self.attachments.iter().find(|part| is_mail(part))?;
        let own = self.text.trim().chars().take(MAX_OWN_CHARS + 1).count();
        if !announced && (own > MAX_OWN_CHARS || !self.in_reply_to.is_empty()) {
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
