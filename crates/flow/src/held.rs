//! Held mail: what an admin or agent may do with it.

use desk::{ArrivalId, Micros, arrival::State};
use store::{Tx, arrivals, jobs, settings};

/// Has a held mail worked on again. False when it is not held, or waits for the channel and that is off (SO-2).
///
/// # Errors
/// The store's own.
pub fn retry(tx: &mut Tx<'_>, id: ArrivalId, now: Micros) -> store::Result<bool> {
    let waits = arrivals::by_id(tx, id)?.is_some_and(|arrival| arrival.state == State::Waiting);
    let off = !settings::get(tx, settings::EMAIL_CHANNEL)?.unwrap_or(false);
    if (waits && off) || !arrivals::reopen(tx, id)? {
        return Ok(false);
    }
    jobs::add(tx, jobs::ARRIVAL, id.0, now)?;
    Ok(true)
}
