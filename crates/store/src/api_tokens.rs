//! Tokens by which an agent's programs use the API, stored hashed.

use desk::{AgentId, ApiTokenId, Micros};

use crate::{Result, Row, Tx, changes::Change};

/// A token as its owner sees it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Which.
    pub id: ApiTokenId,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Micros,
    /// When it was used last, within a few minutes.
    pub seen_at: Option<Micros>,
    /// Until when it is good; none: until it is ended.
    pub expires_at: Option<Micros>,
}

crate::statements! {
    ADD = "INSERT INTO api_tokens (agent_id, name, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
           RETURNING id";
    OF = "SELECT id, name, created_at, seen_at, expires_at FROM api_tokens WHERE agent_id = $1 ORDER BY id LIMIT 200";
    AGENT = "SELECT agent_id, seen_at FROM api_tokens
             WHERE token_hash = $1 AND (expires_at IS NULL OR expires_at > $2)";
    SEEN = "UPDATE api_tokens SET seen_at = $2 WHERE token_hash = $1";
    END = "DELETE FROM api_tokens WHERE agent_id = $1 AND id = $2";
    END_ALL = "DELETE FROM api_tokens WHERE agent_id = $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(OF, "api_tokens_by_agent")];

/// How old the last sighting may be before it is written again, seconds.
const SEEN_EVERY_S: i64 = 300;

fn read(row: &Row<'_>) -> Result<ApiToken> {
    Ok(ApiToken {
        id: ApiTokenId(row.int(0)?),
        name: row.text(1)?,
        created_at: row.time(2)?,
        seen_at: row.opt_time(3)?,
        expires_at: row.opt_time(4)?,
    })
}

/// Adds a token.
///
/// # Errors
/// The database's own.
pub fn add(
    tx: &mut Tx<'_>,
    agent: AgentId,
    name: &str,
    token_hash: &[u8],
    expires_at: Option<Micros>,
    now: Micros,
) -> Result<ApiTokenId> {
    let values = [agent.into(), name.into(), token_hash.into(), now.into(), expires_at.into()];
    Ok(ApiTokenId(tx.insert(ADD, &values)?))
}

/// The tokens of an agent, oldest first, expired ones too.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, agent: AgentId) -> Result<Vec<ApiToken>> {
    tx.all(OF, &[agent.into()], read)
}

/// Whose token it is, and whether its sighting is old enough to be written again ([`seen`]).
///
/// # Errors
/// The database's own.
pub fn agent(tx: &mut Tx<'_>, token_hash: &[u8], now: Micros) -> Result<Option<(AgentId, bool)>> {
    tx.one(AGENT, &[token_hash.into(), now.into()], |row| {
        let old = row.opt_time(1)?.is_none_or(|seen| seen.plus_s(SEEN_EVERY_S) < now);
        Ok((AgentId(row.int(0)?), old))
    })
}

/// Notes that a token was used.
///
/// # Errors
/// The database's own.
pub fn seen(tx: &mut Tx<'_>, token_hash: &[u8], now: Micros) -> Result<()> {
    tx.run(SEEN, &[token_hash.into(), now.into()])?;
    Ok(())
}

/// Ends a token of an agent. Open streams of news end with it. False when they have none of this id.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>, agent: AgentId, id: ApiTokenId) -> Result<bool> {
    tx.change(Change::SettingsChanged("sessions"));
    Ok(tx.run(END, &[agent.into(), id.into()])? == 1)
}

/// Ends all tokens of an agent. Open streams of news end with them.
///
/// # Errors
/// The database's own.
pub fn end_all(tx: &mut Tx<'_>, agent: AgentId) -> Result<u64> {
    tx.change(Change::SettingsChanged("sessions"));
    tx.run(END_ALL, &[agent.into()])
}
