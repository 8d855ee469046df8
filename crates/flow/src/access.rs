//! Access: gathers how a conversation's queue stands to an agent, and asks `desk::permit`. The API asks at each request,
//! and the inbound journey when an agent's mail arrives (A3), so that both say the same.

use desk::{
    ConversationId,
    permit::{self, Action, Actor, Object, Relation},
};
use store::{
    Tx,
    agents::Agent,
    attachments::Attachment,
    conversations::{self, Conversation},
    messages, queues,
};

use crate::Refused;

/// The agent as `desk::permit` sees them.
#[must_use]
pub fn actor(agent: &Agent) -> Actor {
    Actor { role: agent.role, active: agent.active }
}

/// How the queue of a conversation stands to an agent. None where there is no such conversation.
///
/// # Errors
/// The store's own.
pub fn relation(tx: &mut Tx<'_>, agent: &Agent, id: ConversationId) -> store::Result<Option<Relation>> {
    Ok(queues::standing(tx, id, agent.id)?.map(|standing| match (standing.members_only, standing.member) {
        (false, _) => Relation::Open,
        (true, true) => Relation::Member,
        (true, false) => Relation::Outside,
    }))
}

/// True when an agent may do this to a conversation; false too where there is none, so that nobody can tell the two apart.
///
/// # Errors
/// The store's own.
pub fn may(tx: &mut Tx<'_>, agent: &Agent, action: Action, id: ConversationId) -> store::Result<bool> {
    let relation = relation(tx, agent, id)?;
    Ok(relation.is_some_and(|relation| permit::permits(actor(agent), action, Object::Conversation(relation))))
}

/// The conversation that an agent works on: numbers and links of merged ones are followed.
///
/// # Errors
/// [`Refused::NotFound`] where there is none for them; the store's own.
pub fn worked_on(tx: &mut Tx<'_>, agent: &Agent, id: ConversationId) -> Result<Conversation, Refused> {
    reached(tx, agent, Action::Work, id)?.ok_or(Refused::NotFound)
}

/// The conversation that a number leads to, where the agent may do this to it: a merged one leads to the other, and it is
/// the other's queue that counts (D3).
///
/// # Errors
/// The store's own.
pub fn reached(
    tx: &mut Tx<'_>,
    agent: &Agent,
    action: Action,
    id: ConversationId,
) -> store::Result<Option<Conversation>> {
    let Some(conversation) = conversations::followed(tx, id)? else { return Ok(None) };
    Ok(may(tx, agent, action, conversation.id)?.then_some(conversation))
}

/// True when an agent may read this file: one of a message with its conversation, an upload that is not sent yet only
/// whoever uploaded it.
///
/// # Errors
/// The store's own.
pub fn may_read_file(tx: &mut Tx<'_>, agent: &Agent, file: &Attachment) -> store::Result<bool> {
    match file.message {
        None => Ok(file.uploaded_by == Some(agent.id)),
        Some(message) => match messages::by_id(tx, message)? {
            Some(message) => may(tx, agent, Action::Read, message.conversation),
            None => Ok(false),
        },
    }
}
