//! The way of an outgoing mail: claim → render and freeze → connect → envelope → body → intend the dot → dot → record.

mod attempt;
pub mod copies;
mod form;
mod notice;
mod record;
mod render;

use std::time::Duration;

use desk::OutgoingId;
use store::{
    Topic,
    jobs::{self, Job},
};
use tokio::{sync::watch, task::JoinSet};

use crate::{Node, claims, fault};

/// Mails that are on their way for the first time at the same time.
const AT_ONCE: usize = 8;
/// Those that are tried again have places of their own: a server that hangs does not hold up mail for others.
const REPEATED_AT_ONCE: usize = 4;
/// How long a claimed mail is ours without a heartbeat, seconds.
const LEASE_S: i64 = 180;
const HEARTBEAT: Duration = Duration::from_secs(45);
/// The longest sleep between two looks into the queue.
const LOOK_EVERY: Duration = Duration::from_millis(1_000);

/// Sends what is due until the desk shuts down. Mails on their way are finished, within the program's patience.
pub async fn work(node: Node, mut shutdown: watch::Receiver<bool>) {
    let mut bell = node.db.bells().listen(Topic::Jobs);
    let (mut fresh, mut repeated) = (JoinSet::new(), JoinSet::new());
    while !*shutdown.borrow() {
        let room = (AT_ONCE.saturating_sub(fresh.len()), REPEATED_AT_ONCE.saturating_sub(repeated.len()));
        for job in claim(&node, room).await {
            let places = if job.attempts > 1 { &mut repeated } else { &mut fresh };
            places.spawn(one(node.clone(), job));
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

async fn claim(node: &Node, room: (usize, usize)) -> Vec<Job> {
    claims::within(node, jobs::SEND, room, LEASE_S).await.unwrap_or_else(|error| {
        tracing::error!(%error, "outgoing mail cannot be claimed now; it is tried again");
        Vec::new()
    })
}

/// Sends one mail, keeping its lease alive meanwhile.
async fn one(node: Node, job: Job) {
    fault::point("send.claimed");
    let outgoing = OutgoingId(job.subject);
    let sending = attempt::attempt(&node, job, outgoing);
    tokio::pin!(sending);
    let outcome = loop {
        tokio::select! {
            outcome = &mut sending => break outcome,
            () = tokio::time::sleep(HEARTBEAT) => extend(&node, job).await,
        }
    };
    match outcome {
        Ok(()) => {}
        Err(store::Error::Abandoned) => {
            tracing::warn!(%outgoing, "another node has taken an outgoing mail over; this one leaves it alone");
        }
        Err(error) => {
            tracing::error!(%error, %outgoing, "an outgoing mail could not be worked on; it is tried again");
            let (owner, due) = (node.name.clone(), node.clock.now().plus_s(60));
            // Should this fail too, the lease runs out and the mail is claimed again.
            let _ = node.db.write(move |tx| jobs::again(tx, job.id, &owner, due)).await;
        }
    }
}

async fn extend(node: &Node, job: Job) {
    let (owner, until) = (node.name.clone(), node.clock.now().plus_s(LEASE_S));
    if let Err(error) = node.db.write(move |tx| jobs::extend(tx, job.id, &owner, until)).await {
        tracing::warn!(%error, "the lease of an outgoing mail could not be extended");
    }
}
