//! Arrivals as they are stored: once under their unique key, to be worked on or to wait.

use desk::{
    ArrivalId, MailboxId, Micros,
    arrival::{Source, State},
};

use super::{Arrival, Envelope};
use crate::{Error, Result, Tx, changes::Change};

/// A mail to be stored.
#[derive(Clone, Debug)]
pub struct New {
    /// The mailbox that it reached.
    pub mailbox: MailboxId,
    /// Its unique key within the mailbox.
    pub key: String,
    /// How it came.
    pub source: Source,
    /// What the transport said.
    pub envelope: Envelope,
    /// The blob with its raw bytes.
    pub raw: String,
    /// Bytes.
    pub size: i64,
}

/// What is done about a mail as soon as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// It waits, for this reason.
    Waits(&'static str),
    /// It is worked on in its turn.
    Queued,
    /// The node that stores it works on it: its first attempt is counted.
    Claimed,
}

impl Arrival {
    /// The arrival that a mail just became.
    #[must_use]
    pub fn of(id: ArrivalId, new: &New, now: Micros) -> Self {
        Self {
            id,
            mailbox: new.mailbox,
            source: new.source.word().into(),
            envelope: new.envelope.clone(),
            raw: new.raw.clone(),
            size: new.size,
            state: State::Received,
            reason: None,
            received_at: now,
            released: None,
            late: false,
        }
    }
}

crate::statements! {
    ADD = "INSERT INTO arrivals (mailbox_id, key, source, envelope, raw, size, state, reason, attempts, received_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           ON CONFLICT (mailbox_id, key) DO NOTHING RETURNING id";
    BY_KEY = "SELECT id FROM arrivals WHERE mailbox_id = $1 AND key = $2";
    RAW_BY_KEY = "SELECT raw FROM arrivals WHERE mailbox_id = $1 AND key = $2";
}

/// What became of a mail that was to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is new.
    New(ArrivalId),
    /// Its key is here already: it was stored before, and is not stored twice.
    Known(ArrivalId),
}

/// Stores an arrival under its unique key.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, new: &New, first: First, now: Micros) -> Result<Stored> {
    let envelope = serde_json::to_string(&new.envelope).map_err(|error| Error::unreadable("envelope", error))?;
    let (state, waits_for, attempts) = match first {
        First::Waits(reason) => (State::Waiting, Some(reason), 0_i64),
        First::Queued => (State::Received, None, 0),
        First::Claimed => (State::Received, None, 1),
    };
    let values = [
        new.mailbox.into(),
        (&new.key).into(),
        new.source.word().into(),
        (&envelope).into(),
        (&new.raw).into(),
        new.size.into(),
        state.word().into(),
        waits_for.into(),
        attempts.into(),
        now.into(),
    ];
    if let Some(id) = tx.insert_new(ADD, &values)? {
        if waits_for.is_some() {
            tx.change(Change::ArrivalsChanged);
        }
        return Ok(Stored::New(ArrivalId(id)));
    }
    let known = tx.one(BY_KEY, &[new.mailbox.into(), (&new.key).into()], |row| row.int(0))?;
    known.map(|id| Stored::Known(ArrivalId(id))).ok_or_else(|| Error::unreadable("arrival", "neither new nor known"))
}

/// True when this key was stored before.
///
/// # Errors
/// The database's own.
pub fn is_known(tx: &mut Tx<'_>, mailbox: MailboxId, key: &str) -> Result<bool> {
    Ok(tx.one(BY_KEY, &[mailbox.into(), key.into()], |row| row.int(0))?.is_some())
}

/// The blob with the bytes of the arrival of this key.
///
/// # Errors
/// The database's own.
pub fn raw_of(tx: &mut Tx<'_>, mailbox: MailboxId, key: &str) -> Result<Option<String>> {
    tx.one(RAW_BY_KEY, &[mailbox.into(), key.into()], |row| row.text(0))
}
