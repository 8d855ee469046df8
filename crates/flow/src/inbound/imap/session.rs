//! One mailbox's connection: lease, connect, read, wait for more, and again with a growing wait when it fails.

use std::time::Duration;

use desk::{MailboxId, mailbox::Incoming};
use store::{
    cursors::Place,
    health::{self, Direction},
    leases,
    mailboxes::Mailbox,
};
use tokio::sync::watch;
use wire::imap::{Connection, IdleEnd, Target};

use super::folder;
use crate::{Node, fault, health::Problem, mailboxes};

/// How long a lease lasts without being renewed, seconds.
const LEASE_S: i64 = 60;
const RENEW_EVERY: Duration = Duration::from_secs(15);

/// Why a connection ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum Ended {
    /// The server or the network.
    #[error(transparent)]
    Imap(#[from] wire::imap::Error),
    /// Our store: nothing was told to the server, and it is read again.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The mailbox's settings cannot be used.
    #[error("{0}")]
    Settings(&'static str),
    /// Another node took the mailbox over.
    #[error("another node reads this mailbox")]
    LeaseLost,
}

/// Reads one mailbox until the desk shuts down or the task is aborted.
pub(super) async fn keep_reading(node: Node, mailbox: Mailbox, mut shutdown: watch::Receiver<bool>) {
    let mut wait = node.tuning.reconnect;
    while !*shutdown.borrow() {
        let outcome = tokio::select! {
            outcome = one_connection(&node, &mailbox, &mut wait) => outcome,
            _ = shutdown.changed() => break,
        };
        let Err(ended) = outcome else { continue };
        tracing::warn!(mailbox = %mailbox.id, reason = %ended, "reading a mailbox stopped; it begins again");
        if let Some(problem) = problem(&ended) {
            note(&node, mailbox.id, "failing", Some(problem.stored())).await;
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = shutdown.changed() => {}
        }
        wait = (wait * 2).min(node.tuning.reconnect_most);
    }
    let (name, owner) = (lease_name(mailbox.id), node.name.clone());
    // What is not released runs out by itself.
    let _ = node.db.write(move |tx| leases::release(tx, &name, &owner)).await;
}

fn lease_name(mailbox: MailboxId) -> String {
    format!("mailbox:{mailbox}")
}

fn problem(ended: &Ended) -> Option<Problem> {
    match ended {
        Ended::Imap(error) => Some(Problem::of_imap(error)),
        Ended::Store(_) => Some(Problem::new("problem-store", &[])),
        Ended::Settings(key) => Some(Problem::new(key, &[])),
        Ended::LeaseLost => None,
    }
}

async fn note(node: &Node, mailbox: MailboxId, state: &'static str, problem: Option<String>) {
    let now = node.clock.now();
    let noted = node.db.write(move |tx| health::set(tx, mailbox, Direction::Receiving, state, problem.as_deref(), now));
    if let Err(error) = noted.await {
        tracing::error!(%error, "the health of a mailbox could not be noted");
    }
}

async fn one_connection(node: &Node, mailbox: &Mailbox, wait: &mut Duration) -> Result<(), Ended> {
    if !take_lease(node, mailbox.id).await? {
        return Err(Ended::LeaseLost);
    }
    tokio::select! {
        outcome = connected(node, mailbox, wait) => outcome,
        lost = keep_lease(node, mailbox.id) => Err(lost),
    }
}

async fn take_lease(node: &Node, mailbox: MailboxId) -> store::Result<bool> {
    let (name, owner, now) = (lease_name(mailbox), node.name.clone(), node.clock.now());
    node.db.write(move |tx| leases::take(tx, &name, &owner, LEASE_S, now)).await
}

async fn keep_lease(node: &Node, mailbox: MailboxId) -> Ended {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        match take_lease(node, mailbox).await {
            Ok(true) => {}
            Ok(false) => return Ended::LeaseLost,
            Err(error) => return error.into(),
        }
    }
}

async fn connected(node: &Node, mailbox: &Mailbox, wait: &mut Duration) -> Result<(), Ended> {
    let incoming = mailbox.incoming.as_ref().ok_or(Ended::Settings("problem-no-incoming"))?;
    let limit = raw_limit(node).await?;
    let target = target(node, mailbox, incoming, limit)?;
    let mut connection = Connection::open(&target).await?;
    fault::point("imap.connected");
    let place = Place { mailbox: mailbox.id, account: incoming.account(), folder: incoming.folder_name().to_string() };
    let selected = connection.select(&place.folder).await?;
    fault::point("imap.selected");
    let reading = folder::Reading { node, incoming, place: &place, limit };
    reading.begin(&mut connection, &selected).await?;
    note(node, mailbox.id, "ok", None).await;
    *wait = node.tuning.reconnect;
    loop {
        reading.read_new(&mut connection, selected.uid_validity).await?;
        if connection.has_idle() {
            // Whatever ends the wait (news, or the poll's turn), the next look says what is there.
            let (IdleEnd::NewMail | IdleEnd::Expunged | IdleEnd::Timeout) =
                connection.idle(node.tuning.idle.min(node.tuning.poll)).await?;
        } else {
            tokio::time::sleep(node.tuning.poll.min(Duration::from_secs(60))).await;
            connection.noop().await?;
        }
    }
}

/// The largest raw mail in bytes (a setting).
async fn raw_limit(node: &Node) -> store::Result<u64> {
    node.db.read(mailboxes::raw_limit).await
}

fn target(node: &Node, mailbox: &Mailbox, incoming: &Incoming, limit: u64) -> Result<Target, Ended> {
    let password = match &mailbox.incoming_secret {
        Some(sealed) => {
            node.sealer.open(sealed, store::seal::INCOMING).map_err(|_| Ended::Settings("problem-sealed"))?
        }
        None => String::new(),
    };
    mailboxes::imap_target(node, incoming, password, limit).ok_or(Ended::Settings("problem-no-incoming"))
}
