//! Claiming jobs of a worker that has places for fresh ones and places of their own for those that were tried before.

use store::jobs::{self, Job};

use crate::Node;

/// Claims as many fresh jobs as there is room for, and one that is to be tried again where there is room for it.
///
/// # Errors
/// The store's own.
pub(crate) async fn within(
    node: &Node,
    kind: &'static str,
    (fresh, repeated): (usize, usize),
    lease_s: i64,
) -> store::Result<Vec<Job>> {
    if fresh == 0 && repeated == 0 {
        return Ok(Vec::new());
    }
    let (owner, now) = (node.name.clone(), node.clock.now());
    let claimed = node.db.write(move |tx| {
        let mut claimed = jobs::claim_fresh(tx, kind, &owner, fresh, lease_s, now)?;
        if repeated > 0 {
            claimed.extend(jobs::claim_tried(tx, kind, &owner, lease_s, now)?);
        }
        Ok(claimed)
    });
    claimed.await
}
