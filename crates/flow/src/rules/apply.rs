//! Doing what rules planned: the conversation's row first, with an event that names the rule; then notes and who is told.
//! What is changed is written as the rule's, so that timelines and programs know whose it was.

use desk::{
    ConversationId, Micros,
    event::Event,
    message::{Author, Kind, Person, Recipients},
    rules::{Action, Firing, Given, Outcome, Plan},
    webhook,
};
use store::{
    Tx, agents, categories, conversations,
    conversations::Conversation,
    events::{self, Actor},
    queues,
    webhook_deliveries::{self, Happening},
};

use crate::{
    Refused, assistants, category_fields,
    entries::{self, Entry},
    routing, sla, status,
};

/// Changes the row, and writes what fired and what was cut.
pub(super) fn change(tx: &mut Tx<'_>, id: ConversationId, plan: &Plan, now: Micros) -> store::Result<()> {
    for firing in plan.firings.iter().filter(|firing| firing.is_told()) {
        let by = Actor::Rule(firing.rule, firing.name.clone());
        events::add(tx, id, &Event::RuleFired(firing.clone()), &by, now)?;
        store::rules::note(tx, firing.rule, id, None, now)?;
        tell_endpoints(tx, id, firing, now)?;
        for done in firing.did.iter().filter(|done| done.outcome == Outcome::Done) {
            let Some(conversation) = conversations::by_id(tx, id)? else { return Ok(()) };
            act(tx, &conversation, &done.action, done.name.as_ref(), &by, now)?;
        }
        if firing.did.iter().any(|done| done.outcome == Outcome::Done && decides_promise(&done.action)) {
            sla::look(tx, id, now)?;
        }
    }
    for (rule, name, why) in &plan.cuts {
        let by = Actor::Rule(*rule, name.clone());
        events::add(tx, id, &Event::RuleCut { rule: *rule, name: name.clone(), why: *why }, &by, now)?;
        store::rules::note(tx, *rule, id, Some(*why), now)?;
    }
    Ok(())
}

/// True for what decides which promise holds for a conversation: where it waits, and how soon it needs the team.
fn decides_promise(action: &Action) -> bool {
    matches!(action, Action::AssignQueue(_) | Action::SetPriority(_))
}

/// Endpoints are told of the firing itself, with its event.
fn tell_endpoints(tx: &mut Tx<'_>, id: ConversationId, firing: &Firing, now: Micros) -> store::Result<()> {
    let event = events::last(tx, id)?.map(|event| event.id);
    for done in firing.did.iter().filter(|done| done.outcome == Outcome::Done) {
        if let Action::CallWebhook(webhook) = done.action {
            let kind = webhook::Kind::RuleFired;
            let happened = Happening { kind, conversation: id, message: None, event, at: now };
            webhook_deliveries::queue(tx, webhook, kind, Some(&happened), now)?;
        }
    }
    Ok(())
}

fn act(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    action: &Action,
    name: Option<&String>,
    by: &Actor,
    now: Micros,
) -> store::Result<()> {
    let id = conversation.id;
    let name = || name.cloned().unwrap_or_default();
    match action {
        Action::AssignAgent(to) => {
            conversations::set_assignee(tx, id, Some(*to), now)?;
            events::add(tx, id, &Event::Assigned { to: Some((*to, name())) }, by, now)
        }
        Action::AssignQueue(to) => {
            queues::set(tx, id, Some(*to), now)?;
            events::add(tx, id, &Event::Queued { to: Some((*to, name())) }, by, now)?;
            let_go(tx, conversation, by, now)
        }
        Action::SetCategory(to) => {
            categories::set(tx, id, Some(*to), now)?;
            events::add(tx, id, &Event::Categorised { to: Some((*to, name())) }, by, now)
        }
        Action::SetField(given) => fill(tx, id, given, by, now),
        Action::SetPriority(to) => {
            conversations::set_priority(tx, id, *to, now)?;
            events::add(tx, id, &Event::PriorityChanged { from: conversation.priority, to: *to }, by, now)
        }
        Action::SetStatus(to) => {
            conversations::set_status(tx, conversation, *to, None, now)?;
            events::add(tx, id, &Event::StatusChanged { from: conversation.status, to: *to }, by, now)?;
            status::follow(tx, conversation, *to, by, now)
        }
        Action::AddTag(tag) => {
            let tags: Vec<String> = conversation.tags.iter().chain([tag]).cloned().collect();
            retag(tx, conversation, tags, by, now)
        }
        Action::RemoveTag(tag) => {
            let tags = conversation.tags.iter().filter(|one| *one != tag).cloned().collect();
            retag(tx, conversation, tags, by, now)
        }
        Action::AssignAssistant(_)
        | Action::AddNote(_)
        | Action::SendText(_)
        | Action::CallWebhook(_)
        | Action::Stop => Ok(()),
    }
}

/// The plan has seen that it fits; search is told once there is a message.
fn fill(tx: &mut Tx<'_>, id: ConversationId, given: &Given, by: &Actor, now: Micros) -> store::Result<()> {
    let written = [(given.field, Some(given.value.clone()))].into();
    match category_fields::fill(tx, by, id, &written, now) {
        Err(Refused::Store(error)) => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Whoever does not see the queue that a conversation came to has it no longer, and the timeline says so (CC-12).
fn let_go(tx: &mut Tx<'_>, conversation: &Conversation, by: &Actor, now: Micros) -> store::Result<()> {
    let Some(assignee) = conversation.assignee else { return Ok(()) };
    let sees = match agents::by_id(tx, assignee)? {
        Some(agent) => crate::access::may(tx, &agent, desk::permit::Action::Work, conversation.id)?,
        None => false,
    };
    if sees {
        return Ok(());
    }
    conversations::set_assignee(tx, conversation.id, None, now)?;
    events::add(tx, conversation.id, &Event::Assigned { to: None }, by, now)
}

fn retag(
    tx: &mut Tx<'_>,
    conversation: &Conversation,
    mut tags: Vec<String>,
    by: &Actor,
    now: Micros,
) -> store::Result<()> {
    tags.sort();
    conversations::set_tags(tx, conversation, &tags, now)?;
    events::add(tx, conversation.id, &Event::Tagged { tags }, by, now)
}

/// Writes the notes, which are the rule's and only for the team; has search find what stands in fields now;
/// and lets assistants look at what there is now.
pub(super) fn finish(tx: &mut Tx<'_>, id: ConversationId, plan: &Plan, now: Micros) -> store::Result<()> {
    for firing in plan.firings.iter().filter(|firing| firing.is_told()) {
        for done in firing.did.iter().filter(|done| done.outcome == Outcome::Done) {
            match &done.action {
                Action::AddNote(text) => note(tx, id, &firing.name, text, now)?,
                Action::SendText(text) => {
                    store::rules::mails::add(tx, id, (firing.rule, &firing.name), text, now)?;
                }
                Action::SetField(_) => category_fields::enter(tx, id)?,
                Action::AssignAssistant(to) => assistants::assign(tx, id, *to, now)?,
                _ => {}
            }
        }
    }
    Ok(())
}

fn note(tx: &mut Tx<'_>, id: ConversationId, rule: &str, text: &str, now: Micros) -> store::Result<()> {
    let Some(conversation) = conversations::by_id(tx, id)? else { return Ok(()) };
    let entry = Entry {
        kind: Kind::Note,
        author: Author::System,
        person: &Person { name: Some(rule.to_string()), address: String::new() },
        recipients: &Recipients::default(),
        subject: &conversation.subject,
        references: &[],
        text,
    };
    entries::add(tx, &conversation, &entry, now).map(drop)
}

/// What follows from what rules changed: whoever was given the conversation is told, and what waits is given out.
pub(super) fn follow(tx: &mut Tx<'_>, id: ConversationId, plan: &Plan, now: Micros) -> store::Result<()> {
    if plan.agent().is_some() {
        routing::tell(tx, id, now)?;
    }
    if plan.changes_who_waits() {
        routing::offer(tx, id, now)?;
    }
    Ok(())
}
