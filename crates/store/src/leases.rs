//! Leases: one node at a time holds a mailbox or an upkeep task; a node that dies lets go by time.

use desk::Micros;

use crate::{Result, Tx};

crate::statements! {
    TAKE = "INSERT INTO leases (name, owner, until) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until
            WHERE leases.owner = excluded.owner OR leases.until <= $4";
    LET_GO = "DELETE FROM leases WHERE substr(owner, 1, $1) = $2";
    RELEASE = "DELETE FROM leases WHERE name = $1 AND owner = $2";
}

/// Takes or extends a lease for so many seconds. False when another owner holds it.
///
/// # Errors
/// The database's own.
pub fn take(tx: &mut Tx<'_>, name: &str, owner: &str, seconds: i64, now: Micros) -> Result<bool> {
    Ok(tx.run(TAKE, &[name.into(), owner.into(), now.plus_s(seconds).into(), now.into()])? == 1)
}

/// Lets go of a lease.
///
/// # Errors
/// The database's own.
pub fn release(tx: &mut Tx<'_>, name: &str, owner: &str) -> Result<()> {
    tx.run(RELEASE, &[name.into(), owner.into()])?;
    Ok(())
}

/// Lets go of all leases whose owner's name begins so: what an earlier run of the same node held when it died.
///
/// # Errors
/// The database's own.
pub fn let_go_of(tx: &mut Tx<'_>, owner_prefix: &str) -> Result<u64> {
    let length = i64::try_from(owner_prefix.chars().count()).unwrap_or(0);
    tx.run(LET_GO, &[length.into(), owner_prefix.into()])
}
