//! Calls: what a phone system tells of them, and what follows for those who are in one (CC-3). Whoever answers is in the call
//! until it ends, is handed on, or nothing is heard of it for [`limits::CALL_SECONDS`]; then they are what they were before.

use desk::{
    AgentId, CallId, Micros, QueueId,
    call::{self, State},
    limits,
    presence::Kind,
};
use store::{
    Tx, agents,
    calls::{self, Call},
    presence, queues, routing as candidates,
};

use crate::{Refused, presence::offer_if_there, routing};

/// A call as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// Who calls.
    pub caller: String,
    /// What was called.
    pub called: String,
    /// The queue that it came to.
    pub queue: Option<QueueId>,
}

/// A call begins to ring.
///
/// # Errors
/// [`Refused`] where something does not fit, or more calls go on than can.
pub fn begin(tx: &mut Tx<'_>, new: &New, now: Micros) -> Result<Call, Refused> {
    if calls::count_on(tx)? >= i64::try_from(limits::CALLS).unwrap_or(i64::MAX) {
        return Err(Refused::field("caller", "too-many-calls"));
    }
    let (caller, called) = (number(&new.caller, "caller")?, number(&new.called, "called")?);
    if let Some(id) = new.queue {
        let queue = queues::by_id(tx, id)?.filter(|queue| queue.deleted_at.is_none());
        match queue {
            None => return Err(Refused::field("queue", "no-such-queue")),
            Some(queue) if !queue.takes_calls => return Err(Refused::field("queue", "queue-takes-no-calls")),
            Some(_) => {}
        }
    }
    let id = calls::add(tx, &caller, &called, new.queue, now)?;
    standing(tx, id)
}

fn number(written: &str, field: &'static str) -> Result<String, Refused> {
    let number = written.trim();
    if number.chars().count() > limits::CALL_NUMBER_CHARS || number.chars().any(char::is_control) {
        return Err(Refused::field(field, "call-number-long"));
    }
    Ok(number.to_string())
}

/// Whom a call is offered: those of its queue who are online or in e-mail (CC-3), first who answered none for longest. Nobody
/// once it was answered, or where it came to no queue.
///
/// # Errors
/// The store's own.
pub fn offered(tx: &mut Tx<'_>, call: &Call, now: Micros) -> store::Result<Vec<AgentId>> {
    let Some(queue) = call.queue.filter(|_| call.state == State::Ringing) else { return Ok(Vec::new()) };
    let Some(queue) = queues::by_id(tx, queue)?.filter(|queue| queue.deleted_at.is_none()) else {
        return Ok(Vec::new());
    };
    let team = candidates::candidates(tx, queue.id)?;
    let able = team.iter().filter(|one| one.presence.takes(now) && routing::may_act(one, queue.members_only));
    let mut able: Vec<_> =
        able.map(|one| Ok((calls::last_answered(tx, one.id)?, one.id))).collect::<store::Result<_>>()?;
    able.sort_unstable();
    Ok(able.into_iter().map(|(_, id)| id).collect())
}

/// Somebody answers a call, or is told of again. Who was in it leaves it.
///
/// # Errors
/// [`Refused`] where there is no such call or agent, or the call is over.
pub fn answer(tx: &mut Tx<'_>, id: CallId, by: AgentId, now: Micros) -> Result<Call, Refused> {
    let before = standing(tx, id)?;
    agents::by_id(tx, by)?.filter(|agent| agent.active).ok_or(Refused::field("agent", "no-such-agent"))?;
    let answered = call::answer(before.state, before.agent, by).ok_or(Refused::field("agent", "call-over"))?;
    calls::answered(tx, id, by, now)?;
    if let Some(leaves) = answered.leaves {
        leave(tx, leaves, id, now)?;
    }
    if answered.joins {
        presence::join(tx, by, Kind::Call, id.0, now)?;
    }
    standing(tx, id)
}

/// A call is over. Told again, it changes nothing.
///
/// # Errors
/// [`Refused`] where there is no such call.
pub fn end(tx: &mut Tx<'_>, id: CallId, now: Micros) -> Result<Call, Refused> {
    let call = standing(tx, id)?;
    if call.state == State::Ended {
        return Ok(call);
    }
    finish(tx, &call, now)?;
    standing(tx, id)
}

fn finish(tx: &mut Tx<'_>, call: &Call, now: Micros) -> store::Result<()> {
    calls::ended(tx, call.id, now)?;
    match call.agent {
        Some(agent) => leave(tx, agent, call.id, now),
        None => Ok(()),
    }
}

fn leave(tx: &mut Tx<'_>, agent: AgentId, call: CallId, now: Micros) -> store::Result<()> {
    presence::leave(tx, agent, Kind::Call, call.0)?;
    offer_if_there(tx, agent, now)
}

/// Ends what a phone system never ended, and forgets what is long over.
///
/// # Errors
/// The store's own.
pub fn settle(tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
    for call in calls::unheard(tx, now.plus_s(-limits::CALL_SECONDS))? {
        finish(tx, &call, now)?;
    }
    calls::forget_old(tx, now.plus_s(-limits::CALL_LOG_DAYS * 86_400))
}

/// The call with this id.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: CallId) -> Result<Call, Refused> {
    calls::by_id(tx, id)?.ok_or(Refused::NotFound)
}
