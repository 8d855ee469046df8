//! Messages that moved into another conversation: search finds them there, as what they are; the first of a conversation
//! also by what stands in its fields.

use desk::{
    MessageId,
    custom_field::Kind,
    limits,
    message::{Author, named},
};
use store::{
    Tx, agents, attachments, category_fields, lists, messages,
    search::{self, Words},
};

/// Enters messages into the search anew, with the conversation in which they stand.
///
/// # Errors
/// The store's own.
pub(crate) fn enter_again(tx: &mut Tx<'_>, all: &[MessageId]) -> store::Result<()> {
    for id in all {
        let Some(message) = messages::by_id(tx, *id)? else { continue };
        search::remove(tx, *id)?;
        let mut from = named([&message.person]);
        if let Author::Agent(agent) = message.author
            && let Some(agent) = agents::by_id(tx, agent)?
        {
            from = format!("{from} {}", agent.email);
        }
        let to = named(message.recipients.to.iter().chain(&message.recipients.cc));
        let mut text: String = message.text.chars().take(limits::SEARCH_CHARS).collect();
        for name in attachments::of(tx, *id)?.into_iter().filter_map(|file| file.filename) {
            text.push(' ');
            text.push_str(&name);
        }
        if category_fields::found_by(tx, message.conversation)? == Some(*id) {
            for filled in lists::any(tx, message.conversation)?.into_iter().flat_map(|item| item.fields) {
                if filled.kind != Kind::Checkbox {
                    text.push(' ');
                    text.push_str(&filled.value);
                }
            }
        }
        let words = Words { from: &from, to: &to, subject: &message.subject, text: &text };
        search::add(tx, *id, message.conversation, &words)?;
    }
    Ok(())
}
