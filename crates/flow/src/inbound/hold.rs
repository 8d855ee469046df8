//! Holding a mailbox that is read: one node at a time does it, by a lease; what fails is begun again after a growing wait,
//! and the health of the mailbox says what is wrong.

use std::{collections::HashMap, time::Duration};

use desk::{MailboxId, mailbox::IncomingKind};
use store::{
    health::{self, Direction},
    leases,
    mailboxes::Mailbox,
};
use tokio::sync::watch;
use wire::{imap, pop3};

use super::{imap as by_imap, pop3 as by_pop3, stubborn::Stubborn};
use crate::{Node, health::Problem};

/// How long a lease lasts without being renewed, seconds.
const LEASE_S: i64 = 60;
const RENEW_EVERY: Duration = Duration::from_secs(15);
/// How often a node that does not read a mailbox looks whether it should.
const LOOK_AT_LEASE_EVERY: Duration = Duration::from_secs(5);

/// Why reading ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum Ended {
    /// The server or the network, by IMAP.
    #[error(transparent)]
    Imap(#[from] imap::Error),
    /// The server or the network, by POP3.
    #[error(transparent)]
    Pop3(#[from] pop3::Error),
    /// Our store: nothing was told to the server, and it is read again.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The mailbox's settings or its server cannot be used; a key of the message files.
    #[error("{0}")]
    Settings(&'static str),
    /// Mails are listed that the server does not give; all others are here.
    #[error("a mail is not given: {0}")]
    Unfetchable(String),
    /// Another node took the mailbox over.
    #[error("another node reads this mailbox")]
    LeaseLost,
}

/// What of a mailbox is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// Where its mail comes in.
    Inbox,
    /// The Sent and the Junk folder.
    Beside,
}

impl Part {
    fn lease_name(self, mailbox: MailboxId) -> String {
        match self {
            Self::Inbox => format!("mailbox:{mailbox}"),
            Self::Beside => format!("mailbox-beside:{mailbox}"),
        }
    }

    fn direction(self) -> Direction {
        match self {
            Self::Inbox => Direction::Receiving,
            Self::Beside => Direction::Watching,
        }
    }
}

/// What is remembered of a mailbox from one connection to the next.
pub(super) struct Held {
    pub(super) node: Node,
    pub(super) mailbox: Mailbox,
    part: Part,
    pub(super) pace: Pace,
    pub(super) imap_stubborn: HashMap<String, Stubborn<(u32, u32)>>,
    pub(super) pop3_stubborn: Stubborn<i64>,
}

/// Reads a part of one mailbox until the desk shuts down or the task is aborted.
pub(super) async fn keep_reading(node: Node, mailbox: Mailbox, part: Part, mut shutdown: watch::Receiver<bool>) {
    let (wait, direction) = (node.tuning.reconnect, part.direction());
    let pace = Pace { node: node.clone(), mailbox: mailbox.id, direction, wait };
    let (imap_stubborn, pop3_stubborn) = (HashMap::new(), Stubborn::default());
    let mut held = Held { node, mailbox, part, pace, imap_stubborn, pop3_stubborn };
    while !*shutdown.borrow() {
        let outcome = tokio::select! {
            outcome = held.read() => outcome,
            _ = shutdown.changed() => break,
        };
        let Err(ended) = outcome else { continue };
        let pause = held.pace.after(&ended).await;
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = shutdown.changed() => {}
        }
    }
    let (name, owner) = (part.lease_name(held.mailbox.id), held.node.name.clone());
    // What is not released runs out by itself.
    let _ = held.node.db.write(move |tx| leases::release(tx, &name, &owner)).await;
}

impl Held {
    /// Reads under the lease until something ends it.
    async fn read(&mut self) -> Result<(), Ended> {
        let lease = Lease { node: self.node.clone(), name: self.part.lease_name(self.mailbox.id) };
        if !lease.take().await? {
            return Err(Ended::LeaseLost);
        }
        let kind = self.mailbox.incoming.as_ref().map(|way| way.kind);
        let reading = async {
            match kind {
                _ if self.part == Part::Beside => by_imap::watched(self).await,
                Some(IncomingKind::Pop3) => by_pop3::polled(self).await,
                _ => by_imap::connected(self).await,
            }
        };
        tokio::select! {
            outcome = reading => outcome,
            lost = lease.keep() => Err(lost),
        }
    }
}

/// How long to wait after a failure, and what is told of it.
pub(super) struct Pace {
    node: Node,
    mailbox: MailboxId,
    direction: Direction,
    /// After the next failure.
    wait: Duration,
}

impl Pace {
    /// All mail that was there is here: the health says so, and the next failure is retried soon.
    pub(super) async fn all_is_well(&mut self) {
        self.note("ok", None).await;
        self.wait = self.node.tuning.reconnect;
    }

    async fn after(&mut self, ended: &Ended) -> Duration {
        let Some(problem) = problem(ended) else {
            // All is well: another node reads it. This one looks whether it still does.
            return LOOK_AT_LEASE_EVERY;
        };
        tracing::warn!(mailbox = %self.mailbox, reason = %ended, "reading a mailbox stopped; it begins again");
        self.note("failing", Some(problem.stored())).await;
        let pause = pause(ended, self.wait, self.node.tuning.reconnect_most);
        self.wait = (pause * 2).min(self.node.tuning.reconnect_most);
        pause
    }

    async fn note(&self, state: &'static str, problem: Option<String>) {
        let (mailbox, direction, now) = (self.mailbox, self.direction, self.node.clock.now());
        let noted = self.node.db.write(move |tx| health::set(tx, mailbox, direction, state, problem.as_deref(), now));
        if let Err(error) = noted.await {
            tracing::error!(%error, "the health of a mailbox could not be noted");
        }
    }
}

/// A password does not become right by itself, and providers lock out who tries it again and again.
fn pause(ended: &Ended, wait: Duration, most: Duration) -> Duration {
    let refused = match ended {
        Ended::Imap(error) => matches!(error.kind, imap::ErrorKind::LoginRefused(_)),
        Ended::Pop3(error) => matches!(error.kind, pop3::ErrorKind::LoginRefused(_)),
        _ => false,
    };
    if refused { most } else { wait }
}

/// What is told of it; nothing where all is well.
pub(super) fn problem(ended: &Ended) -> Option<Problem> {
    match ended {
        Ended::Imap(error) => Some(Problem::of_imap(error)),
        Ended::Pop3(error) => Some(Problem::of_pop3(error)),
        Ended::Store(_) => Some(Problem::new("problem-store", &[])),
        Ended::Settings(key) => Some(Problem::new(key, &[])),
        Ended::Unfetchable(words) => Some(Problem::new("problem-mail-unfetchable", &[("words", words)])),
        Ended::LeaseLost => None,
    }
}

/// The right to read a mailbox.
struct Lease {
    node: Node,
    name: String,
}

impl Lease {
    async fn take(&self) -> store::Result<bool> {
        let (name, owner, now) = (self.name.clone(), self.node.name.clone(), self.node.clock.now());
        self.node.db.write(move |tx| leases::take(tx, &name, &owner, LEASE_S, now)).await
    }

    /// Extends it until that fails.
    async fn keep(&self) -> Ended {
        loop {
            tokio::time::sleep(RENEW_EVERY).await;
            match self.take().await {
                Ok(true) => {}
                Ok(false) => return Ended::LeaseLost,
                Err(error) => return error.into(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LD-9
    #[test]
    fn a_refused_login_waits_the_longest_and_all_else_grows_to_it() {
        let by_imap = |kind| Ended::Imap(imap::Error { step: imap::Step::Login, kind });
        let by_pop3 = |kind| Ended::Pop3(pop3::Error { step: pop3::Step::Login, kind });
        let (wait, most) = (Duration::from_secs(2), Duration::from_secs(120));
        assert_eq!(pause(&by_imap(imap::ErrorKind::LoginRefused("no".into())), wait, most), most);
        assert_eq!(pause(&by_imap(imap::ErrorKind::Timeout), wait, most), wait);
        assert_eq!(pause(&by_pop3(pop3::ErrorKind::LoginRefused("no".into())), wait, most), most);
        assert_eq!(pause(&by_pop3(pop3::ErrorKind::Timeout), wait, most), wait);
    }
}
