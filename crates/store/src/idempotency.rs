//! Answers to requests that carried an Idempotency-Key, so that a repeated request is answered and not done again.

use desk::{AgentId, Micros, limits};

use crate::{Result, Tx};

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Hash of the request that it answered.
    pub request: Vec<u8>,
    /// Its status code.
    pub status: i64,
    /// Its body.
    pub answer: String,
}

crate::statements! {
    GET = "SELECT request, status, answer FROM idempotency WHERE agent_id = $1 AND key = $2 AND created_at > $3";
    KEEP = "INSERT INTO idempotency (agent_id, key, request, status, answer, created_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (agent_id, key) DO UPDATE SET request = excluded.request, status = excluded.status,
              answer = excluded.answer, created_at = excluded.created_at";
    FORGET = "DELETE FROM idempotency WHERE created_at <= $1";
}

/// The answer that this agent was given under this key within 24 hours.
///
/// # Errors
/// The database's own.
pub fn given(tx: &mut Tx<'_>, agent: AgentId, key: &str, now: Micros) -> Result<Option<Given>> {
    let since = now.plus_s(-limits::IDEMPOTENCY_SECONDS);
    tx.one(GET, &[agent.into(), key.into(), since.into()], |row| {
        Ok(Given { request: row.bytes(0)?, status: row.int(1)?, answer: row.text(2)? })
    })
}

/// Keeps an answer, in the transaction that did the work.
///
/// # Errors
/// The database's own.
pub fn keep(tx: &mut Tx<'_>, agent: AgentId, key: &str, given: &Given, now: Micros) -> Result<()> {
    let values =
        [agent.into(), key.into(), (&given.request).into(), given.status.into(), (&given.answer).into(), now.into()];
    tx.run(KEEP, &values)?;
    Ok(())
}

/// Forgets answers that are too old to be asked for.
///
/// # Errors
/// The database's own.
pub fn forget_old(tx: &mut Tx<'_>, now: Micros) -> Result<u64> {
    tx.run(FORGET, &[now.plus_s(-limits::IDEMPOTENCY_SECONDS).into()])
}
