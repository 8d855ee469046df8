//! Mailboxes that we read ourselves, by IMAP or POP3 (LD-9): a task for each, for as long as the channel is on.

use std::{collections::HashMap, time::Duration};

use desk::{MailboxId, mailbox::IncomingKind};
use store::{Topic, mailboxes::Mailbox, settings};
use tokio::{sync::watch, task::JoinHandle};

use super::hold::{self, Part};
use crate::Node;

/// The longest until a change made by another process is seen.
const LOOK_EVERY: Duration = Duration::from_secs(5);

struct Running {
    as_of: String,
    task: JoinHandle<()>,
}

/// Keeps one task running for each mailbox that is read, until the desk shuts down.
pub async fn keep(node: Node, mut shutdown: watch::Receiver<bool>) {
    let mut bell = node.db.bells().listen(Topic::Settings);
    let mut running: HashMap<(MailboxId, Part), Running> = HashMap::new();
    while !*shutdown.borrow() {
        match wanted(&node).await {
            Ok((wanted, limit)) => match_up(&node, wanted, limit, &mut running, &shutdown),
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

/// The mailboxes to read, and the largest mail that is read whole.
async fn wanted(node: &Node) -> store::Result<(Vec<Mailbox>, u64)> {
    node.db
        .read(|tx| {
            if !settings::get(tx, settings::EMAIL_CHANNEL)?.unwrap_or(false) {
                return Ok((Vec::new(), 0));
            }
            let mut all = store::mailboxes::list(tx)?;
            all.retain(|one| {
                one.enabled && one.incoming.as_ref().is_some_and(|way| way.kind != IncomingKind::Listener)
            });
            Ok((all, crate::mailboxes::raw_limit(tx)?))
        })
        .await
}

fn match_up(
    node: &Node,
    wanted: Vec<Mailbox>,
    limit: u64,
    running: &mut HashMap<(MailboxId, Part), Running>,
    shutdown: &watch::Receiver<bool>,
) {
    let mut parts: HashMap<(MailboxId, Part), Mailbox> = HashMap::new();
    for mailbox in wanted {
        let beside = mailbox.incoming.as_ref().is_some_and(|way| way.watch_sent || way.watch_junk);
        if beside && mailbox.incoming.as_ref().is_some_and(|way| way.kind == IncomingKind::Imap) {
            parts.insert((mailbox.id, Part::Beside), mailbox.clone());
        }
        parts.insert((mailbox.id, Part::Inbox), mailbox);
    }
    running.retain(|id, one| {
        let stays =
            parts.get(id).is_some_and(|mailbox| fingerprint(mailbox, limit) == one.as_of) && !one.task.is_finished();
        if !stays {
            one.task.abort();
        }
        stays
    });
    for (id, mailbox) in parts {
        let as_of = fingerprint(&mailbox, limit);
        running.entry(id).or_insert_with(|| {
            let task = tokio::spawn(hold::keep_reading(node.clone(), mailbox, id.1, shutdown.clone()));
            Running { as_of, task }
        });
    }
}

/// What of a mailbox and of the settings makes its task begin anew when it changes.
fn fingerprint(mailbox: &Mailbox, limit: u64) -> String {
    format!("{:?} {:?} {limit}", mailbox.incoming, mailbox.incoming_secret)
}
