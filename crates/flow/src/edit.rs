//! Edits of a conversation by an agent: status, assignee, queue, priority, category, fields,
//! tags. Each change is an event.

use desk::{
    AgentId, CategoryId, ConversationId, Micros, QueueId, category_field::Written, conversation::Status, event::Event,
    limits, notify::Occasion, permit::Action, priority::Priority,
};
use store::{
    Tx,
    agents::{self, Agent},
    conversations::{self, Conversation},
    events::{self, Actor},
};

use crate::{Refused, access, categories, category_fields, notices, queues, routing, rules, sla, status};

/// What is to change; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// The status.
    pub status: Option<Status>,
    /// Until when it is postponed; needed with `postponed`, refused without.
    pub postponed_until: Option<Micros>,
    /// The assignee, or nobody.
    pub assignee: Option<Option<AgentId>>,
    /// The queue, or none.
    pub queue: Option<Option<QueueId>>,
    /// How soon it needs the team.
    pub priority: Option<Priority>,
    /// The category, or none.
    pub category: Option<Option<CategoryId>>,
    /// What stands in fields of its category (SO-15); those that are not named stay.
    pub fields: Written,
    /// The tags.
    pub tags: Option<Tagging>,
}

/// What becomes of the tags of a conversation.
#[derive(Clone, Debug)]
pub enum Tagging {
    /// It has these and no others.
    All(Vec<String>),
    /// It gets some and loses some.
    Change {
        /// Those that it gets.
        add: Vec<String>,
        /// Those that it loses.
        remove: Vec<String>,
    },
}

/// Refuses what fits no conversation, before any is looked at.
///
/// # Errors
/// [`Refused`] at its field.
pub fn check(edit: &Edit, now: Micros) -> Result<(), Refused> {
    match edit.status {
        Some(status) => check_status(status, edit.postponed_until, now)?,
        None if edit.postponed_until.is_some() => {
            return Err(Refused::field("postponed_until", "postponed-without-status"));
        }
        None => {}
    }
    match &edit.tags {
        None => Ok(()),
        Some(Tagging::All(tags)) => check_tags(tags),
        Some(Tagging::Change { add, remove }) => check_tags(add).and(check_tags(remove)),
    }
}

/// Changes a conversation.
///
/// # Errors
/// [`Refused`], and then nothing is changed when the caller rolls back.
pub fn edit(tx: &mut Tx<'_>, agent: &Agent, id: ConversationId, edit: &Edit, now: Micros) -> Result<(), Refused> {
    let conversation = access::worked_on(tx, agent, id)?;
    let actor = agent.actor();
    check(edit, now)?;
    // Before the status: what it asks for may come with it.
    if let Some(category) = edit.category {
        categories::set(tx, &actor, &conversation, category, now)?;
    }
    category_fields::write(tx, &actor, conversation.id, &edit.fields, now)?;
    if let Some(status) = edit.status {
        set_status(tx, &conversation, status, edit.postponed_until, &actor, now)?;
        if status != conversation.status {
            notices::tell_of_status(tx, &conversation, agent.id, now)?;
        }
    }
    if let Some(assignee) = edit.assignee {
        assign(tx, &conversation, assignee, agent, now)?;
    }
    if let Some(queue) = edit.queue {
        let conversation = conversations::by_id(tx, conversation.id)?.ok_or(Refused::NotFound)?;
        queues::move_to(tx, agent, &conversation, queue, now)?;
        sla::look(tx, conversation.id, now)?;
    }
    if let Some(to) = edit.priority.filter(|to| *to != conversation.priority) {
        conversations::set_priority(tx, conversation.id, to, now)?;
        events::add(tx, conversation.id, &Event::PriorityChanged { from: conversation.priority, to }, &actor, now)?;
        sla::look(tx, conversation.id, now)?;
    }
    if let Some(tags) = &edit.tags {
        set_tags(tx, &conversation, tags, &actor, now)?;
    }
    Ok(rules::settle(tx, now)?)
}

/// Sets the status of a conversation, with its event. Used by answers too.
///
/// # Errors
/// [`Refused`] where the status cannot be set so, or ends a matter of which something must be known first.
pub fn set_status(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    to: Status,
    until: Option<Micros>,
    actor: &Actor,
    now: Micros,
) -> Result<(), Refused> {
    check_status(to, until, now)?;
    if to == conversation.status && to != Status::Postponed {
        return Ok(());
    }
    category_fields::ready(tx, conversation, to)?;
    conversations::set_status(tx, conversation, to, until, now)?;
    let event = Event::StatusChanged { from: conversation.status, to };
    events::add(tx, conversation.id, &event, actor, now)?;
    status::follow(tx, conversation, to, actor, now)?;
    Ok(routing::follow_status(tx, conversation, to, now)?)
}

fn check_status(to: Status, until: Option<Micros>, now: Micros) -> Result<(), Refused> {
    if !to.can_be_set() {
        return Err(Refused::field("status", "status-cannot-be-set"));
    }
    match (to, until) {
        (Status::Postponed, None) => Err(Refused::field("postponed_until", "postponed-needs-date")),
        (Status::Postponed, Some(until)) if until <= now => {
            Err(Refused::field("postponed_until", "postponed-date-past"))
        }
        (Status::Postponed, Some(_)) | (_, None) => Ok(()),
        (_, Some(_)) => Err(Refused::field("postponed_until", "postponed-without-status")),
    }
}

fn assign(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    to: Option<AgentId>,
    by: &Agent,
    now: Micros,
) -> Result<(), Refused> {
    if to == conversation.assignee {
        return Ok(());
    }
    let named = match to {
        Some(id) => {
            let agent = agents::by_id(tx, id)?.filter(|agent| agent.active);
            let agent = agent.ok_or(Refused::field("assignee", "no-such-agent"))?;
            if !access::may(tx, &agent, Action::Work, conversation.id)? {
                return Err(Refused::field("assignee", "assignee-outside-queue"));
            }
            Some((agent.id, agent.name))
        }
        None => None,
    };
    conversations::set_assignee(tx, conversation.id, to, now)?;
    let actor = by.actor();
    events::add(tx, conversation.id, &Event::Assigned { to: named }, &actor, now)?;
    if let Some(to) = to {
        let occasion = Occasion::Assigned(to);
        notices::tell(tx, conversation.id, conversation.last_message, &occasion, Some(by.id), now)?;
    }
    Ok(())
}

fn set_tags(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    tagging: &Tagging,
    actor: &Actor,
    now: Micros,
) -> Result<(), Refused> {
    let trimmed = |tags: &[String]| -> Vec<String> { tags.iter().map(|tag| tag.trim().to_string()).collect() };
    let mut clean = match tagging {
        Tagging::All(tags) => trimmed(tags),
        Tagging::Change { add, remove } => {
            let lost = trimmed(remove);
            let kept = conversation.tags.iter().filter(|tag| !lost.contains(tag)).cloned();
            kept.chain(trimmed(add)).collect()
        }
    };
    clean.sort();
    clean.dedup();
    check_tags(&clean)?;
    if clean != conversation.tags {
        conversations::set_tags(tx, conversation, &clean, now)?;
        events::add(tx, conversation.id, &Event::Tagged { tags: clean }, actor, now)?;
    }
    Ok(())
}

fn check_tags(tags: &[String]) -> Result<(), Refused> {
    let fits = |tag: &String| {
        let tag = tag.trim();
        !tag.is_empty() && tag.chars().count() <= limits::TAG_CHARS && !tag.chars().any(char::is_control)
    };
    if tags.len() > limits::TAGS || !tags.iter().all(fits) {
        return Err(Refused::field("tags", "tags-do-not-fit"));
    }
    Ok(())
}
