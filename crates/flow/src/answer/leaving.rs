//! An answer on its way out: the mailbox that it leaves from, its Message-ID with the token, its place in the thread, and
//! its deliveries in the outbox.

use desk::{
    ConversationId, MailboxId, MessageId, Micros, address, limits,
    mailbox::Purpose,
    message::Recipients,
    token::{Claims, Purpose as TokenPurpose},
};
use store::{
    Tx, conversations,
    conversations::Conversation,
    mailboxes::Mailbox,
    messages,
    outbox::{self, Carried},
    policies,
};

use super::{Leaving, recipients};
use crate::{Node, Refused, relay};

/// When a mail leaves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    /// Not before then.
    at: Micros,
    /// True where a person chose the time, so that no clock that was set back makes it earlier.
    chosen: bool,
    /// True where a person wrote it, who would rather have it repeated than lost.
    by_person: bool,
}

impl Due {
    /// As the agent says.
    pub(super) fn of(leaving: Leaving, now: Micros) -> Result<Self, Refused> {
        if leaving.undo_s > limits::UNDO_MOST_SECONDS {
            return Err(Refused::field("undo_s", "undo-too-long"));
        }
        match leaving.send_at {
            Some(at) if at <= now || at > now.plus_s(limits::SEND_LATER_SECONDS) => {
                Err(Refused::field("send_at", "send-at-out-of-range"))
            }
            Some(at) => Ok(Self { at, chosen: true, by_person: true }),
            None => Ok(Self::undoable(now.plus_s(i64::from(leaving.undo_s)))),
        }
    }

    /// From then on.
    fn undoable(at: Micros) -> Self {
        Self { at, chosen: false, by_person: true }
    }

    /// At once, as what the desk writes by itself.
    pub(super) fn by_itself(now: Micros) -> Self {
        Self { at: now, chosen: false, by_person: false }
    }
}

/// Queues a message of an agent that is stored already: for the ticked participants, as an answer in the thread. The
/// references of the agent's own mail stay behind: they hold the agent's token.
///
/// # Errors
/// [`Refused`] where the mailbox cannot send or nobody is ticked; the message stays as it was.
pub(crate) fn queue_stored(
    tx: &mut Tx<'_>,
    node: &Node,
    conversation: &Conversation,
    message: MessageId,
    due: Micros,
) -> Result<(), Refused> {
    let mailbox = sending_mailbox(tx, conversation.mailbox)?;
    let recipients = recipients::usual(tx, conversation)?;
    recipients::check(&recipients)?;
    let answered = messages::newest_public(tx, conversation.id, Some(message), 1)?.into_iter().next();
    let subject = subject(tx, conversation, &mailbox)?;
    let references = ids_behind(answered.as_ref());
    messages::set_outgoing(tx, message, &recipients, &references, &subject, mailbox.sender())?;
    queue(tx, node, conversation, &mailbox, message, &recipients, Due::undoable(due))
}

/// True where answers can leave from a mailbox.
pub(crate) fn can_send(tx: &mut Tx<'_>, id: MailboxId) -> store::Result<bool> {
    match sending_mailbox(tx, id) {
        Ok(_) => Ok(true),
        Err(Refused::Store(error)) => Err(error),
        Err(_) => Ok(false),
    }
}

/// Gives a message its Message-ID and queues it, once for each address.
pub(super) fn queue(
    tx: &mut Tx<'_>,
    node: &Node,
    conversation: &Conversation,
    mailbox: &Mailbox,
    message: MessageId,
    recipients: &Recipients,
    due: Due,
) -> Result<(), Refused> {
    let internet_id = internet_id(node, conversation.id, message, mailbox.sender(), due.at);
    messages::set_internet_id(tx, message, conversation.id, &internet_id)?;
    let mut addresses: Vec<String> = Vec::new();
    for person in recipients.everybody() {
        let folded = address::fold(&person.address);
        if !addresses.iter().any(|known| address::fold(known) == folded) {
            addresses.push(person.address.clone());
        }
    }
    let queued =
        outbox::queue(tx, Carried::Message(message), mailbox.id, mailbox.sender(), due.by_person, &addresses, due.at)?;
    if due.chosen {
        outbox::plan(tx, queued, due.at)?;
    }
    let folded = |one: &String| address::fold(one);
    if conversation.reply_to.as_ref().map(folded).is_some_and(|to| addresses.iter().map(folded).any(|one| one == to)) {
        conversations::confirm_reply_to(tx, conversation.id)?;
    }
    Ok(())
}

/// The ids that an answer's References repeat: those of the message it answers, and that message.
pub(super) fn ids_behind(answered: Option<&messages::Message>) -> Vec<String> {
    let Some(answered) = answered else { return Vec::new() };
    let mut ids = answered.references.clone();
    if let Some(id) = &answered.internet_id {
        ids.retain(|known| known != id);
        ids.push(id.clone());
    }
    ids
}

fn internet_id(node: &Node, conversation: ConversationId, message: MessageId, from: &str, now: Micros) -> String {
    let claims = Claims {
        purpose: TokenPurpose::Customer,
        conversation,
        message,
        recipient: None,
        expiry_day: now.unix_day() + limits::CUSTOMER_TOKEN_DAYS,
    };
    let token = node.keys.mint(&claims, 0);
    format!("{token}@{}", address::domain(&address::fold(from)).unwrap_or(&node.hostname))
}

/// The subject of an answer, with the conversation's number from the first answer on where the mailbox wants it (CC-11).
/// Later answers keep it: what changes its subject leaves the thread in some mail programs.
pub(super) fn subject(tx: &mut Tx<'_>, conversation: &Conversation, mailbox: &Mailbox) -> store::Result<String> {
    let plain = desk::reply::subject(&conversation.subject);
    let marked = policies::of_mailbox(tx, mailbox.id)?.session_in_subject;
    Ok(if marked { desk::reply::with_session(&plain, conversation.id) } else { plain })
}

/// The mailbox that an answer leaves from: the one asked for, or where that only receives the one that answers for it
/// (SO-1, SB-2).
pub(super) fn sending_mailbox(tx: &mut Tx<'_>, id: MailboxId) -> Result<Mailbox, Refused> {
    let mut mailbox = store::mailboxes::by_id(tx, id)?.ok_or(Refused::field("mailbox", "no-such-mailbox"))?;
    if mailbox.deleted_at.is_some() {
        return Err(Refused::field("mailbox", "mailbox-deleted"));
    }
    if mailbox.purpose == Purpose::Receive
        && let Some(through) = policies::of_mailbox(tx, id)?.answers_through
    {
        let gone = || Refused::field("mailbox", "mailbox-answerer-gone");
        mailbox = store::mailboxes::by_id(tx, through)?.filter(|other| other.deleted_at.is_none()).ok_or_else(gone)?;
    }
    if !mailbox.enabled {
        return Err(Refused::field("mailbox", "mailbox-off"));
    }
    relay::lend(tx, &mut mailbox)?;
    if mailbox.purpose != Purpose::ReceiveAndSend || mailbox.outgoing.is_none() {
        return Err(Refused::field("mailbox", "mailbox-cannot-send"));
    }
    Ok(mailbox)
}
