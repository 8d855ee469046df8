//! Queues: made, changed and deleted by whoever leads the team; conversations moved between them (CC-12).

use desk::{
    AgentId, MailboxId, Micros, QueueId,
    event::Event,
    limits,
    permit::{self, Action, Object, Relation},
};
use serde_json::json;
use store::{
    Tx,
    agents::{self, Agent},
    audit,
    conversations::{self, Conversation},
    events,
    queues::{self, Draft, Queue},
};

use crate::{Refused, access, presence, refused, routing};

/// Adds a queue.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(tx: &mut Tx<'_>, by: &Agent, draft: &Draft, now: Micros) -> Result<QueueId, Refused> {
    if queues::list(tx)?.len() >= limits::QUEUES {
        return Err(Refused::field("name", "too-many-queues"));
    }
    let draft = checked(tx, draft, None)?;
    let id = queues::add(tx, &draft, now)?;
    note(tx, by, "queue.added", id, now)?;
    Ok(id)
}

/// Writes a queue anew.
///
/// # Errors
/// [`Refused`] where something does not fit or there is no such queue.
pub fn update(tx: &mut Tx<'_>, by: &Agent, id: QueueId, draft: &Draft, now: Micros) -> Result<(), Refused> {
    standing(tx, id)?;
    let draft = checked(tx, draft, Some(id))?;
    queues::update(tx, id, &draft, now)?;
    note(tx, by, "queue.changed", id, now)?;
    presence::settle(tx, now)?;
    Ok(routing::give_out(tx, now)?)
}

/// Deletes a queue. What is in it stays there.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Agent, id: QueueId, now: Micros) -> Result<(), Refused> {
    if !queues::delete(tx, id, now)? {
        return Err(Refused::NotFound);
    }
    presence::settle(tx, now)?;
    note(tx, by, "queue.deleted", id, now)
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, id: QueueId, now: Micros) -> Result<(), Refused> {
    let actor = by.actor();
    Ok(audit::add(tx, &actor, action, &format!("queue:{id}"), &json!({}), now)?)
}

/// The queue, unless it was deleted.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: QueueId) -> Result<Queue, Refused> {
    queues::by_id(tx, id)?.filter(|queue| queue.deleted_at.is_none()).ok_or(Refused::NotFound)
}

fn checked(tx: &mut Tx<'_>, draft: &Draft, own: Option<QueueId>) -> Result<Draft, Refused> {
    let name = refused::name(&draft.name, limits::QUEUE_NAME_CHARS, "queue-name-needed")?;
    let same = |queue: &Queue| Some(queue.id) != own && queue.name.to_lowercase() == name.to_lowercase();
    if queues::list(tx)?.iter().any(same) {
        return Err(Refused::field("name", "queue-name-taken"));
    }
    for member in &draft.members {
        known_agent(tx, *member)?;
    }
    for mailbox in &draft.mailboxes {
        known_mailbox(tx, *mailbox)?;
    }
    if !draft.takes_email && !draft.mailboxes.is_empty() {
        return Err(Refused::field("takes_email", "queue-needs-email"));
    }
    let (fewest, most) = limits::REASSIGN_MINUTES;
    if draft.reassign_minutes.is_some_and(|minutes| !(fewest..=most).contains(&minutes)) {
        return Err(Refused::field("reassign_minutes", "reassign-minutes"));
    }
    if draft.members_only && draft.members.is_empty() {
        return Err(Refused::field("members", "queue-members-needed"));
    }
    draft.business_hours.validate().map_err(|unfit| Refused::field(unfit.field, unfit.reason))?;
    Ok(Draft { name, ..draft.clone() })
}

fn known_agent(tx: &mut Tx<'_>, id: AgentId) -> Result<Agent, Refused> {
    agents::by_id(tx, id)?.ok_or(Refused::field("members", "no-such-agent"))
}

fn known_mailbox(tx: &mut Tx<'_>, id: MailboxId) -> Result<(), Refused> {
    let mailbox = store::mailboxes::by_id(tx, id)?.filter(|mailbox| mailbox.deleted_at.is_none());
    mailbox.map(|_| ()).ok_or(Refused::field("mailboxes", "no-such-mailbox"))
}

/// True when an agent sees a queue: what is in it, and that it is there.
#[must_use]
pub fn sees(agent: &Agent, queue: &Queue) -> bool {
    let relation = match (queue.members_only, queue.members.contains(&agent.id)) {
        (false, _) => Relation::Open,
        (true, true) => Relation::Member,
        (true, false) => Relation::Outside,
    };
    permit::permits(access::actor(agent), Action::Read, Object::Conversation(relation))
}

/// True when an agent is in a queue: a member, or it is the whole team's.
#[must_use]
pub fn is_in(agent: &Agent, queue: &Queue) -> bool {
    queue.members.is_empty() || queue.members.contains(&agent.id)
}

/// Moves a conversation to another queue, or out of all. It stays the same conversation, with its number, messages and
/// links (CC-12). An assignee who does not see the new queue loses it.
///
/// # Errors
/// [`Refused`] where the queue is unknown to whoever asks, or refuses moves.
pub fn move_to(
    tx: &mut Tx<'_>,
    by: &Agent,
    conversation: &Conversation,
    to: Option<QueueId>,
    now: Micros,
) -> Result<(), Refused> {
    let from = queues::standing(tx, conversation.id, by.id)?.and_then(|standing| standing.queue);
    if from == to {
        return Ok(());
    }
    let queue = match to {
        Some(id) => {
            let queue = queues::by_id(tx, id)?.filter(|queue| queue.deleted_at.is_none() && sees(by, queue));
            Some(queue.ok_or(Refused::field("queue", "no-such-queue"))?)
        }
        None => None,
    };
    if queue.as_ref().is_some_and(|queue| queue.refuses_moves) {
        return Err(Refused::field("queue", "queue-refuses-moves"));
    }
    if queue.as_ref().is_some_and(|queue| !queue.takes_email) {
        return Err(Refused::field("queue", "queue-takes-no-email"));
    }
    let actor = by.actor();
    queues::set(tx, conversation.id, to, now)?;
    let named = queue.as_ref().map(|queue| (queue.id, queue.name.clone()));
    events::add(tx, conversation.id, &Event::Queued { to: named }, &actor, now)?;
    let assignee = conversation.assignee.map(|id| agents::by_id(tx, id)).transpose()?.flatten();
    if let (Some(assignee), Some(queue)) = (assignee, &queue)
        && !sees(&assignee, queue)
    {
        conversations::set_assignee(tx, conversation.id, None, now)?;
        events::add(tx, conversation.id, &Event::Assigned { to: None }, &actor, now)?;
    }
    Ok(routing::offer(tx, conversation.id, now)?)
}
