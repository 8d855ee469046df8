//! Access: gathers how a conversation's queue stands to an agent, and asks `desk::permit`. The API asks at each request,
//! and the inbound journey when an agent's mail arrives (A3), so that both say the same.

use desk::{
    ConversationId,
    permit::{self, Action, Actor, Object, Relation},
};
use store::{Tx, agents::Agent, conversations, queues};

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

/// The conversation that this one was merged into, or itself: numbers and links of merged ones are followed.
///
/// # Errors
/// The store's own.
pub fn current(tx: &mut Tx<'_>, id: ConversationId) -> store::Result<ConversationId> {
    Ok(conversations::followed(tx, id)?.map_or(id, |row| row.id))
}

/// True when an agent may do this to a conversation; false too where there is none, so that nobody can tell the two apart.
///
/// # Errors
/// The store's own.
pub fn may(tx: &mut Tx<'_>, agent: &Agent, action: Action, id: ConversationId) -> store::Result<bool> {
    let relation = relation(tx, agent, id)?;
    Ok(relation.is_some_and(|relation| permit::permits(actor(agent), action, Object::Conversation(relation))))
}
