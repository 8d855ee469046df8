//! The way of an outgoing mail: claim → render and freeze → connect → envelope → body → intend the dot → dot → record.

mod attempt;
pub mod copies;
mod form;
mod notice;
mod record;
mod render;

use std::time::Duration;

use desk::OutgoingId;
use store::jobs::{self, Job};
use tokio::sync::watch;

use crate::{
    Node,
    claims::{self, Places},
    fault,
};

/// How long a claimed mail is ours without a heartbeat, seconds.
const LEASE_S: i64 = 180;
const HEARTBEAT: Duration = Duration::from_secs(45);
/// Mails that are on their way at the same time; a server that hangs does not hold up mail for others.
const PLACES: Places = Places { kind: jobs::SEND, fresh: 8, repeated: 4, lease_s: LEASE_S };

/// Sends what is due until the desk shuts down. Mails on their way are finished, within the program's patience.
pub async fn work(node: Node, shutdown: watch::Receiver<bool>) {
    claims::work(&node, PLACES, shutdown, |job| one(node.clone(), job)).await;
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
