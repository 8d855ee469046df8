//! Presence: what an agent chooses, and that a browser of theirs is there. Whoever becomes available is given what waits.

use desk::{AgentId, Micros, presence::Chosen};
use store::{Tx, presence};

use crate::routing;

/// An agent chooses whether they are there.
///
/// # Errors
/// The store's own.
pub fn choose(tx: &mut Tx<'_>, agent: AgentId, chosen: Chosen, now: Micros) -> store::Result<()> {
    presence::choose(tx, agent, chosen)?;
    match presence::of(tx, agent)?.offline(now) {
        true => Ok(()),
        false => routing::give_out(tx, now),
    }
}

/// A browser of an agent is there.
///
/// # Errors
/// The store's own.
pub fn seen(tx: &mut Tx<'_>, agent: AgentId, now: Micros) -> store::Result<()> {
    let before = presence::of(tx, agent)?;
    presence::seen(tx, agent, now)?;
    match before.offline(now) && !presence::of(tx, agent)?.offline(now) {
        true => routing::give_out(tx, now),
        false => Ok(()),
    }
}
