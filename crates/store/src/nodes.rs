//! Nodes that run: each counts up a number of its own as long as it does, so that the others notice when it does not.

use crate::{Result, Topic, Tx, jobs, leases};

crate::statements! {
    BEAT = "INSERT INTO nodes (name, beat) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET beat = nodes.beat + 1";
    LIST = "SELECT name, beat FROM nodes ORDER BY name";
    FORGET = "DELETE FROM nodes WHERE name = $1 AND beat = $2";
    LEAVE = "DELETE FROM nodes WHERE name = $1";
}

/// Counts up the number of a node.
///
/// # Errors
/// The database's own.
pub fn beat(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    tx.run(BEAT, &[name.into()])?;
    Ok(())
}

/// All nodes with their numbers.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>> {
    tx.all(LIST, &[], |row| Ok((row.text(0)?, row.int(1)?)))
}

/// Lets go of all that a node had leased, if its number is still this one. False where it has counted on, or another node was
/// faster.
///
/// # Errors
/// The database's own.
pub fn let_go_of(tx: &mut Tx<'_>, name: &str, beat: i64) -> Result<bool> {
    if tx.run(FORGET, &[name.into(), beat.into()])? == 0 {
        return Ok(false);
    }
    jobs::let_go_of(tx, name)?;
    leases::let_go_of(tx, name)?;
    tx.ring(Topic::Jobs);
    Ok(true)
}

/// A node ends.
///
/// # Errors
/// The database's own.
pub fn leave(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    tx.run(LEAVE, &[name.into()])?;
    Ok(())
}
