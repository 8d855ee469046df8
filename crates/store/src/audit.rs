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

macro_rules! entries {
    ($rest:literal) => {
        concat!("SELECT id, at, actor_kind, actor_id, actor_name, action, object, data FROM audit ", $rest)
    };
}

crate::statements! {
    ADD = "INSERT INTO audit (at, actor_kind, actor_id, actor_name, action, object, data, noun)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    OF = entries!("WHERE object = $1 ORDER BY id DESC LIMIT 200");
    LAST = entries!("WHERE object = $1 ORDER BY id DESC LIMIT 1");
    NEWEST = entries!("WHERE id < $1 ORDER BY id DESC LIMIT $2");
    BY = entries!("WHERE actor_id = $3 AND id < $1 ORDER BY id DESC LIMIT $2");
    TO = entries!("WHERE noun = $3 AND id < $1 ORDER BY id DESC LIMIT $2");
    BY_TO = entries!("WHERE actor_id = $3 AND noun = $4 AND id < $1 ORDER BY id DESC LIMIT $2");
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(OF, "audit_by_object"), (BY, "audit_by_actor"), (TO, "audit_by_noun")];

/// Which entries.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// All.
    All,
    /// What this agent did.
    By(AgentId),
    /// What was done to this kind of thing.
    To(&'a str),
    /// What this agent did to this kind of thing.
    ByTo(AgentId, &'a str),
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
    let noun = object.split_once(':').map_or(object, |(noun, _)| noun);
    let values =
        [now.into(), kind.into(), id.into(), name.into(), action.into(), object.into(), (&data).into(), noun.into()];
    tx.run(ADD, &values)?;
    Ok(())
}

/// What was done to an object, newest first, up to 200 entries.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, object: &str) -> Result<Vec<Entry>> {
    tx.all(OF, &[object.into()], read)
}

/// The newest entry about an object.
///
/// # Errors
/// The database's own.
pub fn last(tx: &mut Tx<'_>, object: &str) -> Result<Option<Entry>> {
    tx.one(LAST, &[object.into()], read)
}

/// The newest entries before this one (all where nothing is given).
///
/// # Errors
/// The database's own.
pub fn page(tx: &mut Tx<'_>, which: Which<'_>, before: Option<i64>, most: i64) -> Result<Vec<Entry>> {
    let (before, most) = (before.unwrap_or(i64::MAX).into(), most.into());
    match which {
        Which::All => tx.all(NEWEST, &[before, most], read),
        Which::By(agent) => tx.all(BY, &[before, most, agent.into()], read),
        Which::To(noun) => tx.all(TO, &[before, most, noun.into()], read),
        Which::ByTo(agent, noun) => tx.all(BY_TO, &[before, most, agent.into(), noun.into()], read),
    }
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
