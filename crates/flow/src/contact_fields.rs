//! The desk's own fields of contacts: defined by whoever leads the team, filled in by whoever works on a contact.

use std::collections::BTreeMap;

use desk::{ContactFieldId, Micros, limits};
use serde_json::{Map, Value, json};
use store::{
    Tx,
    agents::Agent,
    audit,
    contacts::fields::{self, Draft, Field},
};

use crate::{Refused, refused};

/// Adds a field.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(tx: &mut Tx<'_>, by: &Agent, draft: &Draft, now: Micros) -> Result<Field, Refused> {
    let all = fields::list(tx)?;
    if all.len() >= limits::CONTACT_FIELDS {
        return Err(Refused::field("name", "too-many-contact-fields"));
    }
    let draft = checked(&all, draft, None)?;
    let id = fields::add(tx, &draft, now)?;
    note(tx, by, "contact-field.added", id, now)?;
    Ok(Field { id, draft })
}

/// Writes a field anew; its kind stays, so that what was filled in still fits.
///
/// # Errors
/// [`Refused`] where something does not fit or there is no such field.
pub fn update(
    tx: &mut Tx<'_>,
    by: &Agent,
    id: ContactFieldId,
    name: Option<String>,
    choices: Option<Vec<String>>,
    now: Micros,
) -> Result<Field, Refused> {
    let all = fields::list(tx)?;
    let before = all.iter().find(|field| field.id == id).ok_or(Refused::NotFound)?.draft.clone();
    let draft =
        Draft { name: name.unwrap_or(before.name), kind: before.kind, choices: choices.unwrap_or(before.choices) };
    let draft = checked(&all, &draft, Some(id))?;
    fields::update(tx, id, &draft)?;
    note(tx, by, "contact-field.changed", id, now)?;
    Ok(Field { id, draft })
}

/// Deletes a field; what contacts have there is not shown any more.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Agent, id: ContactFieldId, now: Micros) -> Result<(), Refused> {
    if !fields::list(tx)?.iter().any(|field| field.id == id) {
        return Err(Refused::NotFound);
    }
    fields::delete(tx, id)?;
    note(tx, by, "contact-field.deleted", id, now)
}

/// The values of a contact after some were written: those of fields that are gone are left out.
///
/// # Errors
/// [`Refused`] at `fields` where a value does not fit, or there is no such field.
pub fn written(
    tx: &mut Tx<'_>,
    before: &Map<String, Value>,
    change: &BTreeMap<String, Option<String>>,
) -> Result<Map<String, Value>, Refused> {
    let all = fields::list(tx)?;
    if change.keys().any(|id| !all.iter().any(|field| field.id.to_string() == *id)) {
        return Err(Refused::field("fields", "no-such-contact-field"));
    }
    let mut values = Map::new();
    for field in all {
        let id = field.id.to_string();
        let value = match change.get(&id) {
            Some(written) => {
                let written = written.as_deref().unwrap_or_default();
                let read = field.draft.kind.read(&field.draft.choices, written);
                read.map_err(|message| Refused::field("fields", message))?.map(Value::String)
            }
            None => before.get(&id).cloned(),
        };
        if let Some(value) = value {
            values.insert(id, value);
        }
    }
    Ok(values)
}

fn checked(all: &[Field], draft: &Draft, own: Option<ContactFieldId>) -> Result<Draft, Refused> {
    let name = refused::name(&draft.name, limits::CUSTOM_FIELD_NAME_CHARS, "custom-field-name-needed")?;
    let same = |field: &Field| Some(field.id) != own && field.draft.name.to_lowercase() == name.to_lowercase();
    if all.iter().any(same) {
        return Err(Refused::field("name", "custom-field-name-taken"));
    }
    let choices = draft.kind.choices(&draft.choices).map_err(|message| Refused::field("choices", message))?;
    Ok(Draft { name, kind: draft.kind, choices })
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, id: ContactFieldId, now: Micros) -> Result<(), Refused> {
    Ok(audit::add(tx, &by.actor(), action, &format!("contact-field:{id}"), &json!({}), now)?)
}
