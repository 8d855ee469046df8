//! IMAP cursors: up to which UID a folder was read, per mailbox, account, folder and UIDVALIDITY.

use desk::{MailboxId, Micros};

use crate::{Result, Tx};

/// Which folder of which account a cursor is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Login, host and port.
    pub account: String,
    /// The folder.
    pub folder: String,
}

crate::statements! {
    GET = "SELECT last_uid FROM cursors
           WHERE mailbox_id = $1 AND account = $2 AND folder = $3 AND uid_validity = $4";
    CURRENT = "SELECT uid_validity FROM cursors
               WHERE mailbox_id = $1 AND account = $2 AND folder = $3 AND current = 1";
    STARTED = "SELECT MIN(created_at) FROM cursors WHERE mailbox_id = $1 AND account = $2 AND folder = $3";
    SET = "INSERT INTO cursors (mailbox_id, account, folder, uid_validity, last_uid, first_uid, current, created_at,
             updated_at)
           VALUES ($1, $2, $3, $4, $5, $5, 1, $6, $6)
           ON CONFLICT (mailbox_id, account, folder, uid_validity)
           DO UPDATE SET last_uid = CASE WHEN excluded.last_uid > cursors.last_uid THEN excluded.last_uid
                           ELSE cursors.last_uid END, current = 1, updated_at = excluded.updated_at";
    SPAN = "SELECT first_uid, last_uid FROM cursors
            WHERE mailbox_id = $1 AND account = $2 AND folder = $3 AND uid_validity = $4";
    COMPARED = "UPDATE cursors SET compared_at = $2 WHERE mailbox_id = $1 AND current = 1";
    COMPARED_AT = "SELECT MAX(compared_at) FROM cursors WHERE mailbox_id = $1 AND current = 1";
    TO_COMPARE = "SELECT DISTINCT mailbox_id FROM cursors
                  WHERE current = 1 AND COALESCE(compared_at, created_at) < $1 ORDER BY mailbox_id";
    OTHERS_PAST = "UPDATE cursors SET current = 0
                   WHERE mailbox_id = $1 AND account = $2 AND folder = $3 AND uid_validity <> $4 AND current = 1";
}

/// The last UID that was taken in under this UIDVALIDITY, if the folder was read under it.
///
/// # Errors
/// The database's own.
pub fn last_uid(tx: &mut Tx<'_>, place: &Place, uid_validity: u32) -> Result<Option<i64>> {
    let values = [place.mailbox.into(), (&place.account).into(), (&place.folder).into(), uid_validity.into()];
    tx.one(GET, &values, |row| row.int(0))
}

/// The UIDVALIDITY that the folder had when it was read last.
///
/// # Errors
/// The database's own.
pub fn current_validity(tx: &mut Tx<'_>, place: &Place) -> Result<Option<i64>> {
    tx.one(CURRENT, &[place.mailbox.into(), (&place.account).into(), (&place.folder).into()], |row| row.int(0))
}

/// When the folder was read for the first time.
///
/// # Errors
/// The database's own.
pub fn started_at(tx: &mut Tx<'_>, place: &Place) -> Result<Option<Micros>> {
    let values = [place.mailbox.into(), (&place.account).into(), (&place.folder).into()];
    Ok(tx.one(STARTED, &values, |row| row.opt_time(0))?.flatten())
}

/// Moves the cursor on; never back. It becomes the folder's current one.
///
/// # Errors
/// The database's own.
pub fn advance(tx: &mut Tx<'_>, place: &Place, uid_validity: u32, uid: u32, now: Micros) -> Result<()> {
    let (mailbox, account, folder) = (place.mailbox.into(), (&place.account).into(), (&place.folder).into());
    tx.run(SET, &[mailbox, account, folder, uid_validity.into(), uid.into(), now.into()])?;
    tx.run(OTHERS_PAST, &[mailbox, account, folder, uid_validity.into()])?;
    Ok(())
}

/// What of a folder should be here: every UID behind the first and up to the second (none before a folder is read).
///
/// # Errors
/// The database's own.
pub fn span(tx: &mut Tx<'_>, place: &Place, uid_validity: u32) -> Result<Option<(i64, i64)>> {
    let values = [place.mailbox.into(), (&place.account).into(), (&place.folder).into(), uid_validity.into()];
    tx.one(SPAN, &values, |row| {
        let last = row.int(1)?;
        Ok((row.opt_int(0)?.unwrap_or(last), last))
    })
}

/// Notes that a mailbox's folder was compared with what came in.
///
/// # Errors
/// The database's own.
pub fn compared(tx: &mut Tx<'_>, mailbox: MailboxId, now: Micros) -> Result<()> {
    tx.run(COMPARED, &[mailbox.into(), now.into()])?;
    Ok(())
}

/// When a mailbox's folder was last compared with what came in.
///
/// # Errors
/// The database's own.
pub fn compared_at(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Option<Micros>> {
    Ok(tx.one(COMPARED_AT, &[mailbox.into()], |row| row.opt_time(0))?.flatten())
}

/// The mailboxes whose folder was not compared since.
///
/// # Errors
/// The database's own.
pub fn to_compare(tx: &mut Tx<'_>, since: Micros) -> Result<Vec<MailboxId>> {
    tx.all(TO_COMPARE, &[since.into()], |row| Ok(MailboxId(row.int(0)?)))
}
