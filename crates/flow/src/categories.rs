//! Categories: made, changed and deleted by admins; a conversation given another one (SO-6). No rule about mail.

use desk::{CategoryId, Micros, event::Event, limits};
use serde_json::json;
use store::{
    Tx, audit,
    categories::{self, Category},
    conversations::Conversation,
    events::{self, Actor},
};

use crate::{Refused, refused};

/// Adds a category.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(
    tx: &mut Tx<'_>,
    by: &Actor,
    name: &str,
    parent: Option<CategoryId>,
    now: Micros,
) -> Result<Category, Refused> {
    let all = categories::list(tx)?;
    if all.len() >= limits::CATEGORIES {
        return Err(Refused::field("name", "too-many-categories"));
    }
    let name = checked(&all, name, parent, None)?;
    let id = categories::add(tx, &name, parent, now)?;
    audit::add(tx, by, "category.added", &format!("category:{id}"), &json!({"name": name}), now)?;
    standing(tx, id)
}

/// Names a category anew, or puts it elsewhere.
///
/// # Errors
/// [`Refused`] where something does not fit or there is no such category.
pub fn update(
    tx: &mut Tx<'_>,
    by: &Actor,
    id: CategoryId,
    name: &str,
    parent: Option<CategoryId>,
    now: Micros,
) -> Result<Category, Refused> {
    standing(tx, id)?;
    let name = checked(&categories::list(tx)?, name, parent, Some(id))?;
    categories::update(tx, id, &name, parent, now)?;
    audit::add(tx, by, "category.changed", &format!("category:{id}"), &json!({"name": name}), now)?;
    standing(tx, id)
}

/// Deletes a category: what has it gets its heir, or none.
///
/// # Errors
/// [`Refused`] where there is no such category, it has parts, or its heir cannot be one.
pub fn delete(
    tx: &mut Tx<'_>,
    by: &Actor,
    id: CategoryId,
    heir: Option<CategoryId>,
    now: Micros,
) -> Result<(), Refused> {
    standing(tx, id)?;
    if categories::list(tx)?.iter().any(|one| one.parent == Some(id)) {
        return Err(Refused::field("parts", "category-has-parts"));
    }
    if let Some(heir) = heir {
        known(tx, "move_to", heir)?;
        if heir == id {
            return Err(Refused::field("move_to", "no-such-category"));
        }
    }
    categories::delete(tx, id, heir, now)?;
    audit::add(tx, by, "category.deleted", &format!("category:{id}"), &json!({"move_to": heir}), now)?;
    Ok(())
}

/// Sets the category that new conversations get whose mailbox names none.
///
/// # Errors
/// [`Refused`] where there is no such category.
pub fn set_default(tx: &mut Tx<'_>, to: Option<CategoryId>) -> Result<(), Refused> {
    if let Some(id) = to {
        known(tx, "default_category", id)?;
    }
    Ok(categories::set_default(tx, to)?)
}

/// Gives a conversation a category, or none, with its event.
///
/// # Errors
/// [`Refused`] where there is no such category.
pub fn set(
    tx: &mut Tx<'_>,
    by: &Actor,
    conversation: &Conversation,
    to: Option<CategoryId>,
    now: Micros,
) -> Result<(), Refused> {
    if categories::of(tx, conversation.id)?.map(|one| one.id) == to {
        return Ok(());
    }
    let named = match to {
        Some(id) => Some((id, known(tx, "category", id)?.path())),
        None => None,
    };
    categories::set(tx, conversation.id, to, now)?;
    events::add(tx, conversation.id, &Event::Categorised { to: named }, by, now)?;
    Ok(())
}

/// The category, unless it was deleted.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: CategoryId) -> Result<Category, Refused> {
    categories::by_id(tx, id)?.ok_or(Refused::NotFound)
}

/// The category that a field names.
///
/// # Errors
/// [`Refused`] where there is none.
pub fn known(tx: &mut Tx<'_>, field: &'static str, id: CategoryId) -> Result<Category, Refused> {
    categories::by_id(tx, id)?.ok_or(Refused::field(field, "no-such-category"))
}

fn checked(
    all: &[Category],
    name: &str,
    parent: Option<CategoryId>,
    own: Option<CategoryId>,
) -> Result<String, Refused> {
    let name = refused::name(name, limits::CATEGORY_NAME_CHARS, "category-name-needed")?;
    if let Some(parent) = parent {
        let whole = all.iter().find(|one| one.id == parent && Some(parent) != own);
        let whole = whole.ok_or(Refused::field("parent", "no-such-category"))?;
        // Two levels: what belongs to another has no parts of its own.
        if whole.parent.is_some() || own.is_some_and(|own| all.iter().any(|one| one.parent == Some(own))) {
            return Err(Refused::field("parent", "category-two-levels"));
        }
    }
    let taken =
        |one: &Category| Some(one.id) != own && one.parent == parent && one.name.to_lowercase() == name.to_lowercase();
    if all.iter().any(taken) {
        return Err(Refused::field("name", "category-name-taken"));
    }
    Ok(name)
}
