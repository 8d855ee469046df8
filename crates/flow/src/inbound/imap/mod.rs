//! Mailboxes that are read by IMAP (LD-9): one task each, on one node at a time, for as long as the channel is on.

mod fetch;
mod folder;
mod session;
mod stubborn;

use std::{collections::HashMap, time::Duration};

use desk::{MailboxId, mailbox::IncomingKind};
use store::{Topic, mailboxes::Mailbox, settings};
use tokio::{sync::watch, task::JoinHandle};

use crate::Node;

/// The longest until a change made by another process is seen.
const LOOK_EVERY: Duration = Duration::from_secs(5);

struct Running {
    as_of: String,
    task: JoinHandle<()>,
}

/// Keeps one task running for each mailbox that is read by IMAP, until the desk shuts down.
pub async fn watch_mailboxes(node: Node, mut shutdown: watch::Receiver<bool>) {
    let mut bell = node.db.bells().listen(Topic::Settings);
    let mut running: HashMap<MailboxId, Running> = HashMap::new();
    while !*shutdown.borrow() {
        match wanted(&node).await {
            Ok(wanted) => match_up(&node, wanted, &mut running, &shutdown),
            Err(error) => tracing::error!(%error, "the mailboxes cannot be listed now; it is tried again"),
        }
        tokio::select! {
            _ = bell.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = shutdown.changed() => {}
        }
    }
    for (_, one) in running {
        one.task.abort();
    }
}

async fn wanted(node: &Node) -> store::Result<Vec<Mailbox>> {
    node.db
        .read(|tx| {
            if !settings::get(tx, settings::EMAIL_CHANNEL)?.unwrap_or(false) {
                return Ok(Vec::new());
            }
            let mut all = store::mailboxes::list(tx)?;
            all.retain(|one| one.enabled && one.incoming.as_ref().is_some_and(|way| way.kind == IncomingKind::Imap));
            Ok(all)
        })
        .await
}

fn match_up(
    node: &Node,
    wanted: Vec<Mailbox>,
    running: &mut HashMap<MailboxId, Running>,
    shutdown: &watch::Receiver<bool>,
) {
    let wanted: HashMap<MailboxId, Mailbox> = wanted.into_iter().map(|mailbox| (mailbox.id, mailbox)).collect();
    running.retain(|id, one| {
        let stays = wanted.get(id).is_some_and(|mailbox| fingerprint(mailbox) == one.as_of) && !one.task.is_finished();
        if !stays {
            one.task.abort();
        }
        stays
    });
    for (id, mailbox) in wanted {
        let as_of = fingerprint(&mailbox);
        running.entry(id).or_insert_with(|| {
            let task = tokio::spawn(session::keep_reading(node.clone(), mailbox, shutdown.clone()));
            Running { as_of, task }
        });
    }
}

/// What of a mailbox makes its task begin anew when it changes.
fn fingerprint(mailbox: &Mailbox) -> String {
    format!("{:?} {:?}", mailbox.incoming, mailbox.incoming_secret)
}
