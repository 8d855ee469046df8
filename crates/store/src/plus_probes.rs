//! Whether addresses with a plus reach a mailbox: what was asked by a mail to ourselves, and whether it came back.

use desk::{MailboxId, Micros};

use crate::{Result, Tx};

crate::statements! {
    SENT = "INSERT INTO plus_probes (mailbox_id, internet_id, sent_at) VALUES ($1, $2, $3)
            ON CONFLICT (mailbox_id) DO UPDATE SET internet_id = excluded.internet_id, sent_at = excluded.sent_at";
    CAME_BACK = "UPDATE plus_probes SET came_back_at = $3 WHERE mailbox_id = $1 AND internet_id = $2";
    PROVEN = "SELECT 1 FROM plus_probes WHERE mailbox_id = $1 AND came_back_at > $2";
    LAST_SENT = "SELECT sent_at FROM plus_probes WHERE mailbox_id = $1";
    OF_MAIL = "SELECT mailbox_id FROM plus_probes WHERE internet_id = $1";
}

/// Notes the mail that asks.
///
/// # Errors
/// The database's own.
pub fn sent(tx: &mut Tx<'_>, mailbox: MailboxId, internet_id: &str, now: Micros) -> Result<()> {
    tx.run(SENT, &[mailbox.into(), internet_id.into(), now.into()])?;
    Ok(())
}

/// Notes that the mail of this Message-ID came back. False when it is not the one that asks now.
///
/// # Errors
/// The database's own.
pub fn came_back(tx: &mut Tx<'_>, mailbox: MailboxId, internet_id: &str, now: Micros) -> Result<bool> {
    Ok(tx.run(CAME_BACK, &[mailbox.into(), internet_id.into(), now.into()])? == 1)
}

/// The mailbox that a mail of this Message-ID asks about.
///
/// # Errors
/// The database's own.
pub fn of_mail(tx: &mut Tx<'_>, internet_id: &str) -> Result<Option<MailboxId>> {
    tx.one(OF_MAIL, &[internet_id.into()], |row| row.int(0).map(MailboxId))
}

/// True when an address with a plus came back since this time.
///
/// # Errors
/// The database's own.
pub fn proven(tx: &mut Tx<'_>, mailbox: MailboxId, since: Micros) -> Result<bool> {
    Ok(tx.one(PROVEN, &[mailbox.into(), since.into()], |_| Ok(()))?.is_some())
}

/// When it was last asked.
///
/// # Errors
/// The database's own.
pub fn last_sent(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Option<Micros>> {
    tx.one(LAST_SENT, &[mailbox.into()], |row| row.time(0))
}
