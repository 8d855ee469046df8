//! Notifications: what one agent is to be told about one conversation, collected until its job is due.

use desk::{AgentId, ConversationId, MessageId, Micros, NotificationId, notify::Reason};

use crate::{Error, Result, Tx, jobs};

/// One thing to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The message that it is about.
    pub message: MessageId,
    /// Why.
    pub reason: Reason,
}

/// What one agent is to be told about one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// The agent.
    pub agent: AgentId,
    /// The conversation.
    pub conversation: ConversationId,
    /// What, oldest first.
    pub items: Vec<Item>,
}

crate::statements! {
    ADD = "INSERT INTO notifications (agent_id, conversation_id) VALUES ($1, $2)
           ON CONFLICT (agent_id, conversation_id) DO NOTHING RETURNING id";
    FIND = "SELECT id FROM notifications WHERE agent_id = $1 AND conversation_id = $2";
    ADD_ITEM = "INSERT INTO notification_items (notification_id, message_id, reason) VALUES ($1, $2, $3)
                ON CONFLICT (notification_id, message_id, reason) DO NOTHING";
    BY_ID = "SELECT agent_id, conversation_id FROM notifications WHERE id = $1";
    ITEMS = "SELECT message_id, reason FROM notification_items WHERE notification_id = $1 ORDER BY message_id, reason";
    END_ITEMS = "DELETE FROM notification_items WHERE notification_id = $1";
    END = "DELETE FROM notifications WHERE id = $1";
    OF_MESSAGE = "SELECT n.id, n.agent_id, i.reason FROM notifications n
                  JOIN notification_items i ON i.notification_id = n.id
                  WHERE n.conversation_id = $1 AND i.message_id = $2 AND i.reason <> 'assigned' ORDER BY n.id, i.reason";
    END_ITEM = "DELETE FROM notification_items WHERE notification_id = $1 AND message_id = $2 AND reason = $3";
    READ_TO = "SELECT message_id FROM conversation_reads WHERE agent_id = $1 AND conversation_id = $2";
}

/// Collects one thing to tell; the first of several sets when all are mailed.
///
/// # Errors
/// The database's own.
pub fn collect(tx: &mut Tx<'_>, agent: AgentId, conversation: ConversationId, item: Item, due: Micros) -> Result<()> {
    let key = [agent.into(), conversation.into()];
    let id = match tx.insert_new(ADD, &key)? {
        Some(id) => {
            jobs::add(tx, jobs::NOTIFY, id, due)?;
            id
        }
        None => {
            let known = tx.one(FIND, &key, |row| row.int(0))?;
            known.ok_or_else(|| Error::unreadable("notification", "it is neither new nor known"))?
        }
    };
    tx.run(ADD_ITEM, &[id.into(), item.message.into(), item.reason.word().into()])?;
    Ok(())
}

/// The notification with this id, and ends it: what comes later is collected anew.
///
/// # Errors
/// The database's own.
pub fn take(tx: &mut Tx<'_>, id: NotificationId) -> Result<Option<Notification>> {
    let who = tx.one(BY_ID, &[id.into()], |row| Ok((AgentId(row.int(0)?), ConversationId(row.int(1)?))))?;
    let Some((agent, conversation)) = who else { return Ok(None) };
    let items = tx.all(ITEMS, &[id.into()], |row| {
        let reason = row.text(1)?;
        let reason = Reason::from_word(&reason).ok_or_else(|| Error::unreadable("notification reason", reason))?;
        Ok(Item { message: MessageId(row.int(0)?), reason })
    })?;
    tx.run(END_ITEMS, &[id.into()])?;
    tx.run(END, &[id.into()])?;
    Ok(Some(Notification { agent, conversation, items }))
}

/// A message moved into another conversation: what is to be told of it is told from there.
pub(crate) fn moved(
    tx: &mut Tx<'_>,
    from: ConversationId,
    to: ConversationId,
    message: MessageId,
    due: Micros,
) -> Result<()> {
    let waiting = tx.all(OF_MESSAGE, &[from.into(), message.into()], |row| {
        let reason = row.text(2)?;
        let reason = Reason::from_word(&reason).ok_or_else(|| Error::unreadable("notification reason", reason))?;
        Ok((row.int(0)?, AgentId(row.int(1)?), reason))
    })?;
    for (id, agent, reason) in waiting {
        tx.run(END_ITEM, &[id.into(), message.into(), reason.word().into()])?;
        collect(tx, agent, to, Item { message, reason }, due)?;
    }
    Ok(())
}

/// Up to which message an agent has read a conversation.
///
/// # Errors
/// The database's own.
pub fn read_to(tx: &mut Tx<'_>, agent: AgentId, conversation: ConversationId) -> Result<Option<MessageId>> {
    tx.one(READ_TO, &[agent.into(), conversation.into()], |row| row.int(0).map(MessageId))
}
