//! Held mail: what an admin or agent may do with it.

use desk::{ArrivalId, Micros};
use store::{Tx, arrivals, jobs};

/// Has a held mail worked on again. False when it is not held.
///
/// # Errors
/// The store's own.
pub fn retry(tx: &mut Tx<'_>, id: ArrivalId, now: Micros) -> store::Result<bool> {
    if !arrivals::reopen(tx, id)? {
        return Ok(false);
    }
    jobs::add(tx, jobs::ARRIVAL, id.0, now)?;
    Ok(true)
}
