//! `staffetta deliver`: one mail from the standard input of a pipe, into the same journey as every other.

use std::sync::Arc;

use desk::{address, arrival::Source};
use store::arrivals::{Envelope, Stored};

use super::receive::{self, Handed};
use crate::Node;

/// Why a mail from a pipe was not taken.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// There is no mailbox with this address: the pipe's caller should bounce it.
    #[error("no mailbox of this desk has the address {0}")]
    NoSuchMailbox(String),
    /// The store failed: the pipe's caller keeps the mail and tries again.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Takes one mail for the mailbox with this address. When this returns Ok, it is durable.
///
/// # Errors
/// [`DeliverError`].
pub async fn deliver(node: &Node, mailbox: &str, bytes: Vec<u8>) -> Result<Stored, DeliverError> {
    let folded = address::fold(mailbox);
    let ours = node.db.read(store::mailboxes::ours).await?;
    let found = ours.into_iter().find(|one| one.is_reached_by(&folded));
    let id = found.ok_or_else(|| DeliverError::NoSuchMailbox(mailbox.to_string()))?.id;
    let handed = Handed {
        mailbox: id,
        source: Source::Pipe,
        envelope: Envelope { to: vec![mailbox.to_string()], ..Envelope::default() },
        key: None,
        received: None,
        bytes: Arc::new(bytes),
    };
    let stored = receive::store_all(node, vec![handed]).await?;
    stored.into_iter().next().ok_or_else(|| store::Error::unreadable("arrival", "nothing was stored").into())
}
