//! Gaps: mails that a folder lists behind where reading began, that should be here and are not (assurance R2).

use desk::{MailboxId, Micros, limits};

use crate::{Result, Tx, changes::Change};

/// A mail that was missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The unique key that its arrival would have.
    pub key: String,
    /// The folder.
    pub folder: String,
    /// Its UID there.
    pub uid: i64,
    /// When it was missed.
    pub found_at: Micros,
    /// When that ended.
    pub ended_at: Option<Micros>,
    /// How it ended: `fetched` or `gone`.
    pub outcome: Option<String>,
}

/// How it ended that a mail was missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was fetched again and is here.
    Fetched,
    /// Its server does not have it any more.
    Gone,
}

impl Outcome {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Fetched => "fetched",
            Self::Gone => "gone",
        }
    }
}

crate::statements! {
    ADD = "INSERT INTO gaps (mailbox_id, key, folder, uid, found_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (mailbox_id, key) DO UPDATE SET ended_at = NULL, outcome = NULL, found_at =
             CASE WHEN gaps.ended_at IS NULL THEN gaps.found_at ELSE excluded.found_at END";
    END = "UPDATE gaps SET ended_at = $3, outcome = $4 WHERE mailbox_id = $1 AND key = $2 AND ended_at IS NULL";
    OPEN = "SELECT key, folder, uid, found_at, ended_at, outcome FROM gaps
            WHERE mailbox_id = $1 AND ended_at IS NULL ORDER BY uid LIMIT $2";
    RECENT = "SELECT key, folder, uid, found_at, ended_at, outcome FROM gaps
              WHERE mailbox_id = $1 AND found_at >= $2 ORDER BY found_at DESC, uid DESC LIMIT $3";
    COUNT_OPEN = "SELECT COUNT(*) FROM gaps WHERE mailbox_id = $1 AND ended_at IS NULL";
    COUNT_HEALED = "SELECT COUNT(*), MIN(found_at) FROM gaps
                    WHERE mailbox_id = $1 AND found_at >= $2 AND outcome = 'fetched'";
    COUNT_ALL_OPEN = "SELECT COUNT(*) FROM gaps WHERE ended_at IS NULL";
}

/// Notes that a mail is missing. One that was missing before and is again is a gap of its own time.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, mailbox: MailboxId, key: &str, folder: &str, uid: u32, now: Micros) -> Result<()> {
    tx.run(ADD, &[mailbox.into(), key.into(), folder.into(), uid.into(), now.into()])?;
    tx.change(Change::SettingsChanged("mailboxes"));
    Ok(())
}

/// Notes that a mail is not missing any more.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>, mailbox: MailboxId, key: &str, outcome: Outcome, now: Micros) -> Result<()> {
    tx.run(END, &[mailbox.into(), key.into(), now.into(), outcome.word().into()])?;
    tx.change(Change::SettingsChanged("mailboxes"));
    Ok(())
}

fn read(row: &crate::Row<'_>) -> Result<Gap> {
    Ok(Gap {
        key: row.text(0)?,
        folder: row.text(1)?,
        uid: row.int(2)?,
        found_at: row.time(3)?,
        ended_at: row.opt_time(4)?,
        outcome: row.opt_text(5)?,
    })
}

/// The mails of a mailbox that are missing, up to [`limits::GAPS_LISTED`].
///
/// # Errors
/// The database's own.
pub fn open(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Vec<Gap>> {
    tx.all(OPEN, &[mailbox.into(), limits::GAPS_LISTED.into()], read)
}

/// The mails of a mailbox that were found missing since, newest first, up to [`limits::GAPS_LISTED`].
///
/// # Errors
/// The database's own.
pub fn recent(tx: &mut Tx<'_>, mailbox: MailboxId, since: Micros) -> Result<Vec<Gap>> {
    tx.all(RECENT, &[mailbox.into(), since.into(), limits::GAPS_LISTED.into()], read)
}

/// How many mails of a mailbox are missing, and how many were missing since that came in after all, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Missing now.
    pub open: i64,
    /// Missed since, and fetched.
    pub fetched: i64,
    /// When the first of these was missed.
    pub since: Option<Micros>,
}

/// Counts the gaps of a mailbox.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>, mailbox: MailboxId, since: Micros) -> Result<Count> {
    let open = tx.one(COUNT_OPEN, &[mailbox.into()], |row| row.int(0))?.unwrap_or(0);
    let healed = tx.one(COUNT_HEALED, &[mailbox.into(), since.into()], |row| Ok((row.int(0)?, row.opt_time(1)?)))?;
    let (fetched, since) = healed.unwrap_or_default();
    Ok(Count { open, fetched, since })
}

/// How many mails are missing in all mailboxes together.
///
/// # Errors
/// The database's own.
pub fn count_all_open(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.one(COUNT_ALL_OPEN, &[], |row| row.int(0))?.unwrap_or(0))
}
