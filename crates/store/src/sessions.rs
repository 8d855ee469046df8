//! Sign-in sessions, stored hashed.

use desk::{AgentId, Micros, limits};

use crate::{Result, Tx, changes::Change};

crate::statements! {
    ADD = "INSERT INTO sessions (token_hash, agent_id, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)";
    AGENT = "SELECT agent_id, seen_at FROM sessions WHERE token_hash = $1 AND expires_at > $2";
    SEEN = "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE token_hash = $1";
    END = "DELETE FROM sessions WHERE token_hash = $1";
    END_ALL = "DELETE FROM sessions WHERE agent_id = $1";
    END_OTHERS = "DELETE FROM sessions WHERE agent_id = $1 AND token_hash <> $2";
    END_EXPIRED = "DELETE FROM sessions WHERE expires_at <= $1";
}

/// How old the last sighting may be before it is written again, seconds.
const SEEN_EVERY_S: i64 = 3_600;

/// Starts a session.
///
/// # Errors
/// The database's own.
pub fn start(tx: &mut Tx<'_>, token_hash: &[u8], agent: AgentId, now: Micros) -> Result<()> {
    let until = now.plus_s(limits::SESSION_SECONDS);
    tx.run(ADD, &[token_hash.into(), agent.into(), now.into(), until.into()])?;
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

/// Notes that the session was used, and extends it.
///
/// # Errors
/// The database's own.
pub fn seen(tx: &mut Tx<'_>, token_hash: &[u8], now: Micros) -> Result<()> {
    tx.run(SEEN, &[token_hash.into(), now.into(), now.plus_s(limits::SESSION_SECONDS).into()])?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<()> {
    tx.run(END, &[token_hash.into()])?;
    Ok(())
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
