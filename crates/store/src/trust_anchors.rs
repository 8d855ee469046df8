//! Trust anchors: what the self-test of a mailbox proved about the marks on its mail (trust.md).

use desk::{MailboxId, Micros, evidence::TrustAnchor};

use crate::{Error, Result, Topic, Tx, changes::Change};

crate::statements! {
    GET = "SELECT anchor FROM trust_anchors WHERE mailbox_id = $1";
    SET = "INSERT INTO trust_anchors (mailbox_id, anchor, updated_at) VALUES ($1, $2, $3)
           ON CONFLICT (mailbox_id) DO UPDATE SET anchor = excluded.anchor, updated_at = excluded.updated_at";
    FORGET = "DELETE FROM trust_anchors WHERE mailbox_id = $1";
}

/// The anchor of a mailbox; none without a self-test.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Option<TrustAnchor>> {
    tx.one(GET, &[mailbox.into()], |row| row.json(0, "trust anchor"))
}

/// Sets the anchor of a mailbox.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, mailbox: MailboxId, anchor: &TrustAnchor, now: Micros) -> Result<()> {
    let json = serde_json::to_string(anchor).map_err(|error| Error::unreadable("trust anchor", error))?;
    tx.run(SET, &[mailbox.into(), (&json).into(), now.into()])?;
    told(tx);
    Ok(())
}

/// Forgets the anchor of a mailbox: its connection has changed, and what was proved of the old one says nothing.
///
/// # Errors
/// The database's own.
pub fn forget(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<()> {
    tx.run(FORGET, &[mailbox.into()])?;
    told(tx);
    Ok(())
}

fn told(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("mailboxes"));
    tx.ring(Topic::Settings);
}
