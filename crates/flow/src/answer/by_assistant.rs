//! An assistant's answer: stored and queued like an agent's, but to nobody else than who wrote, from where they wrote, and
//! at most once (assurance.md D9).

use desk::{
    AssistantId, MessageId, Micros, address,
    message::{Author, Kind, Person},
};
use store::{Tx, conversations::Conversation, messages::Message};

use super::{leaving, recipients};
use crate::{
    Node, Refused,
    entries::{self, Entry},
};

/// Answers the message `asked` in a conversation. None where answers would go to somebody else than its author.
///
/// # Errors
/// [`Refused`] where the mailbox cannot send.
pub(crate) fn by_assistant(
    tx: &mut Tx<'_>,
    node: &Node,
    conversation: &Conversation,
    asked: &Message,
    (assistant, name): (AssistantId, &str),
    text: &str,
    now: Micros,
) -> Result<Option<MessageId>, Refused> {
    let recipients = recipients::usual(tx, conversation)?;
    let alone = match recipients.everybody().collect::<Vec<&Person>>().as_slice() {
        [one] => address::fold(&one.address) == address::fold(&asked.person.address),
        _ => false,
    };
    if !alone {
        return Ok(None);
    }
    recipients::check(&recipients)?;
    let mailbox = leaving::sending_mailbox(tx, conversation.mailbox)?;
    let entry = Entry {
        kind: Kind::Outbound,
        author: Author::Assistant(assistant),
        person: &Person { name: Some(name.to_string()), address: mailbox.sender().to_string() },
        recipients: &recipients,
        subject: &leaving::subject(tx, conversation, &mailbox)?,
        references: &leaving::ids_behind(Some(asked)),
        text,
    };
    let message = entries::add(tx, conversation, &entry, now)?;
    leaving::queue(tx, node, conversation, &mailbox, message, &recipients, leaving::Due::by_itself(now))?;
    Ok(Some(message))
}
