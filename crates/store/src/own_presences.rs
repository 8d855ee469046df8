//! Presences that the desk named itself (CC-14). What each counts as stays as it was made.

use desk::{AgentId, Micros, OwnPresenceId, presence::CountsAs};

use crate::{Error, Result, Row, Topic, Tx, changes::Change};

/// A presence of the desk's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPresence {
    /// Which.
    pub id: OwnPresenceId,
    /// Its name.
    pub name: String,
    /// What it counts as.
    pub counts_as: CountsAs,
}

crate::statements! {
    ADD = "INSERT INTO own_presences (name, counts_as, created_at) VALUES ($1, $2, $3) RETURNING id";
    NAME = "UPDATE own_presences SET name = $2 WHERE id = $1";
    LIST = "SELECT id, name, counts_as FROM own_presences ORDER BY name, id";
    BY_ID = "SELECT id, name, counts_as FROM own_presences WHERE id = $1";
    CHOSEN_BY = "SELECT agent_id FROM presence WHERE own_id = $1 ORDER BY agent_id";
    UNNAMED = "UPDATE presence SET own_id = NULL WHERE own_id = $1";
    DELETE = "DELETE FROM own_presences WHERE id = $1";
}

fn read(row: &Row<'_>) -> Result<OwnPresence> {
    let counts = row.text(2)?;
    let counts_as = CountsAs::from_word(&counts).ok_or_else(|| Error::unreadable("presence", counts))?;
    Ok(OwnPresence { id: OwnPresenceId(row.int(0)?), name: row.text(1)?, counts_as })
}

fn tell(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("presences"));
    tx.ring(Topic::Settings);
}

/// Adds one.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, name: &str, counts_as: CountsAs, now: Micros) -> Result<OwnPresenceId> {
    let id = OwnPresenceId(tx.insert(ADD, &[name.into(), counts_as.word().into(), now.into()])?);
    tell(tx);
    Ok(id)
}

/// Names one anew, also for whoever chose it.
///
/// # Errors
/// The database's own.
pub fn name(tx: &mut Tx<'_>, id: OwnPresenceId, name: &str) -> Result<()> {
    tx.run(NAME, &[id.into(), name.into()])?;
    tell(tx);
    tell_of_those_in(tx, id)
}

/// Deletes one. Whoever chose it is from now on what it counted as.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: OwnPresenceId) -> Result<()> {
    tell_of_those_in(tx, id)?;
    tx.run(UNNAMED, &[id.into()])?;
    tx.run(DELETE, &[id.into()])?;
    tell(tx);
    Ok(())
}

fn tell_of_those_in(tx: &mut Tx<'_>, id: OwnPresenceId) -> Result<()> {
    for agent in tx.all(CHOSEN_BY, &[id.into()], |row| row.int(0).map(AgentId))? {
        tx.change(Change::PresenceChanged(agent));
    }
    Ok(())
}

/// All of them, by name.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<OwnPresence>> {
    tx.all(LIST, &[], read)
}

/// The one with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: OwnPresenceId) -> Result<Option<OwnPresence>> {
    tx.one(BY_ID, &[id.into()], read)
}
