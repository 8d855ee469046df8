//! The audit log: who did what to what, and when. It is only ever added to; nothing reads it to decide.

use desk::{AgentId, Micros};

use crate::{Error, Result, Row, Tx, events::Actor};

/// An entry as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place in the log.
    pub id: i64,
    /// When.
    pub at: Micros,
    /// Who, with the name at that moment; the desk itself where nobody is named.
    pub actor: Actor,
    /// What was done, one word group such as `arrival.released`.
    pub action: String,
    /// To what: a noun and its id, such as `arrival:17`.
    pub object: String,
    /// What else there is to know. Never addresses of customers, bodies, passwords or tokens.
    pub data: serde_json::Value,
}

crate::statements! {
    ADD = "INSERT INTO audit (at, actor_kind, actor_id, actor_name, action, object, data)
           VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF = "SELECT id, at, actor_kind, actor_id, actor_name, action, object, data FROM audit WHERE object = $1
          ORDER BY id DESC LIMIT 200";
    NEWEST = "SELECT id, at, actor_kind, actor_id, actor_name, action, object, data FROM audit WHERE id < $1
              ORDER BY id DESC LIMIT $2";
}

/// Notes that somebody did something. It stands in the transaction that does it.
///
/// # Errors
/// The database's own.
pub fn add(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: &str,
    object: &str,
    data: &serde_json::Value,
    now: Micros,
) -> Result<()> {
    let data = serde_json::to_string(data).map_err(|error| Error::unreadable("audit entry", error))?;
    let (kind, id, name) = actor.columns();
    tx.run(ADD, &[now.into(), kind.into(), id.into(), name.into(), action.into(), object.into(), (&data).into()])?;
    Ok(())
}

/// What was done to an object, newest first, up to 200 entries.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, object: &str) -> Result<Vec<Entry>> {
    tx.all(OF, &[object.into()], read)
}

/// The newest entries before this one (all where nothing is given).
///
/// # Errors
/// The database's own.
pub fn newest(tx: &mut Tx<'_>, before: Option<i64>, most: i64) -> Result<Vec<Entry>> {
    tx.all(NEWEST, &[before.unwrap_or(i64::MAX).into(), most.into()], read)
}

fn read(row: &Row<'_>) -> Result<Entry> {
    let agent = (row.opt_int(3)?, row.opt_text(4)?);
    Ok(Entry {
        id: row.int(0)?,
        at: row.time(1)?,
        actor: match (row.text(2)?.as_str(), agent) {
            ("agent", (Some(id), name)) => Actor::Agent(AgentId(id), name.unwrap_or_default()),
            _ => Actor::System,
        },
        action: row.text(5)?,
        object: row.text(6)?,
        data: row.json(7, "audit entry")?,
    })
}
