//! Hints: what of a message only hints at its conversation (Thread-Index, Feedback-ID), kept to recognise later mail (LA-7).

use desk::{ConversationId, MailboxId, MessageId};

use crate::{Result, Tx};

crate::statements! {
    ADD = "INSERT INTO message_hints (kind, value, message_id, conversation_id) VALUES ($1, $2, $3, $4)
           ON CONFLICT (kind, value, message_id) DO NOTHING";
    FIND = "SELECT m.conversation_id, MAX(c.mailbox_id) FROM message_hints h JOIN messages m ON m.id = h.message_id
            JOIN conversations c ON c.id = m.conversation_id
            WHERE h.kind = $1 AND h.value = $2 GROUP BY m.conversation_id ORDER BY m.conversation_id DESC LIMIT 20";
}

/// The first bytes of Thread-Index.
pub const THREAD_INDEX: &str = "thread-index";
/// A Message-ID that a message answers and that was not here yet.
pub const REFERRED_TO: &str = "referred-to";
/// Feedback-ID.
pub const FEEDBACK_ID: &str = "feedback-id";

/// Keeps a hint of a message.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, kind: &str, value: &str, message: MessageId, of: ConversationId) -> Result<()> {
    tx.run(ADD, &[kind.into(), value.into(), message.into(), of.into()])?;
    Ok(())
}

/// The conversations, and their mailboxes, that this hint points to, newest first, at most 20.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut Tx<'_>, kind: &str, value: &str) -> Result<Vec<(ConversationId, MailboxId)>> {
    tx.all(FIND, &[kind.into(), value.into()], |row| Ok((ConversationId(row.int(0)?), MailboxId(row.int(1)?))))
}
