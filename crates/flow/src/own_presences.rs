//! Presences of the desk's own: added, named and deleted by whoever sets up the desk (CC-14). The built-in ones stay.

use desk::{Micros, OwnPresenceId, limits, presence::CountsAs};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    audit,
    own_presences::{self, OwnPresence},
};

use crate::{Refused, refused};

/// Adds one.
///
/// # Errors
/// [`Refused`] where the name does not fit, another has it, or there are enough.
pub fn add(tx: &mut Tx<'_>, by: &Agent, name: &str, counts_as: CountsAs, now: Micros) -> Result<OwnPresence, Refused> {
    if own_presences::list(tx)?.len() >= limits::OWN_PRESENCES {
        return Err(Refused::field("name", "too-many-presences"));
    }
    let name = checked(tx, name, None)?;
    let id = own_presences::add(tx, &name, counts_as, now)?;
    note(tx, by, "presence.added", id, &name, now)?;
    standing(tx, id)
}

/// Names one anew, also for whoever chose it.
///
/// # Errors
/// [`Refused`] where the name does not fit, another has it, or there is no such presence.
pub fn rename(tx: &mut Tx<'_>, by: &Agent, id: OwnPresenceId, name: &str, now: Micros) -> Result<OwnPresence, Refused> {
    let before = standing(tx, id)?;
    let name = checked(tx, name, Some(id))?;
    if name != before.name {
        own_presences::name(tx, id, &name)?;
        note(tx, by, "presence.renamed", id, &name, now)?;
    }
    standing(tx, id)
}

/// Deletes one. Whoever chose it is from now on what it counted as.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Agent, id: OwnPresenceId, now: Micros) -> Result<(), Refused> {
    let before = standing(tx, id)?;
    own_presences::delete(tx, id)?;
    note(tx, by, "presence.deleted", id, &before.name, now)
}

/// The presence with this id.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: OwnPresenceId) -> Result<OwnPresence, Refused> {
    own_presences::by_id(tx, id)?.ok_or(Refused::NotFound)
}

fn checked(tx: &mut Tx<'_>, name: &str, own: Option<OwnPresenceId>) -> Result<String, Refused> {
    let name = refused::name(name, limits::OWN_PRESENCE_NAME_CHARS, "presence-name-needed")?;
    let same = |one: &OwnPresence| Some(one.id) != own && one.name.to_lowercase() == name.to_lowercase();
    if own_presences::list(tx)?.iter().any(same) {
        return Err(Refused::field("name", "presence-name-taken"));
    }
    Ok(name)
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, id: OwnPresenceId, name: &str, now: Micros) -> Result<(), Refused> {
    Ok(audit::add(tx, &by.actor(), action, &format!("presence:{id}"), &json!({"name": name}), now)?)
}
