//! Commit: applies the decision in the transaction of the mail: conversation, message, attachments, events, search and
//! the arrival's ending together.

mod agents;
mod assisted;
pub(super) mod entry;
mod ruled;
mod start;
mod tell;

use desk::{
    ConversationId, MessageId, Micros,
    arrival::{Ignored, Quarantine, Source, State},
    decide::{Decision, Entry},
    identify::Sender,
    limits,
    mailbox::Ours,
    message::Person,
    policy::{ChannelPolicy, MailboxPolicy},
    token::Claims,
    trace::{Step, TraceLine},
};
use mail::Mail;
use serde_json::json;
use store::{
    Tx,
    arrivals::{self, Ending},
    attachments, messages, pending,
    routing::Routed,
};

use super::{
    Item,
    parse::{Named, Understood},
};
use crate::{Node, assistants::Taken};

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

/// The ending of an arrival that is set aside before anything is decided about it.
pub(super) fn set_aside(understood: &Understood, reason: Ignored, trace: Vec<TraceLine>) -> Ending {
    let (sender, subject) = super::parse::named(&understood.mail);
    Ending {
        state: State::Ignored,
        reason: Some(reason.word()),
        problem: None,
        duplicate_of: None,
        fingerprint: None,
        internet_id: Some(understood.internet_id.clone()),
        sender,
        subject: Some(subject),
        became: None,
        trace,
    }
}

/// What the steps before found, as far as committing needs it.
pub(super) struct Settled<'a> {
    pub node: &'a Node,
    pub item: &'a Item,
    pub understood: &'a Understood,
    pub sender: Sender,
    /// The agent's own tokens that came with it; they are spent where outsiders saw them.
    pub own_tokens: Vec<Claims>,
    /// A token of another agent (A7).
    pub foreign_token: Option<Claims>,
    /// The conversation that the mail belongs to by its headers or token.
    pub matched: Option<ConversationId>,
    /// True where the mail's recipients hold somebody who is neither a mailbox of ours nor an agent.
    pub outsiders: bool,
    /// The messages that bear its Message-ID already.
    pub same_id: &'a [messages::Known],
    pub ours: &'a [Ours],
    pub channel: &'a ChannelPolicy,
    pub mailbox: &'a MailboxPolicy,
    /// The queue that new conversations go into, where that gives them to its agents.
    pub routed: Option<Routed>,
    pub now: Micros,
}

impl Settled<'_> {
    fn mail(&self) -> &Mail {
        &self.understood.mail
    }
}

/// Applies a decision.
pub(super) fn commit(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    decision: &Decision,
    mut trace: Vec<TraceLine>,
) -> store::Result<Option<(ConversationId, MessageId)>> {
    let Settled { item, understood, now, .. } = *settled;
    let mail = settled.mail();
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
    let mut given = false;
    match *decision {
        Decision::Quarantine(reason) => {
            ending.state = State::Quarantined;
            ending.reason = Some(reason.word());
            ending.fingerprint = None;
            arrivals::set_about(tx, item.arrival.id, settled.matched)?;
            tell::of_held(tx, settled, reason)?;
        }
        Decision::Ignore(reason) => {
            ending.state = State::Ignored;
            ending.reason = Some(reason.word());
            if let Ignored::DuplicateOf(message) = reason {
                ending.duplicate_of = Some(message);
            }
        }
        Decision::Start { automatic, verified, link } => {
            let conversation = start::start(tx, settled, verified, link)?;
            trace.push(committed("started", conversation));
            let ruled = ruled::begins(tx, settled, conversation, automatic, &mut trace)?;
            let entry = if automatic { Entry::Recorded } else { Entry::Customer { verified } };
            let taken = assisted::begins(tx, settled, conversation, entry, ruled.as_ref(), &mut trace)?;
            let chosen = ruled.as_ref().is_some_and(|ruled| ruled.plan.assistant().is_some());
            if !chosen && !taken.as_ref().is_some_and(Taken::answers) {
                ruled::route(tx, settled, conversation, ruled.as_ref(), &mut trace)?;
            }
            let message = entry::message(tx, settled, conversation, entry, &trace)?;
            assisted::stored(tx, settled, conversation, message, taken.as_ref())?;
            given = settled.routed.is_some() || ruled.is_some();
            ruled::begun(tx, settled, ruled.as_ref())?;
            ending.became = Some((conversation, message));
        }
        Decision::Append { conversation, entry, status } => {
            trace.push(committed("appended", conversation));
            let ruled = ruled::goes_on(tx, settled, conversation, entry, status, &mut trace)?;
            let taken = assisted::goes_on(tx, settled, conversation, entry, status, ruled.as_ref(), &mut trace)?;
            let message = match (entry, settled.sender) {
                (Entry::Note(_) | Entry::Answer | Entry::SentByAgent, Sender::Agent(agent)) => {
                    agents::message(tx, settled, agent, conversation, entry, status, &trace)?
                }
                _ => entry::append(tx, settled, conversation, entry, status, &trace)?,
            };
            ruled::stored(tx, settled, entry, conversation, ruled.as_ref())?;
            assisted::stored(tx, settled, conversation, message, taken.as_ref())?;
            ending.became = Some((conversation, message));
        }
    }
    if let Some((conversation, message)) = ending.became {
        tell::of_message(tx, settled, decision, conversation, message, given)?;
    }
    ending.trace = trace;
    arrivals::end(tx, item.arrival.id, &ending)?;
    spend_tokens(tx, settled)?;
    let (mailbox, receiving) = (item.arrival.mailbox, store::health::Direction::Receiving);
    if [Source::Imap.word(), Source::Pop3.word()].contains(&item.arrival.source.as_str()) {
        store::health::last_mail(tx, mailbox, receiving, now)?;
    } else {
        store::health::mail_went_through(tx, mailbox, receiving, now)?;
    }
    Ok(ending.became)
}

/// Ends the tokens of agents that others have seen: the sender's own where outsiders got the mail, and another agent's, who
/// is told. No other token of theirs ends with it.
fn spend_tokens(tx: &mut Tx<'_>, settled: &Settled<'_>) -> store::Result<()> {
    for own in settled.own_tokens.iter().filter(|_| settled.outsiders) {
        if let Some(agent) = own.recipient {
            pending::spend(tx, agent, own.conversation, own.message, settled.now)?;
        }
    }
    let Some(foreign) = settled.foreign_token else { return Ok(()) };
    let Some(agent) = foreign.recipient else { return Ok(()) };
    if pending::is_spent(tx, agent, foreign.conversation, foreign.message)? {
        return Ok(());
    }
    pending::spend(tx, agent, foreign.conversation, foreign.message, settled.now)?;
    tell::of_foreign_token(tx, settled, agent, foreign.conversation)
}

pub(super) fn committed(outcome: &str, conversation: ConversationId) -> TraceLine {
    TraceLine::new(Step::Commit, outcome, "stored").with(json!({"conversation": conversation}))
}

pub(super) fn subject(mail: &Mail) -> String {
    mail.subject.chars().take(limits::SUBJECT_CHARS).collect()
}

/// How the author is shown; a mail without one (a bounce, often) is shown as from its null sender.
pub(super) fn author(mail: &Mail) -> Person {
    match &mail.from {
        Some(from) => Person { name: from.name.clone(), address: from.address.clone() },
        None => Person { name: None, address: mail.return_path.clone().unwrap_or_default() },
    }
}

pub(super) fn people(addresses: &[mail::Address]) -> Vec<Person> {
    addresses.iter().map(|one| Person { name: one.name.clone(), address: one.address.clone() }).collect()
}
