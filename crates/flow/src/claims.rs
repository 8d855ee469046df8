//! A worker with places for fresh jobs and places of their own for those that were tried before: claims what is due as there
//! is room for it, until the desk shuts down. What a job means is its worker's.

use std::time::Duration;

use desk::Micros;
use store::{
    Topic, Tx,
    jobs::{self, Job},
};
use tokio::{sync::watch, task::JoinSet};

use crate::Node;

/// The longest sleep between two looks into the queue.
const LOOK_EVERY: Duration = Duration::from_millis(1_000);

/// Jobs that one look of [`each`] claims.
const EACH_AT_ONCE: usize = 20;
/// How long those are ours, seconds.
const EACH_LEASE_S: i64 = 60;

/// Jobs of one kind, and how they are worked on.
#[derive(Clone, Copy)]
pub(crate) struct Places {
    /// The kind of the jobs.
    pub kind: &'static str,
    /// Fresh ones that are under way at once.
    pub fresh: usize,
    /// Those that are tried again: what hangs does not hold up what is fresh.
    pub repeated: usize,
    /// How long a claimed job is ours, seconds.
    pub lease_s: i64,
}

/// Does one round after the other while there is something, and looks again when something may be due, until the desk shuts
/// down. A round says how much there was; `failed` is told where it could not be done.
pub(crate) async fn rounds<Round>(
    node: &Node,
    failed: &'static str,
    mut shutdown: watch::Receiver<bool>,
    round: impl Fn(Node) -> Round,
) where
    Round: Future<Output = store::Result<usize>>,
{
    let mut bell = node.db.bells().listen(Topic::Jobs);
    while !*shutdown.borrow() {
        match round(node.clone()).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "{failed}"),
        }
        tokio::select! {
            _ = bell.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = shutdown.changed() => {}
        }
    }
}

/// Claims what is due of one kind and does each in a transaction of its own, which says when it is to be looked at again, if
/// ever. `failed` is told where one could not be done. Says how many there were.
///
/// # Errors
/// The store's own, where nothing could be claimed.
pub(crate) async fn each(
    node: &Node,
    kind: &'static str,
    failed: &'static str,
    work: impl Fn(&mut Tx<'_>, &Node, i64, Micros) -> store::Result<Option<Micros>> + Clone + Send + 'static,
) -> store::Result<usize> {
    let (owner, now) = (node.name.clone(), node.clock.now());
    let claimed = node.db.write(move |tx| jobs::claim(tx, kind, &owner, EACH_AT_ONCE, EACH_LEASE_S, now)).await?;
    for job in &claimed {
        let (job, context, work) = (*job, node.clone(), work.clone());
        let done = node.db.write(move |tx| {
            let next = work(tx, &context, job.subject, now)?;
            jobs::attempted(tx, job.id, &context.name, next)
        });
        if let Err(error) = done.await {
            tracing::error!(%error, kind, subject = job.subject, "{failed}");
        }
    }
    Ok(claimed.len())
}

/// Lets `one` work on each job that is due, until the desk shuts down. Those under way are finished, within the program's
/// patience.
pub(crate) async fn work<Working>(
    node: &Node,
    places: Places,
    mut shutdown: watch::Receiver<bool>,
    one: impl Fn(Job) -> Working,
) where
    Working: Future<Output = ()> + Send + 'static,
{
    let mut bell = node.db.bells().listen(Topic::Jobs);
    let (mut fresh, mut repeated) = (JoinSet::new(), JoinSet::new());
    while !*shutdown.borrow() {
        let room = (places.fresh.saturating_sub(fresh.len()), places.repeated.saturating_sub(repeated.len()));
        let claimed = within(node, places, room).await.unwrap_or_else(|error| {
            tracing::error!(%error, kind = places.kind, "what is due cannot be claimed now; it is tried again");
            Vec::new()
        });
        // Of those that were tried before one comes at a time.
        let more = claimed.iter().any(|job| job.attempts > 1) && room.1 > 1;
        for job in claimed {
            let under_way = if job.attempts > 1 { &mut repeated } else { &mut fresh };
            under_way.spawn(one(job));
        }
        if more {
            continue;
        }
        tokio::select! {
            Some(_) = fresh.join_next(), if !fresh.is_empty() => {}
            Some(_) = repeated.join_next(), if !repeated.is_empty() => {}
            _ = bell.changed(), if room.0 > 0 => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = shutdown.changed() => {}
        }
    }
    while fresh.join_next().await.is_some() {}
    while repeated.join_next().await.is_some() {}
}

/// Claims as many fresh jobs as there is room for, and one that is to be tried again where there is room for it.
async fn within(node: &Node, places: Places, (fresh, repeated): (usize, usize)) -> store::Result<Vec<Job>> {
    if fresh == 0 && repeated == 0 {
        return Ok(Vec::new());
    }
    let (owner, now) = (node.name.clone(), node.clock.now());
    let claimed = node.db.write(move |tx| {
        let mut claimed = jobs::claim_fresh(tx, places.kind, &owner, fresh, places.lease_s, now)?;
        if repeated > 0 {
            claimed.extend(jobs::claim_tried(tx, places.kind, &owner, places.lease_s, now)?);
        }
        Ok(claimed)
    });
    claimed.await
}
