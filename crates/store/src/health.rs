//! How the connections of a mailbox are doing: one row each for receiving and sending.

use desk::{MailboxId, Micros};

use crate::{Result, Tx, changes::Change};

/// Which connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Mail in.
    Receiving,
    /// Mail out.
    Sending,
    /// Copies of what was sent, into the Sent folder.
    Copying,
    /// The Sent and the Junk folder, which are watched.
    Watching,
}

impl Direction {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Sending => "sending",
            Self::Copying => "copying",
            Self::Watching => "watching",
        }
    }
}

/// How a connection is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// `receiving` or `sending`.
    pub direction: String,
    /// `ok`, `connecting` or `failing`.
    pub state: String,
    /// What is wrong, as a message name and its details in JSON.
    pub problem: Option<String>,
    /// Since when it is in this state.
    pub since: Micros,
    /// When the last mail went through.
    pub last_mail_at: Option<Micros>,
}

crate::statements! {
    SET = "INSERT INTO mailbox_health (mailbox_id, direction, state, problem, since) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (mailbox_id, direction) DO UPDATE SET state = excluded.state, problem = excluded.problem,
             since = CASE WHEN mailbox_health.state = excluded.state THEN mailbox_health.since ELSE excluded.since END
           WHERE mailbox_health.state <> excluded.state OR mailbox_health.problem IS DISTINCT FROM excluded.problem";
    MAIL = "INSERT INTO mailbox_health (mailbox_id, direction, state, problem, since, last_mail_at)
            VALUES ($1, $2, 'ok', NULL, $3, $3)
            ON CONFLICT (mailbox_id, direction) DO UPDATE SET last_mail_at = excluded.last_mail_at,
              since = CASE WHEN mailbox_health.state = 'ok' THEN mailbox_health.since ELSE excluded.since END,
              state = 'ok', problem = NULL";
    LAST_MAIL = "INSERT INTO mailbox_health (mailbox_id, direction, state, problem, since, last_mail_at)
                 VALUES ($1, $2, 'connecting', NULL, $3, $3)
                 ON CONFLICT (mailbox_id, direction) DO UPDATE SET last_mail_at = excluded.last_mail_at";
    OF = "SELECT direction, state, problem, since, last_mail_at FROM mailbox_health WHERE mailbox_id = $1";
}

/// Notes the state of a connection; tells browsers when it changed.
///
/// # Errors
/// The database's own.
pub fn set(
    tx: &mut Tx<'_>,
    mailbox: MailboxId,
    direction: Direction,
    state: &str,
    problem: Option<&str>,
    now: Micros,
) -> Result<()> {
    let values = [mailbox.into(), direction.word().into(), state.into(), problem.into(), now.into()];
    if tx.run(SET, &values)? > 0 {
        tx.change(Change::SettingsChanged("mailboxes"));
    }
    Ok(())
}

/// Notes that a mail went through, which means that the connection works.
///
/// # Errors
/// The database's own.
pub fn mail_went_through(tx: &mut Tx<'_>, mailbox: MailboxId, direction: Direction, now: Micros) -> Result<()> {
    tx.run(MAIL, &[mailbox.into(), direction.word().into(), now.into()])?;
    Ok(())
}

/// Notes when the last mail went through; how the connection is doing now is noted by who holds it.
///
/// # Errors
/// The database's own.
pub fn last_mail(tx: &mut Tx<'_>, mailbox: MailboxId, direction: Direction, now: Micros) -> Result<()> {
    tx.run(LAST_MAIL, &[mailbox.into(), direction.word().into(), now.into()])?;
    Ok(())
}

/// How the connections of a mailbox are doing; nothing where they were never tried.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Vec<Health>> {
    tx.all(OF, &[mailbox.into()], |row| {
        Ok(Health {
            direction: row.text(0)?,
            state: row.text(1)?,
            problem: row.opt_text(2)?,
            since: row.time(3)?,
            last_mail_at: row.opt_time(4)?,
        })
    })
}
