//! What agents write: answers, notes and new conversations. Stored and queued in one transaction (spec.md §4): the
//! Message-ID is fixed at that moment, the bytes are rendered by the outbound journey.

use desk::{
    AttachmentId, ConversationId, MailboxId, MessageId, Micros, address,
    conversation::Status,
    draft, limits,
    mailbox::Purpose,
    message::{Author, Kind, Person, Recipients},
    permit::Action,
    token::{Claims, Purpose as TokenPurpose},
};
use store::{
    Tx,
    agents::Agent,
    attachments, contacts, conversations,
    conversations::{Conversation, Grown},
    events::Actor,
    mailboxes::Mailbox,
    messages,
    outbox::{self, Carried},
    participants, policies, search,
};

use crate::{Node, Refused, access, drafts, edit, notices, relay};

/// An answer or a note.
#[derive(Clone, Debug)]
pub struct Written {
    /// [`Kind::Outbound`] or [`Kind::Note`].
    pub kind: Kind,
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
    /// Uploads of this agent.
    pub attachments: Vec<AttachmentId>,
    /// The mailbox that an answer leaves from; none: the conversation's (SO-1).
    pub mailbox: Option<MailboxId>,
    /// The status after it; none: `answered` for an answer, unchanged for a note.
    pub status: Option<Status>,
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
    /// Uploads of this agent.
    pub attachments: Vec<AttachmentId>,
    /// True when the agent's draft of it is done with.
    pub ends_draft: bool,
}

/// The two forms of a body.
struct Body {
    text: String,
    html: Option<String>,
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
    let id = access::current(tx, id)?;
    if !access::may(tx, agent, Action::Work, id)? {
        return Err(Refused::NotFound);
    }
    let conversation = conversations::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    let body = body(written.text.as_deref(), written.html.as_deref())?;
    let message = match written.kind {
        Kind::Note => note(tx, agent, &conversation, &body, &written.attachments, now)?,
        Kind::Outbound => {
            let recipients = recipients(tx, &conversation, written)?;
            let from = written.mailbox.unwrap_or(conversation.mailbox);
            send(tx, node, agent, &conversation, from, &recipients, &body, &written.attachments, now)?
        }
        Kind::Inbound => return Err(Refused::field("kind", "kind-not-written")),
    };
    let status = match (written.kind, written.status) {
        (_, Some(status)) => status,
        (Kind::Outbound, None) => conversation.status.after_team_message(),
        _ => conversation.status,
    };
    if status != conversation.status {
        edit::set_status(tx, &conversation, status, None, &Actor::Agent(agent.id, agent.name.clone()), now)?;
    }
    if written.ends_draft {
        let part = if written.kind == Kind::Note { draft::Kind::Note } else { draft::Kind::Reply };
        drafts::end(tx, agent, Some(id), part, now)?;
    }
    conversations::set_read(tx, agent.id, id, true)?;
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
    let body = body(started.text.as_deref(), started.html.as_deref())?;
    let recipients = Recipients { to: started.to.clone(), cc: started.cc.clone(), bcc: started.bcc.clone() };
    check_recipients(&recipients)?;
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
    send(tx, node, agent, &conversation, started.mailbox, &recipients, &body, &started.attachments, now)?;
    if started.ends_draft {
        drafts::end(tx, agent, None, draft::Kind::Reply, now)?;
    }
    conversations::set_read(tx, agent.id, id, true)?;
    Ok(id)
}

fn body(text: Option<&str>, html: Option<&str>) -> Result<Body, Refused> {
    // A character takes at most four bytes; what is longer is refused before anything is done with it.
    let most = limits::TYPED_CHARS * 4;
    if text.is_some_and(|text| text.len() > most) || html.is_some_and(|html| html.len() > limits::TYPED_HTML_BYTES) {
        return Err(Refused::field("text", "text-too-long"));
    }
    let (text, html) = match (text, html) {
        (Some(text), None) => (text.to_string(), None),
        (None, Some(html)) => (mail::html_to_text(html), Some(html.to_string())),
        _ => return Err(Refused::field("text", "text-or-html")),
    };
    let text: String =
        text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if text.trim().is_empty() {
        return Err(Refused::field("text", "text-needed"));
    }
    let html = html.map(|html| html.replace('\0', ""));
    if text.chars().count() > limits::TYPED_CHARS {
        return Err(Refused::field("text", "text-too-long"));
    }
    Ok(Body { text, html })
}

fn recipients(tx: &mut Tx<'_>, conversation: &Conversation, written: &Written) -> Result<Recipients, Refused> {
    let usual = usual_recipients(tx, conversation)?;
    let recipients = Recipients {
        to: written.to.clone().unwrap_or(usual.to),
        cc: written.cc.clone().unwrap_or(if written.to.is_some() { Vec::new() } else { usual.cc }),
        bcc: written.bcc.clone().unwrap_or_default(),
    };
    check_recipients(&recipients)?;
    Ok(recipients)
}

/// Whom an answer goes to where nobody says otherwise: the ticked participants, the customer by way of the destination.
fn usual_recipients(tx: &mut Tx<'_>, conversation: &Conversation) -> store::Result<Recipients> {
    let known = participants::of(tx, conversation.id)?;
    let ticked = |role: &str| -> Vec<Person> {
        known.iter().filter(|one| one.role == role && one.ticked).map(|one| one.person.clone()).collect()
    };
    Ok(Recipients { to: destination(conversation, ticked("contact")), cc: ticked("cc"), bcc: Vec::new() })
}

/// Where answers go: the address that Reply-To named, in place of the customer's (SB-15).
fn destination(conversation: &Conversation, contact: Vec<Person>) -> Vec<Person> {
    match &conversation.reply_to {
        None => contact,
        Some(to) => {
            let name = contact.into_iter().next().and_then(|person| person.name);
            vec![Person { name, address: to.clone() }]
        }
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
    now: Micros,
) -> Result<(), Refused> {
    let mailbox = sending_mailbox(tx, conversation.mailbox)?;
    let recipients = usual_recipients(tx, conversation)?;
    check_recipients(&recipients)?;
    let answered = messages::newest_public(tx, conversation.id, Some(message), 1)?.into_iter().next();
    let subject = subject(tx, conversation, &mailbox)?;
    let references = ids_behind(answered.as_ref());
    messages::set_outgoing(tx, message, &recipients, &references, &subject, mailbox.sender())?;
    queue(tx, node, conversation, &mailbox, message, &recipients, due, now)
}

/// Gives a message its Message-ID and queues it, once for each address.
#[expect(clippy::too_many_arguments, reason = "the facts of one mail; a struct for one caller would only rename them")]
fn queue(
    tx: &mut Tx<'_>,
    node: &Node,
    conversation: &Conversation,
    mailbox: &Mailbox,
    message: MessageId,
    recipients: &Recipients,
    due: Micros,
    now: Micros,
) -> Result<(), Refused> {
    let internet_id = internet_id(node, conversation.id, message, mailbox.sender(), now);
    messages::set_internet_id(tx, message, conversation.id, &internet_id)?;
    let mut addresses: Vec<String> = Vec::new();
    for person in recipients.everybody() {
        let folded = address::fold(&person.address);
        if !addresses.iter().any(|known| address::fold(known) == folded) {
            addresses.push(person.address.clone());
        }
    }
    let queued = outbox::queue(tx, Carried::Message(message), mailbox.id, mailbox.sender(), true, &addresses, now)?;
    if due > now {
        outbox::delay(tx, queued, due)?;
    }
    let folded = |one: &String| address::fold(one);
    if conversation.reply_to.as_ref().map(folded).is_some_and(|to| addresses.iter().map(folded).any(|one| one == to)) {
        conversations::confirm_reply_to(tx, conversation.id)?;
    }
    Ok(())
}

/// True where mail can be addressed to this person.
pub(crate) fn can_be_written_to(person: &Person) -> bool {
    address::is_deliverable(&person.address)
        && mail::compose::Addr::new(person.name.as_deref(), &person.address).is_ok()
}

fn check_recipients(recipients: &Recipients) -> Result<(), Refused> {
    if recipients.everybody().count() == 0 {
        return Err(Refused::field("to", "recipient-needed"));
    }
    if recipients.everybody().count() > limits::RECIPIENTS {
        return Err(Refused::field("to", "too-many-recipients"));
    }
    for (field, people) in [("to", &recipients.to), ("cc", &recipients.cc), ("bcc", &recipients.bcc)] {
        if !people.iter().all(can_be_written_to) {
            return Err(Refused::field(field, "address-not-deliverable"));
        }
    }
    Ok(())
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
    finish(tx, agent, conversation, message, &body.text, files, now)?;
    notices::tell_of_note(tx, conversation.id, message, &body.text, agent.id, now)?;
    Ok(message)
}

#[expect(clippy::too_many_arguments, reason = "the facts of one mail; a struct for one caller would only rename them")]
fn send(
    tx: &mut Tx<'_>,
    node: &Node,
    agent: &Agent,
    conversation: &Conversation,
    from: MailboxId,
    recipients: &Recipients,
    body: &Body,
    files: &[AttachmentId],
    now: Micros,
) -> Result<MessageId, Refused> {
    let mailbox = sending_mailbox(tx, from)?;
    let answered = messages::newest_public(tx, conversation.id, None, 1)?.into_iter().next();
    let subject = match &answered {
        Some(_) => subject(tx, conversation, &mailbox)?,
        None => conversation.subject.clone(),
    };
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
        references: &ids_behind(answered.as_ref()),
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
    queue(tx, node, conversation, &mailbox, message, recipients, now, now)?;
    finish(tx, agent, conversation, message, &body.text, files, now)?;
    Ok(message)
}

/// The ids that an answer's References repeat: those of the message it answers, and that message.
fn ids_behind(answered: Option<&messages::Message>) -> Vec<String> {
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
fn subject(tx: &mut Tx<'_>, conversation: &Conversation, mailbox: &Mailbox) -> store::Result<String> {
    let plain = desk::reply::subject(&conversation.subject);
    let marked = policies::of_mailbox(tx, mailbox.id)?.session_in_subject;
    Ok(if marked { desk::reply::with_session(&plain, conversation.id) } else { plain })
}

/// The mailbox that an answer leaves from: the one asked for, or where that only receives the one that answers for it
/// (SO-1, SB-2).
fn sending_mailbox(tx: &mut Tx<'_>, id: MailboxId) -> Result<Mailbox, Refused> {
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

/// What answers and notes have in common: files, the conversation's row, search.
fn finish(
    tx: &mut Tx<'_>,
    agent: &Agent,
    conversation: &Conversation,
    message: MessageId,
    text: &str,
    files: &[AttachmentId],
    now: Micros,
) -> Result<(), Refused> {
    let names = give_files(tx, agent, message, files)?;
    let preview = desk::message::preview(text, limits::PREVIEW_CHARS);
    let grown = Grown { message, preview: &preview, sender: &agent.name, attachments: !files.is_empty() };
    conversations::grow(tx, conversation.id, &grown, now)?;
    let searchable: String = text.chars().take(limits::SEARCH_CHARS).collect();
    let words = format!("{} {} {searchable} {}", conversation.subject, agent.name, names.join(" "));
    search::add(tx, message, conversation.id, &words)?;
    Ok(())
}

fn give_files(
    tx: &mut Tx<'_>,
    agent: &Agent,
    message: MessageId,
    files: &[AttachmentId],
) -> Result<Vec<String>, Refused> {
    if files.len() > limits::COMPOSE_FILES {
        return Err(Refused::field("attachments", "too-many-files"));
    }
    let (mut names, mut bytes) = (Vec::new(), 0_u64);
    for (position, id) in (0_i64..).zip(files) {
        if !attachments::give(tx, *id, message, position, agent.id)? {
            return Err(Refused::field("attachments", "no-such-upload"));
        }
        let file = attachments::by_id(tx, *id)?.ok_or(Refused::field("attachments", "no-such-upload"))?;
        bytes = bytes.saturating_add(u64::try_from(file.size).unwrap_or(u64::MAX));
        names.extend(file.filename);
    }
    if bytes > limits::COMPOSE_BYTES {
        return Err(Refused::field("attachments", "files-too-large"));
    }
    Ok(names)
}
