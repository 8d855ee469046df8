//! The way of an outgoing mail: claim → render and freeze → connect → envelope → body → intend the dot → dot → record.

mod attempt;
mod record;
mod render;

use std::time::Duration;

use desk::MessageId;
use store::{
    Topic,
    jobs::{self, Job},
};
use tokio::{sync::watch, task::JoinSet};

use crate::{Node, fault};

/// Mails that are on their way at the same time.
const AT_ONCE: usize = 8;
/// How long a claimed mail is ours without a heartbeat, seconds.
const LEASE_S: i64 = 180;
const HEARTBEAT: Duration = Duration::from_secs(45);
/// The longest sleep between two looks into the queue.
const LOOK_EVERY: Duration = Duration::from_millis(1_000);

/// Sends what is due until the desk shuts down. Mails on their way are finished, within the program's patience.
pub async fn work(node: Node, mut shutdown: watch::Receiver<bool>) {
    let mut bell = node.db.bells().listen(Topic::Jobs);
    let mut running = JoinSet::new();
    while !*shutdown.borrow() {
        let room = AT_ONCE.saturating_sub(running.len());
        let claimed = if room > 0 { claim(&node, room).await } else { Vec::new() };
        for job in &claimed {
            running.spawn(one(node.clone(), *job));
        }
        tokio::select! {
            Some(_) = running.join_next(), if !running.is_empty() => {}
            _ = bell.changed(), if room > 0 => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = shutdown.changed() => {}
        }
    }
    while running.join_next().await.is_some() {}
}

async fn claim(node: &Node, most: usize) -> Vec<Job> {
    let (owner, now) = (node.name.clone(), node.clock.now());
    let claimed = node.db.write(move |tx| jobs::claim(tx, jobs::SEND, &owner, most, LEASE_S, now));
    match claimed.await {
        Ok(claimed) => claimed,
        Err(error) => {
            tracing::error!(%error, "outgoing mail cannot be claimed now; it is tried again");
            Vec::new()
        }
    }
}

/// Sends one mail, keeping its lease alive meanwhile.
async fn one(node: Node, job: Job) {
    fault::point("send.claimed");
    let message = MessageId(job.subject);
    let sending = attempt::attempt(&node, job, message);
    tokio::pin!(sending);
    let outcome = loop {
        tokio::select! {
            outcome = &mut sending => break outcome,
            () = tokio::time::sleep(HEARTBEAT) => extend(&node, job).await,
        }
    };
    if let Err(error) = outcome {
        tracing::error!(%error, %message, "an outgoing mail could not be worked on; it is tried again");
        let (owner, due) = (node.name.clone(), node.clock.now().plus_s(60));
        // Should this fail too, the lease runs out and the mail is claimed again.
        let _ = node.db.write(move |tx| jobs::again(tx, job.id, &owner, due)).await;
    }
}

async fn extend(node: &Node, job: Job) {
    let (owner, until) = (node.name.clone(), node.clock.now().plus_s(LEASE_S));
    if let Err(error) = node.db.write(move |tx| jobs::extend(tx, job.id, &owner, until)).await {
        tracing::warn!(%error, "the lease of an outgoing mail could not be extended");
    }
}
