//! What agents write: answers, notes and new conversations. Stored and queued in one transaction (spec.md §4): the
//! Message-ID is fixed at that moment, the bytes are rendered by the outbound journey.

mod body;
mod by_assistant;
mod files;
mod leaving;
mod recipients;
mod taken_back;

use desk::{
    AgentId, AttachmentId, ConversationId, MailboxId, MessageId, Micros, address,
    conversation::Status,
    draft, limits,
    message::{Author, Kind, Person, Recipients},
    permit::Action,
};
use store::{
    Tx,
    agents::Agent,
    contacts, conversations,
    conversations::{Conversation, Grown},
    jobs, messages, participants,
    search::{self, Words},
};

use self::{body::Body, leaving::Due};
pub(crate) use self::{
    by_assistant::by_assistant,
    leaving::{can_send, queue_stored},
    recipients::can_be_written_to,
    taken_back::take_back,
};
use crate::{Node, Refused, access, drafts, edit, mentions, sla};

/// When an answer leaves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leaving {
    /// How long it waits so that it can be undone, seconds.
    pub undo_s: u32,
    /// When it leaves; none: at once.
    pub send_at: Option<Micros>,
}

/// An answer, a message that is forwarded, or a note.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Which.
    pub kind: draft::Kind,
    /// The text; exactly one of this and `html`.
    pub text: Option<String>,
    /// The HTML.
    pub html: Option<String>,
    /// Recipients; none: the contact and the ticked participants.
    pub to: Option<Vec<Person>>,
    /// Further recipients.
    pub cc: Option<Vec<Person>>,
    /// Hidden recipients.
    pub bcc: Option<Vec<Person>>,
    /// Uploads of this agent, and files of messages that they may read, which are copied.
    pub attachments: Vec<AttachmentId>,
    /// The mailbox that an answer leaves from; none: the conversation's (SO-1).
    pub mailbox: Option<MailboxId>,
    /// Whom a note mentions; none: whom its words name.
    pub mentions: Option<Vec<AgentId>>,
    /// The status after it; none: `answered` for an answer, unchanged for what is forwarded and for a note.
    pub status: Option<Status>,
    /// When it leaves.
    pub leaving: Leaving,
    /// The newest message that the agent knew of: where somebody else wrote since, nothing is sent.
    pub seen: Option<MessageId>,
    /// True when the agent's draft of it is done with.
    pub ends_draft: bool,
}

/// A conversation that an agent starts.
#[derive(Clone, Debug)]
pub struct Started {
    /// The mailbox that it leaves from.
    pub mailbox: MailboxId,
    /// The subject.
    pub subject: String,
    /// Recipients; the first becomes the contact.
    pub to: Vec<Person>,
    /// Further recipients.
    pub cc: Vec<Person>,
    /// Hidden recipients.
    pub bcc: Vec<Person>,
    /// The text; exactly one of this and `html`.
    pub text: Option<String>,
    /// The HTML.
    pub html: Option<String>,
    /// Uploads of this agent, and files of messages that they may read, which are copied.
    pub attachments: Vec<AttachmentId>,
    /// When it leaves.
    pub leaving: Leaving,
    /// True when the agent's draft of it is done with.
    pub ends_draft: bool,
}

/// Stores an answer or note, and queues the answer's mail.
///
/// # Errors
/// [`Refused`] where something does not fit; the caller rolls back.
pub fn write(
    tx: &mut Tx<'_>,
    node: &Node,
    agent: &Agent,
    id: ConversationId,
    written: &Written,
    now: Micros,
) -> Result<MessageId, Refused> {
    let conversation = access::worked_on(tx, agent, id)?;
    let body = Body::read(node, written.text.as_deref(), written.html.as_deref(), &written.attachments)?;
    let files = &written.attachments;
    let message = match written.kind {
        draft::Kind::Note => {
            let mentioned = match &written.mentions {
                Some(named) => mentions::checked(tx, conversation.id, named)?,
                None => mentions::read(tx, conversation.id, &body.text)?,
            };
            let message = note(tx, agent, &conversation, &body, files, now)?;
            mentions::keep(tx, conversation.id, message, &mentioned, agent.id, now)?;
            message
        }
        draft::Kind::Reply | draft::Kind::Forward => {
            look_for_unseen(tx, agent, conversation.id, written.seen)?;
            let forwarded = written.kind == draft::Kind::Forward;
            let recipients = match forwarded {
                true => recipients::named(written)?,
                false => recipients::chosen(tx, &conversation, written)?,
            };
            let from = written.mailbox.unwrap_or(conversation.mailbox);
            let due = Due::of(written.leaving, now)?;
            let letter = Letter { conversation: &conversation, from, recipients, body, files, forwarded, due };
            send(tx, node, agent, &letter, now)?
        }
    };
    let status = match (written.kind, written.status) {
        (_, Some(status)) => status,
        (draft::Kind::Reply, None) => conversation.status.after_team_message(),
        _ => conversation.status,
    };
    if status != conversation.status {
        edit::set_status(tx, &conversation, status, None, &agent.actor(), now)?;
    }
    if written.ends_draft {
        drafts::end(tx, agent, Some(id), written.kind, now)?;
    }
    conversations::set_read(tx, agent.id, conversation.id, true)?;
    Ok(message)
}

/// Starts a conversation with a mail to a customer.
///
/// # Errors
/// [`Refused`] where something does not fit; the caller rolls back.
pub fn start(
    tx: &mut Tx<'_>,
    node: &Node,
    agent: &Agent,
    started: &Started,
    now: Micros,
) -> Result<ConversationId, Refused> {
    let subject = started.subject.trim();
    if subject.chars().count() > limits::SUBJECT_CHARS || subject.chars().any(char::is_control) {
        return Err(Refused::field("subject", "subject-does-not-fit"));
    }
    let files = &started.attachments;
    let body = Body::read(node, started.text.as_deref(), started.html.as_deref(), files)?;
    let due = Due::of(started.leaving, now)?;
    let recipients = Recipients { to: started.to.clone(), cc: started.cc.clone(), bcc: started.bcc.clone() };
    recipients::check(&recipients)?;
    let first = recipients.to.first().cloned().ok_or(Refused::field("to", "recipient-needed"))?;
    let contact = contacts::find_or_add(tx, first.name.as_deref(), &first.address, now)?;
    let new = conversations::New {
        subject,
        status: Status::Answered,
        mailbox: started.mailbox,
        contact,
        assignee: Some(agent.id),
    };
    let id = conversations::add(tx, &new, now)?;
    if !access::may(tx, agent, Action::Work, id)? {
        // The mailbox feeds a queue of others: who started it would not see what they wrote.
        return Err(Refused::field("mailbox", "mailbox-of-a-queue-of-others"));
    }
    participants::add(tx, id, &first, "contact", true)?;
    let ours = store::mailboxes::ours(tx)?;
    for person in recipients.to.iter().skip(1).chain(&recipients.cc) {
        let folded = address::fold(&person.address);
        if !ours.iter().any(|one| one.is_reached_by(&folded)) {
            participants::add(tx, id, person, "cc", true)?;
        }
    }
    let conversation = conversations::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    let from = started.mailbox;
    let letter = Letter { conversation: &conversation, from, recipients, body, files, forwarded: false, due };
    send(tx, node, agent, &letter, now)?;
    if started.ends_draft {
        drafts::end(tx, agent, None, draft::Kind::Reply, now)?;
    }
    conversations::set_read(tx, agent.id, id, true)?;
    Ok(id)
}

/// Refuses to send where somebody else wrote since the newest message that the agent knew of: what they wrote may change
/// what there is to say.
fn look_for_unseen(tx: &mut Tx<'_>, agent: &Agent, id: ConversationId, seen: Option<MessageId>) -> Result<(), Refused> {
    let Some(seen) = seen else { return Ok(()) };
    // Without it a message that another transaction commits at this moment would be missed.
    jobs::in_turn(tx)?;
    match messages::of_others_since(tx, id, seen, agent.id)? {
        true => Err(Refused::Unseen),
        false => Ok(()),
    }
}

fn note(
    tx: &mut Tx<'_>,
    agent: &Agent,
    conversation: &Conversation,
    body: &Body,
    files: &[AttachmentId],
    now: Micros,
) -> Result<MessageId, Refused> {
    let person = Person { name: Some(agent.name.clone()), address: agent.email.clone() };
    let new = messages::New {
        conversation: conversation.id,
        kind: Kind::Note,
        author: Author::Agent(agent.id),
        person: &person,
        recipients: &Recipients::default(),
        subject: &conversation.subject,
        automatic: false,
        internet_id: None,
        references: &[],
        arrival: None,
        raw: None,
        text: &body.text,
        html: body.html.as_deref(),
        reply_text: &body.text,
        trace: &[],
        evidence: None,
        agents_only: false,
        flags: &[],
    };
    let message = messages::add(tx, &new, now)?;
    finish(tx, agent, conversation, (message, &Recipients::default()), body, files, now)?;
    Ok(message)
}

/// An answer, or the first message of a conversation, before it is stored.
struct Letter<'a> {
    conversation: &'a Conversation,
    from: MailboxId,
    recipients: Recipients,
    body: Body,
    files: &'a [AttachmentId],
    /// True for what is forwarded: it answers nothing.
    forwarded: bool,
    due: Due,
}

fn send(tx: &mut Tx<'_>, node: &Node, agent: &Agent, letter: &Letter<'_>, now: Micros) -> Result<MessageId, Refused> {
    let Letter { conversation, recipients, body, .. } = letter;
    let mailbox = leaving::sending_mailbox(tx, letter.from)?;
    let answered = messages::newest_public(tx, conversation.id, None, 1)?.into_iter().next();
    let subject = match (&answered, letter.forwarded) {
        (_, true) => desk::reply::forwarded_subject(&conversation.subject),
        (Some(_), false) => leaving::subject(tx, conversation, &mailbox)?,
        (None, false) => conversation.subject.clone(),
    };
    let answered = answered.filter(|_| !letter.forwarded);
    let person = Person { name: Some(agent.name.clone()), address: mailbox.sender().to_string() };
    let new = messages::New {
        conversation: conversation.id,
        kind: Kind::Outbound,
        author: Author::Agent(agent.id),
        person: &person,
        recipients,
        subject: &subject,
        automatic: false,
        internet_id: None,
        references: &leaving::ids_behind(answered.as_ref()),
        arrival: None,
        raw: None,
        text: &body.text,
        html: body.html.as_deref(),
        reply_text: &body.text,
        trace: &[],
        evidence: None,
        agents_only: false,
        flags: &[],
    };
    let message = messages::add(tx, &new, now)?;
    leaving::queue(tx, node, conversation, &mailbox, message, recipients, letter.due)?;
    finish(tx, agent, conversation, (message, recipients), body, letter.files, now)?;
    if !letter.forwarded {
        sla::answered(tx, conversation.id, message, now)?;
    }
    Ok(message)
}

/// What answers and notes have in common: files, the conversation's row, search.
fn finish(
    tx: &mut Tx<'_>,
    agent: &Agent,
    conversation: &Conversation,
    (message, recipients): (MessageId, &Recipients),
    body: &Body,
    files: &[AttachmentId],
    now: Micros,
) -> Result<(), Refused> {
    let names = files::give(tx, agent, message, files, &body.pictures, now)?;
    let text = &body.text;
    let preview = desk::message::preview(text, limits::PREVIEW_CHARS);
    let grown = Grown { message, preview: &preview, sender: &agent.name, attachments: !files.is_empty() };
    conversations::grow(tx, conversation.id, &grown, now)?;
    let searchable: String = text.chars().take(limits::SEARCH_CHARS).collect();
    let text = format!("{searchable} {}", names.join(" "));
    let from = format!("{} {}", agent.name, agent.email);
    let to = desk::message::named(recipients.to.iter().chain(&recipients.cc));
    let words = Words { from: &from, to: &to, subject: &conversation.subject, text: &text };
    search::add(tx, message, conversation.id, &words)?;
    Ok(())
}
