//! One action of a rule on the facts: what it changes there, and what keeps it from it.

use super::{Action, Directory, Facts, Given, Outcome};
use crate::{AgentId, AssistantId, QueueId, RuleId, category_field, conversation::Status, limits};

/// One action, on the facts.
pub(super) fn act(
    action: &Action,
    rule: RuleId,
    assigned: &mut Option<RuleId>,
    facts: &mut Facts,
    directory: &Directory,
) -> Outcome {
    if action.assigns() && assigned.is_some_and(|by| by != rule) {
        return Outcome::Taken;
    }
    let outcome = match action {
        Action::AssignAgent(to) => give(*to, facts, directory),
        Action::AssignQueue(to) => move_to(*to, facts, directory),
        Action::AssignAssistant(to) => hand_to(*to, facts),
        Action::SetCategory(to) => set(&mut facts.category, Some(*to)),
        Action::SetPriority(to) => set(&mut facts.priority, *to),
        Action::SetStatus(to) => end(*to, facts, directory),
        Action::SetField(given) => write(given, facts, directory),
        Action::AddTag(tag) => add_tag(tag, facts),
        Action::RemoveTag(tag) => remove_tag(tag, facts),
        Action::AddNote(_) | Action::SendText(_) | Action::CallWebhook(_) | Action::Stop => Outcome::Done,
    };
    if action.assigns() && matches!(outcome, Outcome::Done | Outcome::Already) {
        *assigned = Some(rule);
    }
    outcome
}

fn set<T: PartialEq>(place: &mut T, to: T) -> Outcome {
    if *place == to {
        return Outcome::Already;
    }
    *place = to;
    Outcome::Done
}

/// What must be known when a matter ends is asked of rules too (SO-15).
fn end(to: Status, facts: &mut Facts, directory: &Directory) -> Outcome {
    let ends = category_field::ends(facts.status, to);
    match ends && !directory.templates.missing(facts.category, &facts.fields).is_empty() {
        true => Outcome::FieldsMissing,
        false => set(&mut facts.status, to),
    }
}

/// The names of the required fields that are empty.
pub(super) fn missing_names(facts: &Facts, directory: &Directory) -> String {
    let missing = directory.templates.missing(facts.category, &facts.fields);
    missing.iter().map(|field| field.draft.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn write(given: &Given, facts: &mut Facts, directory: &Directory) -> Outcome {
    let written = [(given.field, Some(given.value.clone()))].into();
    match directory.templates.write(facts.category, &facts.fields, &written) {
        Ok((changes, _)) if changes.is_empty() => Outcome::Already,
        Ok((_, values)) => set(&mut facts.fields, values),
        Err(_) if directory.templates.meant(facts.category, given.field).is_none() => Outcome::NotMeant,
        Err(_) => Outcome::DoesNotFit,
    }
}

fn give(to: AgentId, facts: &mut Facts, directory: &Directory) -> Outcome {
    match directory.may_take(to, facts.queue) {
        true => {
            facts.assistant = None;
            set(&mut facts.assignee, Some(to))
        }
        false => Outcome::MayNot,
    }
}

/// An assistant never takes from people what they have.
fn hand_to(to: AssistantId, facts: &mut Facts) -> Outcome {
    match facts.assignee {
        Some(_) => Outcome::WithPerson,
        None => set(&mut facts.assistant, Some(to)),
    }
}

/// An agent who does not see the new queue loses the conversation, as when a person moves it (CC-12).
fn move_to(to: QueueId, facts: &mut Facts, directory: &Directory) -> Outcome {
    let outcome = set(&mut facts.queue, Some(to));
    if outcome == Outcome::Done && facts.assignee.is_some_and(|agent| !directory.may_take(agent, Some(to))) {
        facts.assignee = None;
    }
    outcome
}

fn add_tag(tag: &str, facts: &mut Facts) -> Outcome {
    if facts.tags.iter().any(|one| one == tag) {
        return Outcome::Already;
    }
    if facts.tags.len() >= limits::TAGS {
        return Outcome::TagsFull;
    }
    facts.tags.push(tag.to_string());
    facts.tags.sort();
    Outcome::Done
}

fn remove_tag(tag: &str, facts: &mut Facts) -> Outcome {
    let before = facts.tags.len();
    facts.tags.retain(|one| one != tag);
    if facts.tags.len() == before { Outcome::Already } else { Outcome::Done }
}
