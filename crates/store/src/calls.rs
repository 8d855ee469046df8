//! Calls: what a phone system told of them (CC-3). Who is in one stands with their presence.

use desk::{AgentId, CallId, Micros, QueueId, call::State};

use crate::{Error, Result, Row, Tx};

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Which.
    pub id: CallId,
    /// Who calls, as the phone system writes it.
    pub caller: String,
    /// What was called.
    pub called: String,
    /// Whose members it is for, if it came to a queue.
    pub queue: Option<QueueId>,
    /// Who answered it, last.
    pub agent: Option<AgentId>,
    /// How far it is.
    pub state: State,
    /// When it began to ring.
    pub created_at: Micros,
    /// When it was first answered.
    pub answered_at: Option<Micros>,
    /// When it was over.
    pub ended_at: Option<Micros>,
}

crate::statements! {
    ADD = "INSERT INTO calls (caller, called, queue_id, state, created_at, heard_at)
           VALUES ($1, $2, $3, 'ringing', $4, $4) RETURNING id";
    ANSWERED = "UPDATE calls SET state = 'answered', agent_id = $2, answered_at = COALESCE(answered_at, $3), heard_at = $3
                WHERE id = $1";
    ENDED = "UPDATE calls SET state = 'ended', ended_at = $2, heard_at = $2 WHERE id = $1";
    BY_ID = "SELECT id, caller, called, queue_id, agent_id, state, created_at, answered_at, ended_at FROM calls
             WHERE id = $1";
    LIST_ON = "SELECT id, caller, called, queue_id, agent_id, state, created_at, answered_at, ended_at FROM calls
               WHERE state <> 'ended' ORDER BY id LIMIT $1";
    COUNT_ON = "SELECT COUNT(*) FROM calls WHERE state <> 'ended'";
    UNHEARD = "SELECT id, caller, called, queue_id, agent_id, state, created_at, answered_at, ended_at FROM calls
               WHERE state <> 'ended' AND heard_at < $1 ORDER BY heard_at, id LIMIT 1000";
    LAST = "SELECT MAX(answered_at) FROM calls WHERE agent_id = $1";
    FORGET = "DELETE FROM calls WHERE state = 'ended' AND ended_at < $1";
}

fn read(row: &Row<'_>) -> Result<Call> {
    let state = row.text(5)?;
    Ok(Call {
        id: CallId(row.int(0)?),
        caller: row.text(1)?,
        called: row.text(2)?,
        queue: row.opt_int(3)?.map(QueueId),
        agent: row.opt_int(4)?.map(AgentId),
        state: State::from_word(&state).ok_or_else(|| Error::unreadable("call", state))?,
        created_at: row.time(6)?,
        answered_at: row.opt_time(7)?,
        ended_at: row.opt_time(8)?,
    })
}

/// Notes a call that begins to ring.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, caller: &str, called: &str, queue: Option<QueueId>, now: Micros) -> Result<CallId> {
    Ok(CallId(tx.insert(ADD, &[caller.into(), called.into(), queue.into(), now.into()])?))
}

/// Notes that an agent answered a call, or is still in it.
///
/// # Errors
/// The database's own.
pub fn answered(tx: &mut Tx<'_>, id: CallId, by: AgentId, now: Micros) -> Result<()> {
    tx.run(ANSWERED, &[id.into(), by.into(), now.into()])?;
    Ok(())
}

/// Notes that a call is over.
///
/// # Errors
/// The database's own.
pub fn ended(tx: &mut Tx<'_>, id: CallId, now: Micros) -> Result<()> {
    tx.run(ENDED, &[id.into(), now.into()])?;
    Ok(())
}

/// The call with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: CallId) -> Result<Option<Call>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// The calls that ring or go on, oldest first, so many at most.
///
/// # Errors
/// The database's own.
pub fn list_on(tx: &mut Tx<'_>, most: i64) -> Result<Vec<Call>> {
    tx.all(LIST_ON, &[most.into()], read)
}

/// How many calls ring or go on.
///
/// # Errors
/// The database's own.
pub fn count_on(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.one(COUNT_ON, &[], |row| row.int(0))?.unwrap_or_default())
}

/// The calls of which nothing was heard since, which nobody ended; up to 1,000.
///
/// # Errors
/// The database's own.
pub fn unheard(tx: &mut Tx<'_>, since: Micros) -> Result<Vec<Call>> {
    tx.all(UNHEARD, &[since.into()], read)
}

/// When an agent last answered a call.
///
/// # Errors
/// The database's own.
pub fn last_answered(tx: &mut Tx<'_>, agent: AgentId) -> Result<Option<Micros>> {
    Ok(tx.one(LAST, &[agent.into()], |row| row.opt_time(0))?.flatten())
}

/// Forgets calls that were over before.
///
/// # Errors
/// The database's own.
pub fn forget_old(tx: &mut Tx<'_>, before: Micros) -> Result<()> {
    tx.run(FORGET, &[before.into()])?;
    Ok(())
}
