//! Entries of a timeline that no person wrote: notes of rules and of assistants, and assistants' answers, stored with what
//! every message has beside its row.

use desk::{
    MessageId, Micros, limits,
    message::{self, Author, Kind, Person, Recipients},
};
use store::{
    Tx, conversations,
    conversations::{Conversation, Grown},
    messages,
    search::{self, Words},
};

/// What is written.
pub(crate) struct Entry<'a> {
    /// A note, or an answer.
    pub(crate) kind: Kind,
    /// Whose it is.
    pub(crate) author: Author,
    /// How that is shown.
    pub(crate) person: &'a Person,
    /// Whom it goes to.
    pub(crate) recipients: &'a Recipients,
    /// Its subject.
    pub(crate) subject: &'a str,
    /// The ids of what it answers, oldest first.
    pub(crate) references: &'a [String],
    /// The text.
    pub(crate) text: &'a str,
}

/// Stores it.
///
/// # Errors
/// The store's own.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    entry: &Entry<'_>,
    now: Micros,
) -> store::Result<MessageId> {
    let Entry { kind, author, person, recipients, subject, references, text } = *entry;
    let new = messages::New {
        conversation: conversation.id,
        kind,
        author,
        person,
        recipients,
        subject,
        automatic: true,
        internet_id: None,
        references,
        arrival: None,
        raw: None,
        text,
        html: None,
        reply_text: text,
        trace: &[],
        evidence: None,
        agents_only: kind == Kind::Note,
        flags: &[],
    };
    let id = messages::add(tx, &new, now)?;
    let preview = message::preview(text, limits::PREVIEW_CHARS);
    let shown = person.name.as_deref().unwrap_or(&person.address);
    let grown = Grown { message: id, preview: &preview, sender: shown, attachments: false };
    conversations::grow(tx, conversation.id, &grown, now)?;
    let (from, to) = (message::named([person]), message::named(recipients.to.iter().chain(&recipients.cc)));
    let text: String = text.chars().take(limits::SEARCH_CHARS).collect();
    let subject = if kind == Kind::Note { "" } else { subject };
    search::add(tx, id, conversation.id, &Words { from: &from, to: &to, subject, text: &text })?;
    Ok(id)
}
