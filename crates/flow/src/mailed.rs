//! What an agent may still do with an answer of theirs: undo it while it waits, let it leave at once, or publish what came
//! by mail and was kept back.

use desk::{MessageId, Micros, conversation::Status, event::Event, message::Kind, permit::Action, webhook};
use store::{
    Tx, agents::Agent, changes::Change, conversations, events, messages, outbox, pending, webhook_deliveries::Happening,
};

use crate::{Node, Refused, access, answer, edit, sla};

/// Takes back an answer that waits: one that came by mail stays as a note (TR-4), one that was written in the browser is a
/// draft of its agent again.
///
/// # Errors
/// [`Refused`] where it is not this agent's, or is on its way already.
pub fn undo(tx: &mut Tx<'_>, agent: &Agent, id: MessageId, now: Micros) -> Result<(), Refused> {
    let message = own(tx, agent, id)?;
    if message.kind == Kind::Outbound && message.raw.is_none() {
        return answer::take_back(tx, agent, &message, now);
    }
    if message.kind != Kind::Outbound || !outbox::take_back(tx, id)? {
        return Err(Refused::field("message", "too-late-to-undo"));
    }
    messages::set_kind(tx, id, Kind::Note)?;
    sla::taken_back(tx, message.conversation, id, now)?;
    let actor = agent.actor();
    events::add(tx, message.conversation, &Event::Undone, &actor, now)?;
    let conversation = conversations::by_id(tx, message.conversation)?.ok_or(Refused::NotFound)?;
    if conversation.status == Status::Answered {
        edit::set_status(tx, &conversation, Status::Open, None, &actor, now)?;
    }
    Ok(())
}

/// Lets an answer that waits leave now.
///
/// # Errors
/// [`Refused`] where it is not this agent's, or does not wait.
pub fn send_now(tx: &mut Tx<'_>, agent: &Agent, id: MessageId, now: Micros) -> Result<(), Refused> {
    let message = own(tx, agent, id)?;
    if !outbox::hasten(tx, id, now)? {
        return Err(Refused::field("message", "does-not-wait"));
    }
    tx.change(Change::DeliveryChanged(message.conversation, id));
    Ok(())
}

/// Publishes what was kept back as a note, as LA-4 says (TR-5): its author has signed in and asked for it.
///
/// # Errors
/// [`Refused`] where it is not this agent's, its 24 hours are over, or the mailbox cannot send.
pub fn publish(tx: &mut Tx<'_>, node: &Node, agent: &Agent, id: MessageId, now: Micros) -> Result<(), Refused> {
    let message = own(tx, agent, id)?;
    let waiting = pending::of(tx, id)?.ok_or(Refused::field("message", "nothing-to-publish"))?;
    if waiting.agent != agent.id {
        return Err(Refused::NotFound);
    }
    if waiting.expires_at < now {
        return Err(Refused::field("message", "publishing-is-over"));
    }
    let conversation = conversations::by_id(tx, message.conversation)?.ok_or(Refused::NotFound)?;
    messages::set_kind(tx, id, Kind::Outbound)?;
    let (kind, of) = (webhook::Kind::Outbound, conversation.id);
    tx.happened(Happening { kind, conversation: of, message: Some(id), event: None, at: now });
    if waiting.plan == pending::SEND {
        answer::queue_stored(tx, node, &conversation, id, now)?;
        sla::answered(tx, conversation.id, id, now)?;
    }
    pending::take(tx, id)?;
    let actor = agent.actor();
    events::add(tx, conversation.id, &Event::Published, &actor, now)?;
    let after = conversation.status.after_team_message();
    if after != conversation.status {
        edit::set_status(tx, &conversation, after, None, &actor, now)?;
    }
    Ok(())
}

/// The message, where this agent wrote it and may still act on its conversation.
fn own(tx: &mut Tx<'_>, agent: &Agent, id: MessageId) -> Result<messages::Message, Refused> {
    let message = messages::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    let theirs = message.author == desk::message::Author::Agent(agent.id);
    if theirs && access::may(tx, agent, Action::Work, message.conversation)? {
        Ok(message)
    } else {
        Err(Refused::NotFound)
    }
}
