//! An agent's mail in a conversation: a note, an answer that waits for the end of its undo window, or an answer that the
//! agent sent. What goes to customers is the new text alone: never a quote, never HTML from the agent's program.

use desk::{
    AgentId, ConversationId, MessageId,
    conversation::Status,
    decide::Entry,
    event::Event,
    limits,
    message::{Author, Kind, Person, Recipients},
    trace::TraceLine,
    trust::NoteReason,
};
use store::{
    Tx, agents,
    agents::Agent,
    conversations,
    events::{self, Actor},
    messages,
    pending::{self, Pending},
};

use super::{
    Settled, entry,
    entry::{Body, follow_up, references},
    people, subject,
};
use crate::{answer, sla};

/// Stores an agent's mail as what the rules made of it.
pub(super) fn message(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    agent: AgentId,
    conversation: ConversationId,
    entry: Entry,
    status: Option<Status>,
    trace: &[TraceLine],
) -> store::Result<MessageId> {
    let agent = agents::by_id(tx, agent)?.ok_or_else(|| store::Error::unreadable("agent", "gone"))?;
    match entry {
        Entry::Note(reason) => note(tx, settled, &agent, conversation, reason, trace),
        Entry::SentByAgent => {
            let id = store(tx, settled, &agent, conversation, Kind::Outbound, trace)?;
            // Whom the agent wrote to is kept beside the participants, unticked.
            super::start::add_others(tx, settled, conversation, false)?;
            sla::answered(tx, conversation, id, settled.now)?;
            follow_up(tx, settled, conversation, status)?;
            Ok(id)
        }
        _ => answer(tx, settled, &agent, conversation, status, trace),
    }
}

/// LA-4, row 2: queued for the ticked participants, sent when the undo window has passed. Where the mailbox cannot send,
/// it stays a note and says so.
fn answer(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    agent: &Agent,
    conversation: ConversationId,
    status: Option<Status>,
    trace: &[TraceLine],
) -> store::Result<MessageId> {
    let Some(row) = conversations::by_id(tx, conversation)? else {
        return Err(store::Error::unreadable("conversation", "gone"));
    };
    let id = store(tx, settled, agent, conversation, Kind::Outbound, trace)?;
    let due = settled.now.plus_s(i64::from(settled.channel.undo_s));
    match answer::queue_stored(tx, settled.node, &row, id, due) {
        Ok(()) => {
            sla::answered(tx, conversation, id, settled.now)?;
            follow_up(tx, settled, conversation, status)?;
            Ok(id)
        }
        Err(crate::Refused::Store(error)) => Err(error),
        Err(_) => {
            messages::set_kind(tx, id, Kind::Note)?;
            let event = Event::KeptBack { reason: "mailbox-cannot-send" };
            events::add(tx, conversation, &event, &Actor::System, settled.now)?;
            Ok(id)
        }
    }
}

/// A note. One that its author meant as an answer says why it is none, and may wait for the author's word.
fn note(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    agent: &Agent,
    conversation: ConversationId,
    reason: NoteReason,
    trace: &[TraceLine],
) -> store::Result<MessageId> {
    let id = store(tx, settled, agent, conversation, Kind::Note, trace)?;
    if !matches!(reason, NoteReason::Plain | NoteReason::AboutNote) {
        events::add(tx, conversation, &Event::KeptBack { reason: reason.word() }, &Actor::System, settled.now)?;
    }
    if reason.asks_the_agent() {
        let plan = if settled.outsiders { pending::SENT_BY_AGENT } else { pending::SEND };
        let waits = Pending {
            message: id,
            agent: agent.id,
            conversation,
            reason: reason.word().into(),
            plan: plan.into(),
            expires_at: settled.now.plus_s(limits::PUBLISH_SECONDS),
        };
        pending::add(tx, &waits)?;
    }
    Ok(id)
}

/// The message itself: the agent's new text, as the agent's.
fn store(
    tx: &mut Tx<'_>,
    settled: &Settled<'_>,
    agent: &Agent,
    conversation: ConversationId,
    kind: Kind,
    trace: &[TraceLine],
) -> store::Result<MessageId> {
    let mail = settled.mail();
    let person = Person { name: Some(agent.name.clone()), address: agent.email.clone() };
    let body = Body::of(settled);
    let new = messages::New {
        conversation,
        kind,
        author: Author::Agent(agent.id),
        person: &person,
        recipients: &Recipients { to: people(&mail.to), cc: people(&mail.cc), bcc: Vec::new() },
        subject: &subject(mail),
        automatic: false,
        internet_id: Some(&settled.understood.internet_id),
        references: &references(mail),
        arrival: Some(settled.item.arrival.id),
        raw: Some(&settled.item.arrival.raw),
        text: &body.reply,
        html: None,
        reply_text: &body.reply,
        trace,
        evidence: Some(&settled.item.evidence),
        agents_only: false,
        flags: &[],
    };
    let id = messages::add(tx, &new, settled.now)?;
    entry::grow(tx, settled, conversation, id, &person)?;
    Ok(id)
}
