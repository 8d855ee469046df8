//! Telling agents: gathers who is there, asks `desk::notify`, and collects what each is to be told. It stands in the
//! transaction of what is told, so that nothing is told that did not happen, and nothing that happened is forgotten.

use desk::{
    AgentId, ConversationId, MessageId, Micros, address, limits,
    notify::{self, Colleague, Facts, Occasion},
    permit,
};
use store::{
    Tx,
    agents::{self, Agent},
    changes::Change,
    conversations, following,
    notifications::{self, Item},
    participants, presence,
    queues::{self, Queue},
    settings,
};

use crate::access;

/// Tells agents of something that happened in a conversation; `message` is what it is about. `author` is the agent who
/// did it.
///
/// # Errors
/// The store's own.
pub fn tell(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    message: MessageId,
    occasion: &Occasion,
    author: Option<AgentId>,
    now: Micros,
) -> store::Result<()> {
    if matches!(occasion, Occasion::Inbound { automatic: true, .. } | Occasion::Inbound { quiet: true, .. }) {
        return Ok(());
    }
    let Some(about) = conversations::by_id(tx, conversation)? else { return Ok(()) };
    let team = team(tx, conversation, now)?;
    let facts = Facts { occasion, status: about.status, assignee: about.assignee, author, team: &team };
    for (agent, reason) in notify::told_in_page(&facts) {
        tx.change(Change::NewsFor(agent, conversation, reason));
    }
    let told = notify::told(&facts);
    if told.is_empty() {
        return Ok(());
    }
    let due = due(tx, now)?;
    for (agent, reason) in told {
        notifications::collect(tx, agent, conversation, Item { message, reason }, due)?;
    }
    Ok(())
}

/// Tells those who follow a conversation that an agent changed its status.
///
/// # Errors
/// The store's own.
pub(crate) fn tell_of_status(
    tx: &mut Tx<'_>,
    about: &conversations::Conversation,
    author: AgentId,
    now: Micros,
) -> store::Result<()> {
    match following::of(tx, about.id)?.iter().any(|(id, ..)| *id != author) {
        true => tell(tx, about.id, about.last_message, &Occasion::Status, Some(author), now),
        false => Ok(()),
    }
}

/// When news of now are mailed.
///
/// # Errors
/// The store's own.
pub(crate) fn due(tx: &mut Tx<'_>, now: Micros) -> store::Result<Micros> {
    Ok(now.plus_s(interval_s(tx)?))
}

/// Seconds for which news are collected before they are mailed.
fn interval_s(tx: &mut Tx<'_>) -> store::Result<i64> {
    let set: Option<i64> = settings::get(tx, settings::NOTIFY_SECONDS)?;
    Ok(set.unwrap_or(limits::NOTIFY_SECONDS).clamp(0, limits::NOTIFY_MOST_SECONDS))
}

/// Everybody who is not switched off, as the decision sees them.
fn team(tx: &mut Tx<'_>, conversation: ConversationId, now: Micros) -> store::Result<Vec<Colleague>> {
    let offline = presence::offline_agents(tx, now)?;
    let taking_part: Vec<String> =
        participants::of(tx, conversation)?.iter().map(|one| address::fold(&one.person.address)).collect();
    let followers = following::of(tx, conversation)?;
    let mut queue: Option<Option<Queue>> = None;
    let mut team = Vec::new();
    for agent in agents::list(tx)? {
        let Some(relation) = access::relation(tx, &agent, conversation)? else { continue };
        if queue.is_none() {
            let id = queues::standing(tx, conversation, agent.id)?.and_then(|standing| standing.queue);
            queue = Some(id.map(|id| queues::by_id(tx, id)).transpose()?.flatten());
        }
        team.push(Colleague {
            id: agent.id,
            offline: offline.contains(&agent.id),
            wants_mail: agent.wants_mail,
            in_queue: belongs(&agent, queue.as_ref().and_then(Option::as_ref)),
            may_act: permit::may_act(access::actor(&agent), relation),
            participant: taking_part.contains(&address::fold(&agent.email)),
            follows: followers.iter().any(|(id, ..)| *id == agent.id),
        });
    }
    Ok(team)
}

/// Everybody belongs to a queue without members.
fn belongs(agent: &Agent, queue: Option<&Queue>) -> bool {
    queue.is_none_or(|queue| crate::queues::is_in(agent, queue))
}
