//! The comparison of a folder with what came in (assurance R2): a mail that the server lists behind where reading began
//! and up to the cursor, and that is not here, is a gap. It is noted, told, and fetched again. Reads by a connection of
//! its own and needs no lease: what two read at once is stored once, by its key.

use std::collections::HashSet;

use desk::{MailboxId, Micros, mailbox::IncomingKind};
use store::{
    arrivals, cursors,
    cursors::Place,
    gaps::{self, Outcome},
    mailboxes::{self, Mailbox},
};
use wire::imap::Connection;

use super::{
    super::{
        hold::{Ended, problem},
        stubborn::Stubborn,
    },
    folder::Reading,
    session,
};
use crate::{Node, health::Problem};

/// Keys that are looked up in one transaction.
const ASKED: usize = 500;

/// What a comparison found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Mails that the server lists and that should be here.
    pub listed: usize,
    /// Of these, missing.
    pub missing: usize,
    /// Of these, fetched now.
    pub fetched: usize,
}

/// Why a folder was not compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// There is nothing to compare: the mailbox is not read by IMAP, or was not read yet.
    #[error("the mailbox is not read by IMAP")]
    NotRead,
    /// The server, its settings, or the network.
    #[error("{0:?}")]
    Connection(Problem),
    /// The store's own.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<Ended> for CompareError {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Store(error) => Self::Store(error),
            other => problem(&other).map_or(Self::NotRead, Self::Connection),
        }
    }
}

impl From<wire::imap::Error> for CompareError {
    fn from(error: wire::imap::Error) -> Self {
        Ended::from(error).into()
    }
}

/// Compares the folder of a mailbox with what came in, and fetches what is missing.
///
/// # Errors
/// As [`CompareError`] says. What was found until then is noted.
pub async fn compare(node: &Node, mailbox: MailboxId) -> Result<Compared, CompareError> {
    let found = node.db.read(move |tx| mailboxes::by_id(tx, mailbox)).await?;
    let mailbox = found.filter(is_read).ok_or(CompareError::NotRead)?;
    let incoming = mailbox.incoming.as_ref().ok_or(CompareError::NotRead)?;
    let place = Place { mailbox: mailbox.id, account: incoming.account(), folder: incoming.folder_name().to_string() };
    let limit = node.db.read(crate::mailboxes::raw_limit).await?;
    let mut connection = Connection::open(&session::target(node, &mailbox, incoming, limit)?).await?;
    let selected = connection.select(&place.folder).await?;
    // The cursor is read before the list: what it stands behind is settled, whatever arrives meanwhile.
    let (asked, validity) = (place.clone(), selected.uid_validity);
    let span = node.db.read(move |tx| cursors::span(tx, &asked, validity)).await?;
    let Some((first, last)) = span else { return Err(CompareError::NotRead) };
    let mut uids = connection.all_uids().await?;
    uids.retain(|uid| i64::from(*uid) > first && i64::from(*uid) <= last);
    uids.sort_unstable();
    let mut stubborn = Stubborn::default();
    let mut reading = Reading::new(node, incoming, &place, limit, validity, &mut stubborn);
    let missing = note_missing(node, &reading, &uids).await?;
    let mut compared = Compared { listed: uids.len(), missing: missing.len(), fetched: 0 };
    let read = if missing.is_empty() { Ok(()) } else { reading.take(&mut connection, &missing).await };
    let now = node.clock.now();
    let here = reading.known(&missing).await?;
    compared.fetched = here.len();
    close_gaps(node, &reading, &uids, read.is_ok(), now).await?;
    read?;
    let id = mailbox.id;
    node.db.write(move |tx| cursors::compared(tx, id, now)).await?;
    Ok(compared)
}

fn is_read(mailbox: &Mailbox) -> bool {
    let imap = mailbox.incoming.as_ref().is_some_and(|incoming| incoming.kind == IncomingKind::Imap);
    imap && mailbox.enabled && mailbox.deleted_at.is_none()
}

/// The mails that are listed and not here; each is noted before anything is tried.
async fn note_missing(node: &Node, reading: &Reading<'_>, uids: &[u32]) -> store::Result<Vec<u32>> {
    let mut missing = Vec::new();
    for asked in uids.chunks(ASKED) {
        let known = reading.known(asked).await?;
        missing.extend(asked.iter().copied().filter(|uid| !known.contains(uid)));
    }
    if missing.is_empty() {
        return Ok(missing);
    }
    tracing::error!(mailbox = %reading.place.mailbox, missing = missing.len(), "mails that the server lists did not come in; they are fetched again");
    let keyed: Vec<(u32, String)> = missing.iter().map(|uid| (*uid, reading.key(*uid))).collect();
    let (place, now) = (reading.place.clone(), node.clock.now());
    node.db
        .write(move |tx| {
            keyed.iter().try_for_each(|(uid, key)| gaps::add(tx, place.mailbox, key, &place.folder, *uid, now))
        })
        .await?;
    Ok(missing)
}

/// Ends the gaps whose mail is here by now, or is not on the server any more.
async fn close_gaps(
    node: &Node,
    reading: &Reading<'_>,
    listed: &[u32],
    all_tried: bool,
    now: Micros,
) -> store::Result<()> {
    let place = reading.place.clone();
    let pending: HashSet<String> = reading.pending.iter().map(|uid| reading.key(*uid)).collect();
    let on_server: HashSet<String> = listed.iter().map(|uid| reading.key(*uid)).collect();
    node.db
        .write(move |tx| {
            let open = gaps::open(tx, place.mailbox)?;
            for gap in open.into_iter().filter(|gap| gap.folder == place.folder) {
                let gone = !on_server.contains(&gap.key) || (all_tried && !pending.contains(&gap.key));
                if arrivals::is_known(tx, place.mailbox, &gap.key)? {
                    gaps::end(tx, place.mailbox, &gap.key, Outcome::Fetched, now)?;
                } else if gone {
                    gaps::end(tx, place.mailbox, &gap.key, Outcome::Gone, now)?;
                }
            }
            Ok(())
        })
        .await
}

/// Compares every mailbox whose turn it is.
pub async fn compare_due(node: &Node) -> store::Result<()> {
    let since = node.clock.now().plus_s(-node.tuning.compare_s);
    let due = node.db.read(move |tx| {
        if !store::settings::get(tx, store::settings::EMAIL_CHANNEL)?.unwrap_or(false) {
            return Ok(Vec::new());
        }
        cursors::to_compare(tx, since)
    });
    for mailbox in due.await? {
        match compare(node, mailbox).await {
            Ok(compared) => tracing::debug!(%mailbox, ?compared, "a folder was compared with what came in"),
            Err(CompareError::Store(error)) => return Err(error),
            // Reading itself tells what is wrong with the connection; the comparison waits for its next turn.
            Err(error) => {
                tracing::debug!(%mailbox, %error, "a folder could not be compared");
                let now = node.clock.now();
                node.db.write(move |tx| cursors::compared(tx, mailbox, now)).await?;
            }
        }
    }
    Ok(())
}
