//! Second factors of agents: a sealed secret that a device shares, and recovery codes for whoever lost the device, hashed.
//! Whether a code is right is decided in `desk::totp`.

use desk::{AgentId, Micros};

use crate::{Result, Tx};

/// Somebody's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// The secret, sealed.
    pub secret: Vec<u8>,
    /// True once a code has proved that the device has the secret; before, nobody is asked for one.
    pub confirmed: bool,
    /// The newest time step whose code was used: no code is taken twice.
    pub last_step: i64,
}

crate::statements! {
    OF = "SELECT secret, confirmed_at, last_step FROM second_factors WHERE agent_id = $1";
    BEGIN = "INSERT INTO second_factors (agent_id, secret, confirmed_at, last_step) VALUES ($1, $2, NULL, 0)
             ON CONFLICT (agent_id) DO UPDATE SET secret = excluded.secret, confirmed_at = NULL, last_step = 0";
    CONFIRM = "UPDATE second_factors SET confirmed_at = $2, last_step = $3 WHERE agent_id = $1";
    USE = "UPDATE second_factors SET last_step = $2 WHERE agent_id = $1 AND last_step < $2";
    END = "DELETE FROM second_factors WHERE agent_id = $1";
    ADD_CODE = "INSERT INTO recovery_codes (agent_id, code_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    TAKE_CODE = "DELETE FROM recovery_codes WHERE agent_id = $1 AND code_hash = $2";
    COUNT_CODES = "SELECT COUNT(*) FROM recovery_codes WHERE agent_id = $1";
    END_CODES = "DELETE FROM recovery_codes WHERE agent_id = $1";
}

/// The second factor of an agent.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, agent: AgentId) -> Result<Option<SecondFactor>> {
    tx.one(OF, &[agent.into()], |row| {
        let confirmed = row.opt_time(1)?.is_some();
        Ok(SecondFactor { secret: row.bytes(0)?, confirmed, last_step: row.int(2)? })
    })
}

/// Gives an agent a new secret, not confirmed yet.
///
/// # Errors
/// The database's own.
pub fn begin(tx: &mut Tx<'_>, agent: AgentId, sealed: &[u8]) -> Result<()> {
    tx.run(END_CODES, &[agent.into()])?;
    tx.run(BEGIN, &[agent.into(), sealed.into()])?;
    Ok(())
}

/// The secret is proved by the code of this step; the recovery codes are these.
///
/// # Errors
/// The database's own.
pub fn confirm(tx: &mut Tx<'_>, agent: AgentId, step: i64, code_hashes: &[Vec<u8>], now: Micros) -> Result<()> {
    tx.run(CONFIRM, &[agent.into(), now.into(), step.into()])?;
    tx.run(END_CODES, &[agent.into()])?;
    for hash in code_hashes {
        tx.run(ADD_CODE, &[agent.into(), hash.into()])?;
    }
    Ok(())
}

/// Uses up the code of a step. False when it, or a later one, was used.
///
/// # Errors
/// The database's own.
pub fn use_step(tx: &mut Tx<'_>, agent: AgentId, step: i64) -> Result<bool> {
    Ok(tx.run(USE, &[agent.into(), step.into()])? == 1)
}

/// Uses up a recovery code. False when it is none.
///
/// # Errors
/// The database's own.
pub fn take_code(tx: &mut Tx<'_>, agent: AgentId, code_hash: &[u8]) -> Result<bool> {
    Ok(tx.run(TAKE_CODE, &[agent.into(), code_hash.into()])? == 1)
}

/// How many recovery codes are left.
///
/// # Errors
/// The database's own.
pub fn codes_left(tx: &mut Tx<'_>, agent: AgentId) -> Result<i64> {
    Ok(tx.one(COUNT_CODES, &[agent.into()], |row| row.int(0))?.unwrap_or(0))
}

/// Takes the second factor of an agent away, its recovery codes too. False when there was none.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>, agent: AgentId) -> Result<bool> {
    tx.run(END_CODES, &[agent.into()])?;
    Ok(tx.run(END, &[agent.into()])? == 1)
}
