//! Self-tests of mailboxes: the run as it is shown, and what its two mails carried when they arrived.

use desk::{MailboxId, Micros, evidence::Seen};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result, Row, Tx};

/// A self-test.
#[derive(Clone, Debug)]
pub struct Test<Run> {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// What its mails are known by.
    pub token: String,
    /// How far it is.
    pub run: Run,
    /// What the mail without forged marks carried, once it has arrived.
    pub plain: Option<Seen>,
    /// What the mail with forged marks carried, once it has arrived.
    pub forged: Option<Seen>,
    /// When it began.
    pub started_at: Micros,
}

/// Which of the two mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Without forged marks.
    Plain,
    /// With them.
    Forged,
}

crate::statements! {
    BEGIN = "INSERT INTO trust_tests (mailbox_id, token, run, plain, forged, started_at)
             VALUES ($1, $2, $3, NULL, NULL, $4)
             ON CONFLICT (mailbox_id) DO UPDATE SET token = excluded.token, run = excluded.run, plain = NULL,
               forged = NULL, started_at = excluded.started_at";
    OF = "SELECT mailbox_id, token, run, plain, forged, started_at FROM trust_tests WHERE mailbox_id = $1";
    BY_TOKEN = "SELECT mailbox_id, started_at FROM trust_tests WHERE token = $1";
    SET_RUN = "UPDATE trust_tests SET run = $2 WHERE token = $1";
    SET_PLAIN = "UPDATE trust_tests SET plain = $2 WHERE token = $1";
    SET_FORGED = "UPDATE trust_tests SET forged = $2 WHERE token = $1";
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::unreadable("trust test", error))
}

fn seen(text: Option<String>) -> Result<Option<Seen>> {
    text.map(|text| serde_json::from_str(&text).map_err(|error| Error::unreadable("trust test", error))).transpose()
}

fn read<Run: DeserializeOwned>(row: &Row<'_>) -> Result<Test<Run>> {
    Ok(Test {
        mailbox: MailboxId(row.int(0)?),
        token: row.text(1)?,
        run: row.json(2, "trust test")?,
        plain: seen(row.opt_text(3)?)?,
        forged: seen(row.opt_text(4)?)?,
        started_at: row.time(5)?,
    })
}

/// Begins a self-test; an earlier one of the mailbox is forgotten.
///
/// # Errors
/// The database's own.
pub fn begin(tx: &mut Tx<'_>, mailbox: MailboxId, token: &str, run: &impl Serialize, now: Micros) -> Result<()> {
    tx.run(BEGIN, &[mailbox.into(), token.into(), (&json(run)?).into(), now.into()])?;
    Ok(())
}

/// The self-test of a mailbox.
///
/// # Errors
/// The database's own.
pub fn of<Run: DeserializeOwned>(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Option<Test<Run>>> {
    tx.one(OF, &[mailbox.into()], read)
}

/// The mailbox whose self-test has this token, and when it began.
///
/// # Errors
/// The database's own.
pub fn by_token(tx: &mut Tx<'_>, token: &str) -> Result<Option<(MailboxId, Micros)>> {
    tx.one(BY_TOKEN, &[token.into()], |row| Ok((MailboxId(row.int(0)?), row.time(1)?)))
}

/// Notes how far it is.
///
/// # Errors
/// The database's own.
pub fn set_run(tx: &mut Tx<'_>, token: &str, run: &impl Serialize) -> Result<()> {
    tx.run(SET_RUN, &[token.into(), (&json(run)?).into()])?;
    Ok(())
}

/// Notes what one of its mails carried when it arrived.
///
/// # Errors
/// The database's own.
pub fn arrived(tx: &mut Tx<'_>, token: &str, which: Which, seen: &Seen) -> Result<()> {
    let sql = match which {
        Which::Plain => SET_PLAIN,
        Which::Forged => SET_FORGED,
    };
    tx.run(sql, &[token.into(), (&json(seen)?).into()])?;
    Ok(())
}
