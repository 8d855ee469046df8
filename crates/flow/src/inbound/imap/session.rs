//! One mailbox's connection: lease, connect, read, wait for more, and again with a growing wait when it fails.

use std::{collections::BTreeSet, time::Duration};

use desk::{MailboxId, mailbox::Incoming};
use store::{
    cursors::Place,
    health::{self, Direction},
    leases,
    mailboxes::Mailbox,
};
use tokio::sync::watch;
use wire::imap::{Connection, ErrorKind, IdleEnd, Target};

use super::{folder, stubborn::Stubborn};
use crate::{Node, fault, health::Problem, mailboxes};

/// How long a lease lasts without being renewed, seconds.
const LEASE_S: i64 = 60;
const RENEW_EVERY: Duration = Duration::from_secs(15);
/// How often a node that does not read a mailbox looks whether it should.
const LOOK_AT_LEASE_EVERY: Duration = Duration::from_secs(5);

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
    /// Mails are listed that the server does not give; all others are here.
    #[error("a mail is not given: {0}")]
    Unfetchable(String),
    /// Another node took the mailbox over.
    #[error("another node reads this mailbox")]
    LeaseLost,
}

/// Reads one mailbox until the desk shuts down or the task is aborted.
pub(super) async fn keep_reading(node: Node, mailbox: Mailbox, mut shutdown: watch::Receiver<bool>) {
    let mut wait = node.tuning.reconnect;
    let mut stubborn = Stubborn::default();
    while !*shutdown.borrow() {
        let outcome = tokio::select! {
            outcome = one_connection(&node, &mailbox, &mut wait, &mut stubborn) => outcome,
            _ = shutdown.changed() => break,
        };
        let Err(ended) = outcome else { continue };
        let pause = match problem(&ended) {
            Some(problem) => {
                tracing::warn!(mailbox = %mailbox.id, reason = %ended, "reading a mailbox stopped; it begins again");
                note(&node, mailbox.id, "failing", Some(problem.stored())).await;
                let pause = pause(&ended, wait, node.tuning.reconnect_most);
                wait = (pause * 2).min(node.tuning.reconnect_most);
                pause
            }
            // All is well: another node reads it. This one looks whether it still does.
            None => LOOK_AT_LEASE_EVERY,
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = shutdown.changed() => {}
        }
    }
    let (name, owner) = (lease_name(mailbox.id), node.name.clone());
    // What is not released runs out by itself.
    let _ = node.db.write(move |tx| leases::release(tx, &name, &owner)).await;
}

/// A password does not become right by itself, and providers lock out who tries it again and again.
fn pause(ended: &Ended, wait: Duration, most: Duration) -> Duration {
    match ended {
        Ended::Imap(error) if matches!(error.kind, ErrorKind::LoginRefused(_)) => most,
        _ => wait,
    }
}

fn lease_name(mailbox: MailboxId) -> String {
    format!("mailbox:{mailbox}")
}

fn problem(ended: &Ended) -> Option<Problem> {
    match ended {
        Ended::Imap(error) => Some(Problem::of_imap(error)),
        Ended::Store(_) => Some(Problem::new("problem-store", &[])),
        Ended::Settings(key) => Some(Problem::new(key, &[])),
        Ended::Unfetchable(words) => Some(Problem::new("problem-mail-unfetchable", &[("words", words)])),
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

async fn one_connection(
    node: &Node,
    mailbox: &Mailbox,
    wait: &mut Duration,
    stubborn: &mut Stubborn,
) -> Result<(), Ended> {
    if !take_lease(node, mailbox.id).await? {
        return Err(Ended::LeaseLost);
    }
    tokio::select! {
        outcome = connected(node, mailbox, wait, stubborn) => outcome,
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

async fn connected(node: &Node, mailbox: &Mailbox, wait: &mut Duration, stubborn: &mut Stubborn) -> Result<(), Ended> {
    let incoming = mailbox.incoming.as_ref().ok_or(Ended::Settings("problem-no-incoming"))?;
    let limit = raw_limit(node).await?;
    let target = target(node, mailbox, incoming, limit)?;
    let mut connection = Connection::open(&target).await?;
    fault::point("imap.connected");
    let place = Place { mailbox: mailbox.id, account: incoming.account(), folder: incoming.folder_name().to_string() };
    let selected = connection.select(&place.folder).await?;
    fault::point("imap.selected");
    stubborn.begin();
    let mut reading = folder::Reading {
        node,
        incoming,
        place: &place,
        limit,
        validity: selected.uid_validity,
        stubborn,
        pending: BTreeSet::new(),
        settled: 0,
        unmarked: None,
    };
    reading.begin(&mut connection, &selected).await?;
    reading.read_new(&mut connection).await?;
    // Not before all was read: a mail that ends every connection must not have the server asked without a pause.
    note(node, mailbox.id, "ok", None).await;
    *wait = node.tuning.reconnect;
    loop {
        if connection.has_idle() {
            // Whatever ends the wait (news, or the poll's turn), the next look says what is there.
            let (IdleEnd::NewMail | IdleEnd::Expunged | IdleEnd::Timeout) =
                connection.idle(node.tuning.idle.min(node.tuning.poll)).await?;
        } else {
            tokio::time::sleep(node.tuning.poll.min(Duration::from_secs(60))).await;
            connection.noop().await?;
        }
        reading.read_new(&mut connection).await?;
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

#[cfg(test)]
mod tests {
    use wire::imap::{Error, Step};

    use super::*;

    /// LD-9
    #[test]
    fn a_refused_login_waits_the_longest_and_all_else_grows_to_it() {
        let ended = |kind| Ended::Imap(Error { step: Step::Login, kind });
        let (wait, most) = (Duration::from_secs(2), Duration::from_secs(120));
        assert_eq!(pause(&ended(ErrorKind::LoginRefused("no".into())), wait, most), most);
        assert_eq!(pause(&ended(ErrorKind::Timeout), wait, most), wait);
    }
}
