//! Fields of conversations by their category (SO-15): defined by admins, filled in by whoever works on a conversation or by
//! a rule, and asked for when a matter ends.

use std::collections::BTreeMap;

use desk::{
    CategoryFieldId, CategoryId, ConversationId, Micros,
    category_field::{self, CategoryField, Draft, Templates, Written},
    conversation::Status,
    event::Event,
    limits,
};
use serde_json::json;
use store::{
    Tx, audit, categories, category_fields,
    conversations::Conversation,
    events::{self, Actor},
};

use crate::{Refused, moved, refused};

/// What is to change in a field; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// Its name.
    pub name: Option<String>,
    /// All words of a choice.
    pub choices: Option<Vec<String>>,
    /// Words that have another name among them.
    pub renamed: BTreeMap<String, String>,
    /// Whether it is asked for when a matter ends.
    pub required: Option<bool>,
    /// What it says of itself.
    pub help: Option<String>,
}

/// Adds a field behind the others of its category, or of all conversations.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(
    tx: &mut Tx<'_>,
    by: &Actor,
    category: Option<CategoryId>,
    draft: &Draft,
    now: Micros,
) -> Result<CategoryField, Refused> {
    if let Some(id) = category {
        categories::by_id(tx, id)?.ok_or(Refused::field("category", "no-such-category"))?;
    }
    let templates = category_fields::templates(tx)?;
    let of_category = templates.fields.iter().filter(|field| field.category == category).count();
    if templates.fields.len() >= limits::CATEGORY_FIELDS || of_category >= limits::CATEGORY_FIELDS_EACH {
        return Err(Refused::field("name", "too-many-category-fields"));
    }
    let draft = checked(&templates, category, draft, None)?;
    let id = category_fields::add(tx, category, &draft, now)?;
    note(tx, by, "category-field.added", id, &draft.name, now)?;
    Ok(CategoryField { id, category, draft, former: BTreeMap::new() })
}

/// Writes a field anew. Its kind stays, so that what was filled in still fits, and its category.
///
/// # Errors
/// [`Refused`] where something does not fit or there is no such field.
pub fn update(
    tx: &mut Tx<'_>,
    by: &Actor,
    id: CategoryFieldId,
    edit: &Edit,
    now: Micros,
) -> Result<CategoryField, Refused> {
    let templates = category_fields::templates(tx)?;
    let before = templates.field(id).ok_or(Refused::NotFound)?.clone();
    let Edit { name, choices, renamed, required, help } = edit.clone();
    let draft = Draft {
        name: name.unwrap_or(before.draft.name.clone()),
        kind: before.draft.kind,
        choices: choices.unwrap_or(before.draft.choices.clone()),
        required: required.unwrap_or(before.draft.required),
        help: help.unwrap_or(before.draft.help.clone()),
    };
    let draft = checked(&templates, before.category, &draft, Some(id))?;
    let former = before.renamed(&draft.choices, &renamed).map_err(|message| Refused::field("choices", message))?;
    category_fields::update(tx, id, &draft, &former)?;
    note(tx, by, "category-field.changed", id, &draft.name, now)?;
    Ok(CategoryField { draft, former, ..before })
}

/// Puts the fields of a category into another order. Those that are not named, as they came meanwhile, stay behind.
///
/// # Errors
/// [`Refused`] where one of them is not there, or named twice.
pub fn order(
    tx: &mut Tx<'_>,
    by: &Actor,
    category: Option<CategoryId>,
    ids: &[CategoryFieldId],
    now: Micros,
) -> Result<(), Refused> {
    let templates = category_fields::templates(tx)?;
    let (own, others): (Vec<_>, Vec<_>) = templates.fields.iter().partition(|field| field.category == category);
    let own: Vec<CategoryFieldId> = own.into_iter().map(|field| field.id).collect();
    let mut all = refused::ordered(&own, ids, "category-fields-are-others")?;
    if all == own {
        return Ok(());
    }
    all.extend(others.into_iter().map(|field| field.id));
    category_fields::order(tx, &all)?;
    let data = json!({"category": category, "ids": ids});
    Ok(audit::add(tx, by, "category-field.ordered", "category-field:all", &data, now)?)
}

/// Deletes a field; what conversations have in it is shown no more.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Actor, id: CategoryFieldId, now: Micros) -> Result<(), Refused> {
    let field = standing(tx, id)?;
    category_fields::delete(tx, id)?;
    note(tx, by, "category-field.deleted", id, &field.draft.name, now)
}

/// The field.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: CategoryFieldId) -> Result<CategoryField, Refused> {
    category_fields::by_id(tx, id)?.ok_or(Refused::NotFound)
}

/// Fills in fields of a conversation, with an event where something changed.
///
/// # Errors
/// [`Refused`] at `fields` where its category has no such field, or a value does not fit.
pub fn write(
    tx: &mut Tx<'_>,
    by: &Actor,
    conversation: ConversationId,
    written: &Written,
    now: Micros,
) -> Result<(), Refused> {
    if !written.is_empty() && fill(tx, by, conversation, written, now)? {
        enter(tx, conversation)?;
    }
    Ok(())
}

/// The same without search, which is told by [`enter`]. True where something changed.
///
/// # Errors
/// [`Refused`] at `fields` where its category has no such field, or a value does not fit.
pub(crate) fn fill(
    tx: &mut Tx<'_>,
    by: &Actor,
    conversation: ConversationId,
    written: &Written,
    now: Micros,
) -> Result<bool, Refused> {
    let templates = category_fields::templates(tx)?;
    let category = categories::of(tx, conversation)?.map(|category| category.id);
    let before = category_fields::of(tx, conversation)?;
    let done = templates.write(category, &before, written);
    let (changes, values) = done.map_err(|(_, message)| Refused::field("fields", message))?;
    if changes.is_empty() {
        return Ok(false);
    }
    category_fields::set(tx, conversation, &values, now)?;
    events::add(tx, conversation, &Event::FieldsSet { changes }, by, now)?;
    Ok(true)
}

/// Lets search find a conversation by what stands in its fields: with its first message.
///
/// # Errors
/// The store's own.
pub(crate) fn enter(tx: &mut Tx<'_>, conversation: ConversationId) -> store::Result<()> {
    let first = category_fields::found_by(tx, conversation)?;
    moved::enter_again(tx, first.as_slice())
}

/// Refuses to end a matter while required fields of its category are empty.
///
/// # Errors
/// [`Refused::FieldsNeeded`] with those.
pub(crate) fn ready(tx: &mut Tx<'_>, conversation: &Conversation, to: Status) -> Result<(), Refused> {
    if !category_field::ends(conversation.status, to) {
        return Ok(());
    }
    let templates = category_fields::templates(tx)?;
    let category = categories::of(tx, conversation.id)?.map(|category| category.id);
    let values = category_fields::of(tx, conversation.id)?;
    let missing = templates.missing(category, &values);
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refused::FieldsNeeded(missing.into_iter().map(|field| (field.id, field.draft.name.clone())).collect()))
}

fn checked(
    templates: &Templates,
    category: Option<CategoryId>,
    draft: &Draft,
    own: Option<CategoryFieldId>,
) -> Result<Draft, Refused> {
    let draft = draft.checked().map_err(|(field, message)| Refused::field(field, message))?;
    let same = |field: &CategoryField| {
        Some(field.id) != own
            && templates.related(field.category, category)
            && field.draft.name.to_lowercase() == draft.name.to_lowercase()
    };
    if templates.fields.iter().any(same) {
        return Err(Refused::field("name", "custom-field-name-taken"));
    }
    Ok(draft)
}

fn note(
    tx: &mut Tx<'_>,
    by: &Actor,
    action: &str,
    id: CategoryFieldId,
    name: &str,
    now: Micros,
) -> Result<(), Refused> {
    Ok(audit::add(tx, by, action, &format!("category-field:{id}"), &json!({"name": name}), now)?)
}
