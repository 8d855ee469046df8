//! What can go wrong with the store, as far as callers treat it differently.

/// The result of a store call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The same key is there already.
    #[error("the key is taken already ({0})")]
    Taken(String),
    /// The database cannot be reached, or ended the connection: worth another try.
    #[error("the database is not reachable ({0})")]
    Unavailable(String),
    /// The database gave up because of others; tried again by `write` itself, a few times.
    #[error("the database gave up this transaction because of another one ({0})")]
    Contention(String),
    /// The database refused a statement.
    #[error("the database refused: {0}")]
    Refused(String),
    /// What is stored is not what this version writes.
    #[error("the stored {what} is not readable: {why}")]
    Unreadable {
        /// Which noun.
        what: &'static str,
        /// In which way.
        why: String,
    },
    /// The database was written by a newer version.
    #[error("the database was written by a newer version (schema {found}, this program knows {known})")]
    Newer {
        /// The schema found.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The work inside a transaction panicked; the transaction was rolled back.
    #[error("work in a transaction panicked; it was rolled back")]
    Panicked,
    /// The work itself asked for its transaction to be rolled back; whoever asked knows why.
    #[error("the work asked to be rolled back")]
    Abandoned,
    /// A file of the blob folder failed.
    #[error("blob {blob}: {why}")]
    Blob {
        /// Which.
        blob: String,
        /// In which way.
        why: String,
    },
    /// A sealed value cannot be opened: another key file, or damage.
    #[error("a stored secret cannot be opened with this key file")]
    Sealed,
    /// The address of the database is not understood.
    #[error("the database address is not understood: {0}")]
    Address(String),
}

impl Error {
    /// What is stored is not what this version writes.
    #[must_use]
    pub fn unreadable(what: &'static str, why: impl ToString) -> Self {
        Self::Unreadable { what, why: why.to_string() }
    }

    /// True when the same may work a moment later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Contention(_))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{
            ErrorCode,
            ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE},
        };
        let taken = [SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID];
        match error.sqlite_error_code() {
            _ if error.sqlite_extended_error_code().is_some_and(|code| taken.contains(&code)) => {
                Self::Taken(error.to_string())
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Contention(error.to_string()),
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Refused(error.to_string()),
        }
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let words = match error.as_db_error() {
            Some(db) => format!("{}: {}", db.code().code(), db.message()),
            None => error.to_string(),
        };
        match error.code() {
            Some(code) if *code == SqlState::UNIQUE_VIOLATION => Self::Taken(words),
            Some(code) if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED => {
                Self::Contention(words)
            }
            Some(code) if ["08", "53", "57P", "25P03"].iter().any(|class| code.code().starts_with(class)) => {
                Self::Unavailable(words)
            }
            Some(_) => Self::Refused(words),
            None => Self::Unavailable(words),
        }
    }
}
