//! Days as borders among the ids of messages, which ascend with the time of their storing. No index over times is needed.

use desk::{ConversationId, MessageId, Micros};

use super::Span;
use crate::{Result, Tx};

crate::statements! {
    LAST = "SELECT COALESCE(MAX(id), 0) FROM messages";
    NEXT = "SELECT created_at FROM messages WHERE id >= $1 ORDER BY id LIMIT 1";
    ANY_OF = "SELECT id FROM messages WHERE conversation_id = $1 AND id >= $2 AND id < $3 LIMIT 1";
}

/// The border between messages that were stored before this instant and the later ones: the later ones have this id or a
/// higher one.
///
/// # Errors
/// The database's own.
pub fn border(tx: &mut Tx<'_>, at: Micros) -> Result<MessageId> {
    let last = tx.one(LAST, &[], |row| row.int(0))?.unwrap_or(0);
    let (mut low, mut high) = (0, last.saturating_add(1));
    while low < high {
        let middle = low + (high - low) / 2;
        match tx.one(NEXT, &[middle.into()], |row| row.time(0))? {
            Some(stored) if stored < at => low = middle + 1,
            _ => high = middle,
        }
    }
    Ok(MessageId(low))
}

/// True when a message of the conversation is within the span.
///
/// # Errors
/// The database's own.
pub fn any_of(tx: &mut Tx<'_>, conversation: ConversationId, within: Span) -> Result<bool> {
    let values = [conversation.into(), within.0.into(), within.1.into()];
    Ok(tx.one(ANY_OF, &values, |_| Ok(()))?.is_some())
}
