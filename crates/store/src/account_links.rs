//! Links that are mailed to people: an invitation, or the way to a new password. A link is good once and for a time; its
//! token is kept hashed. Whether somebody may have one is not decided here.

use desk::{AgentId, Micros};

use crate::{Result, Tx};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To join the team.
    Invitation,
    /// To set a new password.
    Password,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Password => "password",
        }
    }
}

crate::statements! {
    SET = "INSERT INTO account_links (agent_id, purpose, token_hash, expires_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (agent_id, purpose) DO UPDATE SET token_hash = excluded.token_hash,
             expires_at = excluded.expires_at";
    FIND = "SELECT agent_id FROM account_links WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3";
    TAKE = "DELETE FROM account_links WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3 RETURNING agent_id";
    UNTIL = "SELECT expires_at FROM account_links WHERE agent_id = $1 AND purpose = $2";
    END = "DELETE FROM account_links WHERE agent_id = $1";
}

/// Gives somebody a link until then; an earlier one of the same purpose ends.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, agent: AgentId, purpose: Purpose, token_hash: &[u8], until: Micros) -> Result<()> {
    tx.run(SET, &[agent.into(), purpose.word().into(), token_hash.into(), until.into()])?;
    Ok(())
}

/// Whose link this is; none where it was used, has ended, or is for something else.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut Tx<'_>, purpose: Purpose, token_hash: &[u8], now: Micros) -> Result<Option<AgentId>> {
    tx.one(FIND, &[token_hash.into(), purpose.word().into(), now.into()], |row| row.int(0).map(AgentId))
}

/// Uses a link up: whose it was; none where it was used, has ended, or is for something else.
///
/// # Errors
/// The database's own.
pub fn take(tx: &mut Tx<'_>, purpose: Purpose, token_hash: &[u8], now: Micros) -> Result<Option<AgentId>> {
    tx.one(TAKE, &[token_hash.into(), purpose.word().into(), now.into()], |row| row.int(0).map(AgentId))
}

/// Until when somebody's link is good, also where that is over.
///
/// # Errors
/// The database's own.
pub fn until(tx: &mut Tx<'_>, agent: AgentId, purpose: Purpose) -> Result<Option<Micros>> {
    tx.one(UNTIL, &[agent.into(), purpose.word().into()], |row| row.time(0))
}

/// Ends all links of somebody.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>, agent: AgentId) -> Result<()> {
    tx.run(END, &[agent.into()])?;
    Ok(())
}
