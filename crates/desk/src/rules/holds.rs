//! Whether the conditions of a rule hold. Text is compared without regard to case and to how it is spaced.

use std::cmp::Ordering;

use super::{Condition, Directory, Facts, Field, Group, Is, Match, Recipe, language};
use crate::{CategoryFieldId, category_field::CategoryField};

/// True where all groups of a rule hold.
#[must_use]
pub fn holds(recipe: &Recipe, facts: &Facts, directory: &Directory) -> bool {
    recipe.groups.iter().all(|group| group_holds(group, facts, directory))
}

/// What nobody knows counts neither for a group nor against it: such a group does not hold.
fn group_holds(group: &Group, facts: &Facts, directory: &Directory) -> bool {
    let mut each = group.conditions.iter().map(|condition| condition_holds(condition, facts, directory));
    match group.matches {
        Match::All => each.all(|holds| holds == Some(true)),
        Match::Any => each.any(|holds| holds == Some(true)),
        Match::None => each.all(|holds| holds == Some(false)),
    }
}

fn condition_holds(condition: &Condition, facts: &Facts, directory: &Directory) -> Option<bool> {
    if let Some(field) = ordered(condition, facts, directory) {
        return Some(order_holds(condition, field.value(&facts.fields), field));
    }
    let found: Vec<String> = found(condition, facts, directory)?.iter().map(|one| fold(one)).collect();
    let found: Vec<String> = found.into_iter().filter(|one| !one.is_empty()).collect();
    let any = |compare: fn(&str, &str) -> bool| {
        let field = field_of(condition, facts, directory);
        let called = |value| field.map_or(value, |field| field.called(value));
        let wanted: Vec<String> = condition.values.iter().map(|value| fold(called(value))).collect();
        found.iter().any(|one| wanted.iter().any(|value| compare(one, value)))
    };
    let number = || {
        let number = |text: &String| text.parse::<i64>().ok();
        found.first().and_then(number).zip(condition.values.first().and_then(number))
    };
    Some(match condition.is {
        Is::Is => any(|one, value| one == value),
        Is::IsNot => !any(|one, value| one == value),
        Is::Contains => any(|one, value| one.contains(value)),
        Is::ContainsNot => !any(|one, value| one.contains(value)),
        Is::Begins => any(|one, value| one.starts_with(value)),
        Is::Ends => any(|one, value| one.ends_with(value)),
        Is::Empty => found.is_empty(),
        Is::NotEmpty => !found.is_empty(),
        Is::AtLeast => number().is_some_and(|(is, least)| is >= least),
        Is::AtMost => number().is_some_and(|(is, most)| is <= most),
    })
}

/// The field of the conversation that a condition compares by size or time.
fn ordered<'d>(condition: &Condition, facts: &Facts, directory: &'d Directory) -> Option<&'d CategoryField> {
    let field = field_of(condition, facts, directory)?;
    let first = condition.values.first()?;
    let compares = matches!(condition.is, Is::Is | Is::IsNot | Is::AtLeast | Is::AtMost);
    (compares && field.draft.kind.order(first, first).is_some()).then_some(field)
}

fn order_holds(condition: &Condition, value: Option<&str>, field: &CategoryField) -> bool {
    let order = |wanted: &String| value.and_then(|value| field.draft.kind.order(value, wanted));
    let any = |fits: fn(Ordering) -> bool| condition.values.iter().any(|wanted| order(wanted).is_some_and(fits));
    match condition.is {
        Is::AtLeast => any(Ordering::is_ge),
        Is::AtMost => any(Ordering::is_le),
        Is::IsNot => !any(Ordering::is_eq),
        _ => any(Ordering::is_eq),
    }
}

/// The field that a condition on one names, where the conversation's category has it.
fn field_of<'d>(condition: &Condition, facts: &Facts, directory: &'d Directory) -> Option<&'d CategoryField> {
    let id = condition.of.as_deref().filter(|_| condition.field == Field::CategoryField)?;
    directory.templates.meant(facts.category, id.parse::<CategoryFieldId>().ok()?)
}

/// What there is to compare; none where it is not known.
fn found(condition: &Condition, facts: &Facts, directory: &Directory) -> Option<Vec<String>> {
    let letter = &facts.letter;
    let yes = |yes: bool| vec![if yes { "yes" } else { "no" }.to_string()];
    let id = |id: Option<String>| id.into_iter().collect::<Vec<_>>();
    Some(match condition.field {
        Field::Subject => vec![letter.subject.clone()],
        Field::Text => vec![letter.text.clone()],
        Field::From => vec![letter.from.clone()],
        Field::FromName => vec![letter.from_name.clone()],
        Field::To => letter.to.clone(),
        Field::Header => {
            let name = condition.of.as_deref().unwrap_or_default();
            let headers = letter.headers.as_ref()?.iter();
            headers.filter(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone()).collect()
        }
        Field::Attachments => yes(letter.attachments),
        Field::Automatic => yes(letter.automatic),
        Field::Evidence => vec![letter.evidence.word().to_string()],
        Field::Language => id(language::of(&letter.text).map(ToString::to_string)),
        Field::Mailbox => vec![facts.mailbox.to_string()],
        Field::Queue => id(facts.queue.map(|id| id.to_string())),
        Field::Category => id(facts.category.map(|id| id.to_string())),
        Field::Assignee => id(facts.assignee.map(|id| id.to_string())),
        Field::Status => vec![facts.status.word().to_string()],
        Field::Priority => vec![facts.priority.word().to_string()],
        Field::Tag => facts.tags.clone(),
        Field::Messages => vec![facts.messages.to_string()],
        Field::Company => id(facts.company.map(|id| id.to_string())),
        Field::ContactField => {
            let of = condition.of.as_deref().unwrap_or_default();
            facts.contact_fields.iter().filter(|(id, _)| id.to_string() == of).map(|(_, value)| value.clone()).collect()
        }
        Field::CategoryField => {
            let value = field_of(condition, facts, directory).and_then(|field| field.value(&facts.fields));
            id(value.map(ToString::to_string))
        }
        Field::QueueLoad => id(facts.queue.and_then(|id| directory.queue(id)).map(|place| place.load.to_string())),
        Field::Rating => id(facts.rating.map(|rating| rating.to_string())),
        Field::Hours => vec![if facts.open { "open" } else { "closed" }.to_string()],
    })
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
