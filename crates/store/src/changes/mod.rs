//! The feed of changes that browsers follow: a sequence in the database, the same on all nodes.

pub mod postgres;

use desk::{
    AgentId, ContactId, ConversationId, MessageId, Micros, QueueId,
    conversation::Status,
    limits,
    message::{Kind, Person},
    notify::Reason,
};

use crate::{Engine, Error, Result, Row, Tx, conversations};

/// Something that browsers want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A conversation's row or timeline changed.
    ConversationChanged(ConversationId),
    /// A conversation has a new message.
    MessageCreated(ConversationId, MessageId),
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
    /// An agent began to write about something, or ceased to; nobody else is told.
    DraftsChanged(AgentId),
    /// Something happened that is news to an agent; nobody else is told.
    NewsFor(AgentId, ConversationId, Reason),
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
    /// The new message, as long as it stands in that conversation.
    pub message: Option<News>,
}

/// A new message, as much as says to whom it is news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The message.
    pub id: MessageId,
    /// From outside, from the team, or a note.
    pub kind: Kind,
    /// Who wrote.
    pub from: Person,
    /// True where a program wrote by itself.
    pub automatic: bool,
    /// When it came.
    pub created_at: Micros,
    /// The subject of its conversation.
    pub subject: String,
    /// How the newest message of its conversation begins.
    pub preview: String,
    /// The status of its conversation.
    pub status: Status,
    /// Whose it is.
    pub assignee: Option<AgentId>,
    /// In which queue it is.
    pub queue: Option<QueueId>,
}

crate::statements! {
    APPEND = "INSERT INTO changes (event, subject_id, conversation_id, message_id) VALUES ($1, $2, $3, $4)";
    AFTER = "SELECT f.seq, f.event, f.subject_id, f.conversation_id, m.id, m.kind, m.author_name, m.author_address,
                    m.automatic, m.created_at, c.subject, c.preview, c.status, c.assignee_id, c.queue_id
             FROM changes f LEFT JOIN messages m ON m.id = f.message_id AND m.conversation_id = f.conversation_id
             LEFT JOIN conversations c ON c.id = m.conversation_id
             WHERE f.seq > $1 ORDER BY f.seq LIMIT $2";
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
            Change::MessageCreated(id, _) => ("message.created", id.to_string(), Some(*id)),
            Change::DeliveryChanged(id, message) => ("delivery.changed", message.to_string(), Some(*id)),
            Change::SettingsChanged(name) => ("settings.changed", (*name).to_string(), None),
            Change::PresenceChanged(id) => ("presence.changed", id.to_string(), None),
            Change::ViewersChanged(id) => ("viewers.changed", id.to_string(), Some(*id)),
            Change::ContactChanged(id) => ("contact.changed", id.to_string(), None),
            Change::DraftsChanged(id) => ("drafts.changed", id.to_string(), None),
            Change::NewsFor(agent, id, why) => ("news.created", format!("{agent} {}", why.word()), Some(*id)),
            Change::ArrivalsChanged => ("arrivals.changed", "held".to_string(), None),
        };
        let message = match change {
            Change::MessageCreated(_, message) => Some(*message),
            _ => None,
        };
        tx.run(APPEND, &[event.into(), (&subject).into(), conversation.into(), message.into()])?;
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
            message: row.opt_int(4)?.map(|id| news(row, MessageId(id))).transpose()?,
        })
    })
}

fn news(row: &Row<'_>, id: MessageId) -> Result<News> {
    let kind = row.text(5)?;
    Ok(News {
        id,
        kind: Kind::from_word(&kind).ok_or_else(|| Error::unreadable("message kind", kind))?,
        from: Person { name: row.opt_text(6)?, address: row.text(7)? },
        automatic: row.flag(8)?,
        created_at: row.time(9)?,
        subject: row.text(10)?,
        preview: row.text(11)?,
        status: conversations::status(&row.text(12)?)?,
        assignee: row.opt_int(13)?.map(AgentId),
        queue: row.opt_int(14)?.map(QueueId),
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
