//! Commit: applies the decision in the transaction of the mail: conversation, message, attachments, events, search and
//! the arrival's ending together.

use desk::{
    ConversationId, MessageId, Micros, address,
    arrival::{Ignored, Quarantine, Source, State},
    conversation::Status,
    decide::Decision,
    event::Event,
    identify::Sender,
    limits,
    mailbox::Ours,
    message::{AttachmentState, Author, Kind, Person, Recipients},
    trace::{Step, TraceLine},
};
use mail::Mail;
use serde_json::json;
use store::{
    Tx,
    arrivals::{self, Ending},
    attachments::{self, Owner},
    contacts, conversations,
    conversations::Grown,
    events::{self, Actor},
    messages, participants, search,
};

use super::{
    Item,
    parse::{Named, Understood},
};
use crate::Node;

/// The attachments of a mail, durable as blobs.
#[derive(Default)]
pub(super) struct Files(Vec<attachments::New>);

/// Makes the attachments of all mails durable, with as few syncs as possible.
pub(super) async fn store_files(node: &Node, mut items: Vec<Item>) -> store::Result<Vec<Item>> {
    let blobs = node.blobs.clone();
    let stored = tokio::task::spawn_blocking(move || {
        let parts = items.iter().filter_map(|item| item.read.as_ref().ok());
        let parts = parts.flat_map(|read| read.mail.attachments.iter().take(limits::ATTACHMENTS));
        let bytes: Vec<&[u8]> = parts.map(|part| part.content.as_slice()).collect();
        let mut names = if bytes.is_empty() { Vec::new() } else { blobs.put_all(&bytes)? }.into_iter();
        for item in &mut items {
            let Ok(read) = &item.read else { continue };
            let listed = read.mail.attachments.iter().take(limits::ATTACHMENTS);
            item.files = Files(listed.zip(names.by_ref()).map(|(part, blob)| file(part, blob)).collect());
        }
        Ok(items)
    });
    stored.await.map_err(|error| store::Error::Unavailable(error.to_string()))?
}

fn file(part: &mail::Attachment, blob: String) -> attachments::New {
    attachments::New {
        filename: part.filename.as_deref().map(without_nul),
        content_type: part.content_type.clone(),
        size: i64::try_from(part.content.len()).unwrap_or(i64::MAX),
        blob,
        inline: part.inline,
        content_id: part.content_id.as_deref().map(without_nul),
    }
}

/// PostgreSQL keeps no NUL in text.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

/// The ending of a quarantined arrival.
pub(super) fn quarantined(
    reason: Quarantine,
    problem: Option<String>,
    named: Option<Named>,
    trace: Vec<TraceLine>,
) -> Ending {
    let (sender, subject) = named.map_or((None, None), |(sender, subject)| (sender, Some(subject)));
    Ending {
        state: State::Quarantined,
        reason: Some(reason.word()),
        problem: problem.map(|words| without_nul(&words)),
        duplicate_of: None,
        fingerprint: None,
        internet_id: None,
        sender,
        subject,
        became: None,
        trace,
    }
}

/// Applies a decision.
#[expect(
    clippy::too_many_arguments,
    reason = "what the steps before found; a struct for one caller would only rename it"
)]
pub(super) fn commit(
    tx: &mut Tx<'_>,
    item: &Item,
    understood: &Understood,
    decision: &Decision,
    sender: Sender,
    ours: &[Ours],
    mut trace: Vec<TraceLine>,
    now: Micros,
) -> store::Result<()> {
    let mail = &understood.mail;
    let mut ending = Ending {
        state: State::Message,
        reason: None,
        problem: None,
        duplicate_of: None,
        fingerprint: Some(understood.fingerprint.clone()),
        internet_id: Some(understood.internet_id.clone()),
        sender: mail.from.as_ref().map(|from| from.address.clone()),
        subject: Some(subject(mail)),
        became: None,
        trace: Vec::new(),
    };
    match *decision {
        Decision::Quarantine(reason) => {
            ending.state = State::Quarantined;
            ending.reason = Some(reason.word());
            ending.fingerprint = None;
        }
        Decision::Ignore(reason) => {
            ending.state = State::Ignored;
            ending.reason = Some(reason.word());
            if let Ignored::DuplicateOf(message) = reason {
                ending.duplicate_of = Some(message);
            }
        }
        Decision::Start { automatic } => {
            let conversation = start(tx, item, mail, ours, now)?;
            trace.push(committed("started", conversation));
            let message = message(tx, item, understood, conversation, sender, automatic, &trace, now)?;
            ending.became = Some((conversation, message));
        }
        Decision::Append { conversation, status, automatic, third_person } => {
            trace.push(committed("appended", conversation));
            let message = message(tx, item, understood, conversation, sender, automatic, &trace, now)?;
            follow_up(tx, conversation, status, third_person.then_some(mail), now)?;
            ending.became = Some((conversation, message));
        }
    }
    ending.trace = trace;
    arrivals::end(tx, item.arrival.id, &ending)?;
    let (mailbox, receiving) = (item.arrival.mailbox, store::health::Direction::Receiving);
    if item.arrival.source == Source::Imap.word() {
        store::health::last_mail(tx, mailbox, receiving, now)
    } else {
        store::health::mail_went_through(tx, mailbox, receiving, now)
    }
}

fn committed(outcome: &str, conversation: ConversationId) -> TraceLine {
    TraceLine::new(Step::Commit, outcome, "stored").with(json!({"conversation": conversation}))
}

fn subject(mail: &Mail) -> String {
    mail.subject.chars().take(limits::SUBJECT_CHARS).collect()
}

/// How the author is shown; a mail without one (a bounce, often) is shown as from its null sender.
fn author(mail: &Mail) -> Person {
    match &mail.from {
        Some(from) => Person { name: from.name.clone(), address: from.address.clone() },
        None => Person { name: None, address: mail.return_path.clone().unwrap_or_default() },
    }
}

fn people(addresses: &[mail::Address]) -> Vec<Person> {
    addresses.iter().map(|one| Person { name: one.name.clone(), address: one.address.clone() }).collect()
}

fn start(tx: &mut Tx<'_>, item: &Item, mail: &Mail, ours: &[Ours], now: Micros) -> store::Result<ConversationId> {
    let author = author(mail);
    let contact = contacts::find_or_add(tx, author.name.as_deref(), &author.address, now)?;
    let subject = subject(mail);
    let new = conversations::New {
        subject: &subject,
        status: Status::New,
        mailbox: item.arrival.mailbox,
        contact,
        assignee: None,
    };
    let conversation = conversations::add(tx, &new, now)?;
    participants::add(tx, conversation, &author, "contact", true)?;
    // Without evidence of the sender, the others of a mail are stored unticked (trust.md, TC-4).
    for person in people(&mail.to).iter().chain(&people(&mail.cc)).take(limits::CC_PARTICIPANTS) {
        let folded = address::fold(&person.address);
        let foreign = !ours.iter().any(|one| one.is_reached_by(&folded)) && folded != address::fold(&author.address);
        if foreign && address::is_deliverable(&person.address) {
            participants::add(tx, conversation, person, "cc", false)?;
        }
    }
    Ok(conversation)
}

#[expect(
    clippy::too_many_arguments,
    reason = "what the steps before found; a struct for one caller would only rename it"
)]
fn message(
    tx: &mut Tx<'_>,
    item: &Item,
    understood: &Understood,
    conversation: ConversationId,
    sender: Sender,
    automatic: bool,
    trace: &[TraceLine],
    now: Micros,
) -> store::Result<MessageId> {
    let mail = &understood.mail;
    let person = author(mail);
    let contact = match sender {
        Sender::Contact(Some(known)) => known,
        _ => contacts::find_or_add(tx, person.name.as_deref(), &person.address, now)?,
    };
    let recipients = Recipients { to: people(&mail.to), cc: people(&mail.cc), bcc: Vec::new() };
    let mut references = mail.references.clone();
    references.extend(mail.in_reply_to.iter().filter(|id| !mail.references.contains(id)).cloned());
    let text: String = mail.text.chars().take(limits::TEXT_CHARS).collect();
    let reply_text: String = understood.reply.chars().take(limits::TEXT_CHARS).collect();
    let html: Option<String> = mail.html.as_deref().map(|html| html.chars().take(limits::HTML_CHARS).collect());
    let new = messages::New {
        conversation,
        kind: Kind::Inbound,
        author: Author::Contact(contact),
        person: &person,
        recipients: &recipients,
        subject: &subject(mail),
        automatic,
        internet_id: Some(&understood.internet_id),
        references: &references,
        arrival: Some(item.arrival.id),
        raw: Some(&item.arrival.raw),
        text: &text,
        html: html.as_deref(),
        reply_text: &reply_text,
        trace,
        evidence: Some(&item.evidence),
    };
    let id = messages::add(tx, &new, now)?;
    for (position, file) in (0_i64..).zip(&item.files.0) {
        attachments::add(tx, file, Owner::Message(id, position), AttachmentState::Available, now)?;
    }
    let shown = person.name.as_deref().unwrap_or(&person.address);
    let visible = item.files.0.iter().any(|file| !file.inline);
    let grown = Grown { message: id, preview: &understood.preview, sender: shown, attachments: visible };
    conversations::grow(tx, conversation, &grown, now)?;
    search::add(tx, id, conversation, &searchable(mail, &person, &item.files))?;
    if let Some(size) = item.arrival.envelope.too_large {
        events::add(tx, conversation, &Event::TooLarge { size }, &Actor::System, now)?;
    }
    Ok(id)
}

fn searchable(mail: &Mail, person: &Person, files: &Files) -> String {
    let mut words = format!("{} {} {} ", mail.subject, person.name.as_deref().unwrap_or_default(), person.address);
    words.extend(mail.text.chars().take(limits::SEARCH_CHARS));
    for name in files.0.iter().filter_map(|file| file.filename.as_deref()) {
        words.push(' ');
        words.push_str(name);
    }
    words
}

/// What a message changes in its conversation beside growing it.
fn follow_up(
    tx: &mut Tx<'_>,
    id: ConversationId,
    status: Option<Status>,
    third_person: Option<&Mail>,
    now: Micros,
) -> store::Result<()> {
    if let (Some(to), Some(conversation)) = (status, conversations::by_id(tx, id)?) {
        conversations::set_status(tx, &conversation, to, None, now)?;
        let event = Event::StatusChanged { from: conversation.status, to };
        events::add(tx, id, &event, &Actor::System, now)?;
    }
    if let Some(mail) = third_person {
        events::add(tx, id, &Event::ThirdPerson { address: author(mail).address }, &Actor::System, now)?;
    }
    Ok(())
}
