//! A mail as a message of its conversation: the customer's, a third person's, or one that is only recorded.

use desk::{
    ConversationId, MessageId, address,
    conversation::Status,
    decide::Entry,
    event::Event,
    identify::Sender,
    limits,
    message::{
        AttachmentState, Author, Kind, MESSAGE_ID_TAKEN, Person, Recipients, SENDER_NOT_VERIFIED, THIRD_PERSON, named,
    },
    trace::TraceLine,
};
use mail::Mail;
use store::{
    Tx,
    attachments::{self, Owner},
    contacts,
    conversations::{self, Grown},
    events::{self, Actor},
    hints, messages, participants,
    search::{self, Words},
};

use super::{Files, Settled, author, people, start, subject};
use crate::{inbound::thread, routing, sla, status};

/// Adds the mail to a conversation that is there already.
pub(super) fn append(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    entry: Entry,
    status: Option<Status>,
    trace: &[TraceLine],
) -> store::Result<MessageId> {
    let id = message(tx, settled, conversation, entry, trace)?;
    follow_up(tx, settled, conversation, status)?;
    match entry {
        Entry::Customer { verified } => {
            start::add_others(tx, settled, conversation, verified)?;
            if verified {
                start::set_destination(tx, settled, conversation)?;
            }
        }
        Entry::ThirdPerson => {
            start::add_others(tx, settled, conversation, false)?;
            let event = Event::ThirdPerson { address: author(settled.mail()).address };
            events::add(tx, conversation, &event, &Actor::System, settled.now)?;
        }
        Entry::Recorded | Entry::Note(_) | Entry::Answer | Entry::SentByAgent => {}
    }
    Ok(id)
}

/// Stores the mail as a message from outside, with its files, its hints and its words for search.
pub(super) fn message(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    entry: Entry,
    trace: &[TraceLine],
) -> store::Result<MessageId> {
    let (mail, now) = (settled.mail(), settled.now);
    let person = author(mail);
    let contact = match settled.sender {
        Sender::Contact(Some(known)) => known,
        _ => contacts::find_or_add(tx, person.name.as_deref(), &person.address, now)?,
    };
    let body = Body::of(settled);
    let mut flags = match entry {
        Entry::Customer { verified: false } => vec![SENDER_NOT_VERIFIED],
        Entry::ThirdPerson => vec![THIRD_PERSON],
        _ => Vec::new(),
    };
    // The same mail once more came no further than the screen, so this one has other content.
    if settled.same_id.iter().any(|earlier| earlier.mailbox == settled.item.arrival.mailbox) {
        flags.push(MESSAGE_ID_TAKEN);
    }
    let new = messages::New {
        conversation,
        kind: Kind::Inbound,
        author: Author::Contact(contact),
        person: &person,
        recipients: &Recipients { to: people(&mail.to), cc: people(&mail.cc), bcc: Vec::new() },
        subject: &subject(mail),
        automatic: entry == Entry::Recorded,
        internet_id: Some(&settled.understood.internet_id),
        references: &references(mail),
        arrival: Some(settled.item.arrival.id),
        raw: Some(&settled.item.arrival.raw),
        text: &body.text,
        html: body.html.as_deref(),
        reply_text: &body.reply,
        trace,
        evidence: Some(&settled.item.evidence),
        agents_only: entry == Entry::ThirdPerson || is_strange_machine(tx, settled, conversation, entry)?,
        flags: &flags,
    };
    let id = messages::add(tx, &new, now)?;
    grow(tx, settled, conversation, id, &person)?;
    if matches!(entry, Entry::Customer { .. }) {
        sla::customer_wrote(tx, conversation, now)?;
    }
    if let Some(size) = settled.item.arrival.envelope.too_large {
        events::add(tx, conversation, &Event::TooLarge { size }, &Actor::System, now)?;
    }
    Ok(id)
}

/// True for a machine's mail in the conversation of people of whom it is none: to no customer it is shown, and no answer
/// names it, whoever let it come to the conversation's token (A6).
fn is_strange_machine(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    entry: Entry,
) -> store::Result<bool> {
    if entry != Entry::Recorded || matches!(settled.sender, Sender::Ourselves(_)) {
        return Ok(false);
    }
    let from = address::fold(&author(settled.mail()).address);
    Ok(participants::role(tx, conversation, &from)?.is_none())
}

/// The body of a mail as it is stored: bounded, the raw mail keeps all.
pub(in crate::inbound) struct Body {
    pub text: String,
    pub html: Option<String>,
    pub reply: String,
}

impl Body {
    pub fn of(settled: &Settled<'_>) -> Self {
        let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
        let mail = settled.mail();
        Self {
            text: cut(&mail.text, limits::TEXT_CHARS),
            html: mail.html.as_deref().map(|html| cut(html, limits::HTML_CHARS)),
            reply: cut(&settled.understood.reply, limits::TEXT_CHARS),
        }
    }
}

/// The ids that the mail refers to, oldest first.
pub(in crate::inbound) fn references(mail: &Mail) -> Vec<String> {
    let mut references = mail.references.clone();
    references.extend(mail.in_reply_to.iter().filter(|id| !mail.references.contains(id)).cloned());
    references
}

/// What every message from a mail has beside its row: files, hints, the conversation's row, search.
pub(in crate::inbound) fn grow(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    conversation: ConversationId,
    id: MessageId,
    person: &Person,
) -> store::Result<()> {
    let (files, now) = (&settled.item.files, settled.now);
    for (position, file) in (0_i64..).zip(&files.0) {
        attachments::add(tx, file, Owner::Message(id, position), AttachmentState::Available, now)?;
    }
    for (kind, value) in thread::hints_of(settled.mail()) {
        hints::add(tx, kind, &value, id, conversation)?;
    }
    for awaited in thread::awaited(tx, settled.mail())? {
        hints::add(tx, hints::REFERRED_TO, &awaited, id, conversation)?;
    }
    let shown = person.name.as_deref().unwrap_or(&person.address);
    let visible = files.0.iter().any(|file| !file.inline);
    let preview = &settled.understood.preview;
    let grown = Grown { message: id, preview, sender: shown, attachments: visible };
    conversations::grow(tx, conversation, &grown, now)?;
    enter(tx, conversation, id, settled.mail(), person, files)
}

/// What the mail is to be found by.
fn enter(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    id: MessageId,
    mail: &Mail,
    person: &Person,
    files: &Files,
) -> store::Result<()> {
    let mut text: String = mail.text.chars().take(limits::SEARCH_CHARS).collect();
    for name in files.0.iter().filter_map(|file| file.filename.as_deref()) {
        text.push(' ');
        text.push_str(name);
    }
    let from = named([person]);
    let to = named(&[people(&mail.to), people(&mail.cc)].concat());
    search::add(tx, id, conversation, &Words { from: &from, to: &to, subject: &mail.subject, text: &text })
}

/// What a message changes in its conversation beside growing it.
pub(in crate::inbound) fn follow_up(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    id: ConversationId,
    status: Option<Status>,
) -> store::Result<()> {
    if let (Some(to), Some(conversation)) = (status, conversations::by_id(tx, id)?) {
        conversations::set_status(tx, &conversation, to, None, settled.now)?;
        let event = Event::StatusChanged { from: conversation.status, to };
        events::add(tx, id, &event, &Actor::System, settled.now)?;
        status::follow(tx, &conversation, to, &Actor::System, settled.now)?;
        routing::follow_status(tx, &conversation, to, settled.now)?;
    }
    Ok(())
}
