//! Sign-in sessions, stored hashed.

use desk::{AgentId, Micros, SessionId, limits};

use crate::{Result, Tx, changes::Change};

/// Where a session was begun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// What kind of browser or program, as it said itself.
    pub name: Option<String>,
    /// The network address.
    pub address: Option<String>,
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Its token's hash.
    pub token_hash: Vec<u8>,
    /// Where it was begun.
    pub device: Device,
    /// When it was begun.
    pub created_at: Micros,
    /// When it was used last, within an hour.
    pub seen_at: Micros,
}

crate::statements! {
    ADD = "INSERT INTO sessions (token_hash, agent_id, created_at, seen_at, expires_at, device, address)
           VALUES ($1, $2, $3, $3, $4, $5, $6)";
    AGENT = "SELECT agent_id, seen_at FROM sessions WHERE token_hash = $1 AND expires_at > $2";
    OF = "SELECT id, token_hash, device, address, created_at, seen_at FROM sessions
          WHERE agent_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, id DESC LIMIT 200";
    ID = "SELECT id FROM sessions WHERE token_hash = $1";
    SEEN = "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE token_hash = $1";
    END = "DELETE FROM sessions WHERE token_hash = $1";
    END_ONE = "DELETE FROM sessions WHERE agent_id = $1 AND id = $2";
    END_ALL = "DELETE FROM sessions WHERE agent_id = $1";
    END_OTHERS = "DELETE FROM sessions WHERE agent_id = $1 AND token_hash <> $2";
    END_EXPIRED = "DELETE FROM sessions WHERE expires_at <= $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(OF, "sessions_by_agent")];

/// How old the last sighting may be before it is written again, seconds.
const SEEN_EVERY_S: i64 = 3_600;

/// Starts a session.
///
/// # Errors
/// The database's own.
pub fn start(tx: &mut Tx<'_>, token_hash: &[u8], agent: AgentId, device: &Device, now: Micros) -> Result<()> {
    let until = now.plus_s(limits::SESSION_SECONDS);
    let (name, address) = (device.name.as_ref(), device.address.as_ref());
    tx.run(ADD, &[token_hash.into(), agent.into(), now.into(), until.into(), name.into(), address.into()])?;
    Ok(())
}

/// Whose session it is, and whether its sighting is old enough to be written again ([`seen`]).
///
/// # Errors
/// The database's own.
pub fn agent(tx: &mut Tx<'_>, token_hash: &[u8], now: Micros) -> Result<Option<(AgentId, bool)>> {
    tx.one(AGENT, &[token_hash.into(), now.into()], |row| {
        Ok((AgentId(row.int(0)?), row.time(1)?.plus_s(SEEN_EVERY_S) < now))
    })
}

/// The session with this token.
///
/// # Errors
/// The database's own.
pub fn id(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<Option<SessionId>> {
    tx.one(ID, &[token_hash.into()], |row| Ok(SessionId(row.int(0)?)))
}

/// Notes that the session was used, and extends it.
///
/// # Errors
/// The database's own.
pub fn seen(tx: &mut Tx<'_>, token_hash: &[u8], now: Micros) -> Result<()> {
    tx.run(SEEN, &[token_hash.into(), now.into(), now.plus_s(limits::SESSION_SECONDS).into()])?;
    Ok(())
}

/// Ends a session. Open streams of news end with it.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<()> {
    tx.change(Change::SettingsChanged("sessions"));
    tx.run(END, &[token_hash.into()])?;
    Ok(())
}

/// The sessions of an agent, the one that was used last first, at most 200.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, agent: AgentId, now: Micros) -> Result<Vec<Session>> {
    tx.all(OF, &[agent.into(), now.into()], |row| {
        Ok(Session {
            id: SessionId(row.int(0)?),
            token_hash: row.bytes(1)?,
            device: Device { name: row.opt_text(2)?, address: row.opt_text(3)? },
            created_at: row.time(4)?,
            seen_at: row.time(5)?,
        })
    })
}

/// Ends one session of an agent. Open streams of news end with it. False when they have none of this id.
///
/// # Errors
/// The database's own.
pub fn end_one(tx: &mut Tx<'_>, agent: AgentId, id: SessionId) -> Result<bool> {
    tx.change(Change::SettingsChanged("sessions"));
    Ok(tx.run(END_ONE, &[agent.into(), id.into()])? == 1)
}

/// Ends all sessions of an agent, or all but this one. Open streams of news end with them.
///
/// # Errors
/// The database's own.
pub fn end_all(tx: &mut Tx<'_>, agent: AgentId, but: Option<&[u8]>) -> Result<u64> {
    tx.change(Change::SettingsChanged("sessions"));
    match but {
        Some(kept) => tx.run(END_OTHERS, &[agent.into(), kept.into()]),
        None => tx.run(END_ALL, &[agent.into()]),
    }
}

/// Forgets sessions that ended by time.
///
/// # Errors
/// The database's own.
pub fn end_expired(tx: &mut Tx<'_>, now: Micros) -> Result<u64> {
    tx.run(END_EXPIRED, &[now.into()])
}
