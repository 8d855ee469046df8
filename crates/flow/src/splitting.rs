//! Splitting by an agent: messages that are another matter become a conversation of their own, and back.

use desk::{
    ConversationId, MessageId, Micros,
    conversation::Status,
    event::Event,
    limits,
    message::{Author, Kind, Person},
    permit::Action,
};
use store::{
    Tx,
    agents::Agent,
    conversations::{self, Conversation},
    events, merging,
    messages::{self, Message},
    participants, splitting,
};

use crate::{Refused, access, category_fields, moved, notices};

/// What is split off.
#[derive(Clone, Debug)]
pub struct Split {
    /// The message.
    pub message: MessageId,
    /// True where all messages after it go along.
    pub following: bool,
    /// The subject of the new conversation; none: the same.
    pub subject: Option<String>,
}

/// Splits messages off into a new conversation, and says which.
///
/// # Errors
/// [`Refused`], and then nothing is changed when the caller rolls back.
pub fn split(
    tx: &mut Tx<'_>,
    agent: &Agent,
    id: ConversationId,
    split: &Split,
    now: Micros,
) -> Result<ConversationId, Refused> {
    let source = access::worked_on(tx, agent, id)?;
    let subject = split.subject.as_deref().unwrap_or(&source.subject).trim();
    if subject.chars().count() > limits::SUBJECT_CHARS || subject.chars().any(char::is_control) {
        return Err(Refused::field("subject", "subject-does-not-fit"));
    }
    let going = going(tx, &source, split)?;
    let customer = going.iter().find_map(|message| match message.author {
        Author::Contact(contact) if message.kind == Kind::Inbound => Some((contact, message.person.clone())),
        _ => None,
    });
    let (contact, person) = customer.filter(|(contact, _)| *contact != source.contact).unzip();
    let new = conversations::New {
        subject,
        status: status(&going),
        mailbox: source.mailbox,
        contact: contact.unwrap_or(source.contact),
        assignee: source.assignee,
    };
    let to = conversations::add(tx, &new, now)?;
    let target = conversations::by_id(tx, to)?.ok_or(Refused::NotFound)?;
    add_customer(tx, &target, person)?;
    let ids: Vec<MessageId> = going.iter().map(|message| message.id).collect();
    let due = notices::due(tx, now)?;
    splitting::split(tx, &source, &target, &ids, due, now)?;
    moved::enter_again(tx, &ids)?;
    category_fields::enter(tx, source.id)?;
    let actor = agent.actor();
    events::add(tx, source.id, &Event::SplitOff { to, messages: ids.len() }, &actor, now)?;
    events::add(tx, to, &Event::SplitFrom { from: source.id }, &actor, now)?;
    Ok(to)
}

/// Takes a split back: the messages return, those too that came since, and the number leads to where they are. Says where.
///
/// # Errors
/// [`Refused`], and then nothing is changed when the caller rolls back.
pub fn undo(tx: &mut Tx<'_>, agent: &Agent, id: ConversationId, now: Micros) -> Result<ConversationId, Refused> {
    conversations::by_id(tx, id)?.filter(|row| row.merged_into.is_none()).ok_or(Refused::NotFound)?;
    let from = splitting::split_from(tx, id)?.ok_or(Refused::NotFound)?;
    let target = conversations::followed(tx, from)?.filter(|target| target.id != id).ok_or(Refused::NotFound)?;
    for id in [id, target.id] {
        if !access::may(tx, agent, Action::Work, id)? {
            return Err(Refused::NotFound);
        }
    }
    splitting::undo(tx, id, target.id, now)?;
    let brought = merging::brought(tx, id)?;
    moved::enter_again(tx, &brought)?;
    category_fields::enter(tx, target.id)?;
    let actor = agent.actor();
    events::add(tx, target.id, &Event::SplitUndone { other: id }, &actor, now)?;
    events::add(tx, id, &Event::SplitUndone { other: target.id }, &actor, now)?;
    Ok(target.id)
}

/// The messages that go: some stay, or there would be nothing to split.
fn going(tx: &mut Tx<'_>, source: &Conversation, split: &Split) -> Result<Vec<Message>, Refused> {
    let ids = match split.following {
        true => splitting::from(tx, source.id, split.message, limits::SPLIT_MESSAGES + 1)?,
        false => vec![split.message],
    };
    let (count, most) = (i64::try_from(ids.len()).unwrap_or(i64::MAX), limits::SPLIT_MESSAGES);
    let mut going = Vec::new();
    for id in ids.into_iter().take(usize::try_from(most).unwrap_or_default()) {
        going.extend(messages::by_id(tx, id)?.filter(|message| message.conversation == source.id));
    }
    match going.first() {
        Some(first) if first.id == split.message => {}
        _ => return Err(Refused::field("message", "no-such-message")),
    }
    if count > most {
        return Err(Refused::field("message", "split-too-long"));
    }
    if count >= source.message_count {
        return Err(Refused::field("message", "split-leaves-nothing"));
    }
    Ok(going)
}

/// Where it stands: the last who wrote says whether the team or the customer waits.
fn status(going: &[Message]) -> Status {
    match going.iter().rfind(|message| message.kind != Kind::Note).map(|message| message.kind) {
        Some(Kind::Outbound) => Status::Answered,
        _ => Status::Open,
    }
}

/// Somebody else than the first conversation's customer is the customer of the new one.
fn add_customer(tx: &mut Tx<'_>, target: &Conversation, person: Option<Person>) -> store::Result<()> {
    match person {
        Some(person) => participants::add(tx, target.id, &person, "contact", true),
        None => Ok(()),
    }
}
