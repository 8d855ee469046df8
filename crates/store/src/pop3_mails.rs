//! Mails that a POP3 server lists: remembered by the server's name of them for as long as it lists them (spec.md §4).

use desk::MailboxId;

use crate::{Error, Result, Tx};

/// Where a listed mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is to be taken in.
    New,
    /// It lay there before the mailbox was first read: it is to be looked at whether it belongs to the history asked for.
    History,
    /// It is an arrival.
    Taken,
    /// It stays on the server, whatever else happens.
    Kept,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::History => "history",
            Self::Taken => "taken",
            Self::Kept => "kept",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::New, Self::History, Self::Taken, Self::Kept].into_iter().find(|state| state.word() == word)
    }
}

/// A mail that is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Its number with us: a name that comes back after it was gone gets another one.
    pub id: i64,
    /// The server's name.
    pub name: String,
    /// Bytes, as the server counted them.
    pub size: i64,
    /// Where it stands.
    pub state: State,
}

crate::statements! {
    OF = "SELECT id, name, size, state FROM pop3_mails WHERE mailbox_id = $1 AND account = $2";
    ADD = "INSERT INTO pop3_mails (mailbox_id, account, name, size, state) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    SET = "UPDATE pop3_mails SET state = $2 WHERE id = $1";
    FORGET = "DELETE FROM pop3_mails WHERE id = $1";
}

/// What is remembered of an account.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, mailbox: MailboxId, account: &str) -> Result<Vec<Remembered>> {
    tx.all(OF, &[mailbox.into(), account.into()], |row| {
        let state = row.text(3)?;
        let known = State::from_word(&state).ok_or_else(|| Error::unreadable("state of a listed mail", state))?;
        Ok(Remembered { id: row.int(0)?, name: row.text(1)?, size: row.int(2)?, state: known })
    })
}

/// Remembers a mail.
///
/// # Errors
/// The database's own.
pub fn add(
    tx: &mut Tx<'_>,
    mailbox: MailboxId,
    account: &str,
    name: &str,
    size: i64,
    state: State,
) -> Result<Remembered> {
    let values = [mailbox.into(), account.into(), name.into(), size.into(), state.word().into()];
    let id = tx.insert(ADD, &values)?;
    Ok(Remembered { id, name: name.to_string(), size, state })
}

/// Notes where a mail stands.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, id: i64, state: State) -> Result<()> {
    tx.run(SET, &[id.into(), state.word().into()])?;
    Ok(())
}

/// Forgets a mail that the server does not list any more.
///
/// # Errors
/// The database's own.
pub fn forget(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.run(FORGET, &[id.into()])?;
    Ok(())
}
