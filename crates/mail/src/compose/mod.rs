//! Draft to bytes that every mail server takes: 7-bit safe, CRLF only, short lines, no header that was not meant.
//! Decides nothing about content; Bcc recipients belong into the envelope and never into a draft.

mod content;
mod encode;
mod field;
mod head;

pub use field::{Addr, FieldError, HeaderName, HeaderText};

use crate::model::Date;

/// A mail to be written. Ids are given without angle brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The author.
    pub from: Addr,
    /// Who sends on the author's behalf, when it is someone else.
    pub sender: Option<Addr>,
    /// Where answers go, when not to the author.
    pub reply_to: Vec<Addr>,
    /// Recipients.
    pub to: Vec<Addr>,
    /// Further recipients.
    pub cc: Vec<Addr>,
    /// The subject.
    pub subject: HeaderText,
    /// The mail's own id.
    pub message_id: String,
    /// The id that this mail answers.
    pub in_reply_to: Option<String>,
    /// The ids before this one, oldest first.
    pub references: Vec<String>,
    /// When it was written.
    pub date: Date,
    /// The body as text.
    pub text: String,
    /// The same as HTML.
    pub html: Option<String>,
    /// Files.
    pub attachments: Vec<DraftAttachment>,
    /// Further headers, in order.
    pub headers: Vec<(HeaderName, HeaderText)>,
}

/// A file in a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftAttachment {
    /// The name; control characters are dropped when writing.
    pub filename: String,
    /// The media type; anything but `type/subtype` becomes `application/octet-stream`.
    pub content_type: String,
    /// The bytes.
    pub content: Vec<u8>,
    /// True when the HTML shows it by `cid:`.
    pub inline: bool,
    /// Content-ID without angle brackets.
    pub content_id: Option<String>,
}

impl Draft {
    /// True when an address in the draft needs SMTPUTF8 (RFC 6531).
    pub fn non_ascii_local_part(&self) -> bool {
        let single = std::iter::once(&self.from).chain(&self.sender);
        single.chain(&self.reply_to).chain(&self.to).chain(&self.cc).any(Addr::non_ascii_local_part)
    }
}

/// Writes the draft as a mail (RFC 5322, RFC 2045). The same draft always gives the same bytes.
pub fn compose(draft: &Draft) -> Vec<u8> {
    let size: usize = draft.attachments.iter().map(|file| file.content.len() / 2 * 3).sum();
    let mut out =
        String::with_capacity(size + draft.text.len() * 2 + draft.html.as_ref().map_or(0, String::len) * 2 + 2_048);
    head::write(&mut out, draft);
    content::write(&mut out, draft);
    out.into_bytes()
}
