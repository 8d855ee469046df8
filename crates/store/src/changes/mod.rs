//! The feed of changes that browsers follow: a sequence in the database, the same on all nodes.

pub mod postgres;

use desk::{AgentId, ContactId, ConversationId, MessageId, limits};

use crate::{Engine, Result, Tx};

/// Something that browsers want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A conversation's row or timeline changed.
    ConversationChanged(ConversationId),
    /// A conversation has a new message.
    MessageCreated(ConversationId),
    /// A message's delivery moved on.
    DeliveryChanged(ConversationId, MessageId),
    /// A setting or mailbox changed.
    SettingsChanged(&'static str),
    /// An agent came, went, or chose to be there or not.
    PresenceChanged(AgentId),
    /// Somebody began or ceased to look at a conversation or to write in it.
    ViewersChanged(ConversationId),
    /// Something about a contact changed.
    ContactChanged(ContactId),
    /// Held mail came or went.
    ArrivalsChanged,
}

/// A change as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the sequence.
    pub seq: i64,
    /// The event's name of contract.md.
    pub event: String,
    /// What it is about.
    pub subject: String,
    /// The conversation, where there is one.
    pub conversation: Option<ConversationId>,
}

crate::statements! {
    APPEND = "INSERT INTO changes (event, subject_id, conversation_id) VALUES ($1, $2, $3)";
    AFTER = "SELECT seq, event, subject_id, conversation_id FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2";
    NEWEST = "SELECT COALESCE(MAX(seq), 0) FROM changes";
    OLDEST = "SELECT COALESCE(MIN(seq), 0) FROM changes";
    TRIM = "DELETE FROM changes WHERE seq <= $1";
}

/// Appends to the feed; called by the transaction as its last statement, so that on PostgreSQL the sequence is in the
/// order of commits and the lock is short.
pub(crate) fn append(tx: &mut Tx<'_>, changes: &[Change]) -> Result<()> {
    if tx.engine() == Engine::Postgres {
        tx.all(postgres::LOCK, &[], |_| Ok(()))?;
    }
    for change in changes {
        let (event, subject, conversation) = match change {
            Change::ConversationChanged(id) => ("conversation.changed", id.to_string(), Some(*id)),
            Change::MessageCreated(id) => ("message.created", id.to_string(), Some(*id)),
            Change::DeliveryChanged(id, message) => ("delivery.changed", message.to_string(), Some(*id)),
            Change::SettingsChanged(name) => ("settings.changed", (*name).to_string(), None),
            Change::PresenceChanged(id) => ("presence.changed", id.to_string(), None),
            Change::ViewersChanged(id) => ("viewers.changed", id.to_string(), Some(*id)),
            Change::ContactChanged(id) => ("contact.changed", id.to_string(), None),
            Change::ArrivalsChanged => ("arrivals.changed", "held".to_string(), None),
        };
        tx.run(APPEND, &[event.into(), (&subject).into(), conversation.into()])?;
    }
    Ok(())
}

/// The changes behind `seq`, oldest first.
///
/// # Errors
/// The database's own.
pub fn after(tx: &mut Tx<'_>, seq: i64, most: i64) -> Result<Vec<Entry>> {
    tx.all(AFTER, &[seq.into(), most.into()], |row| {
        Ok(Entry {
            seq: row.int(0)?,
            event: row.text(1)?,
            subject: row.text(2)?,
            conversation: row.opt_int(3)?.map(ConversationId),
        })
    })
}

/// The newest place in the sequence, 0 where nothing happened yet.
///
/// # Errors
/// The database's own.
pub fn newest(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.one(NEWEST, &[], |row| row.int(0))?.unwrap_or(0))
}

/// The oldest place that is still kept.
///
/// # Errors
/// The database's own.
pub fn oldest(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.one(OLDEST, &[], |row| row.int(0))?.unwrap_or(0))
}

/// Forgets all but the newest [`limits::CHANGES_KEPT`].
///
/// # Errors
/// The database's own.
pub fn trim(tx: &mut Tx<'_>) -> Result<u64> {
    let newest = newest(tx)?;
    tx.run(TRIM, &[(newest - limits::CHANGES_KEPT).into()])
}
