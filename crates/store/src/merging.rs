//! Merging: the messages of one conversation move into another, whose number then stands for both. The merged row stays, in
//! no list, so that tokens and numbers of it are followed and the merge can be undone.

use desk::{ConversationId, MessageId, Micros, limits, message};

use crate::{Result, Tx, changes::Change, conversations::Conversation, messages};

/// The shelf of merged conversations, which no list shows.
const MERGED: i64 = 9;

crate::statements! {
    COUNT = "SELECT COUNT(*) FROM (SELECT 1 FROM messages WHERE conversation_id = $1 LIMIT $2) AS counted";
    REMEMBER = "INSERT INTO merged_messages (source_id, message_id)
                SELECT conversation_id, id FROM messages WHERE conversation_id = $1";
    MOVE = "UPDATE messages SET conversation_id = $2 WHERE conversation_id = $1";
    MOVE_BACK = "UPDATE messages SET conversation_id = $1
                 WHERE id IN (SELECT message_id FROM merged_messages WHERE source_id = $1)";
    FORGET = "DELETE FROM merged_messages WHERE source_id = $1";
    PEOPLE = "INSERT INTO participants (conversation_id, address_folded, address, name, role, ticked)
              SELECT t.id, p.address_folded, p.address, p.name, 'cc', p.ticked
              FROM participants p JOIN conversations t ON t.id = $2 WHERE p.conversation_id = $1
              ON CONFLICT (conversation_id, address_folded) DO NOTHING";
    MARK = "UPDATE conversations SET merged_into = $2, shelf = $3 WHERE id = $1";
    UNMARK = "UPDATE conversations SET merged_into = NULL, shelf = $2, updated_at = $3 WHERE id = $1";
    RECOUNT = "UPDATE conversations SET
                 message_count = (SELECT COUNT(*) FROM messages WHERE conversation_id = $1),
                 last_message_id = $2, preview = $3, last_sender = $4,
                 has_attachments = CASE WHEN EXISTS (SELECT 1 FROM attachments a JOIN messages m ON m.id = a.message_id
                   WHERE m.conversation_id = $1 AND a.inline = 0) THEN 1 ELSE 0 END,
                 updated_at = $5
               WHERE id = $1";
    NEWEST = "SELECT MAX(id) FROM messages WHERE conversation_id = $1";
}

/// How many messages a conversation has, counted up to one more than can be merged.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>, id: ConversationId) -> Result<i64> {
    Ok(tx.one(COUNT, &[id.into(), (limits::MERGED_MESSAGES + 1).into()], |row| row.int(0))?.unwrap_or(0))
}

/// Moves all messages of `source` into `target`, with its people.
///
/// # Errors
/// The database's own.
pub fn merge(tx: &mut Tx<'_>, source: ConversationId, target: ConversationId, now: Micros) -> Result<()> {
    tx.run(REMEMBER, &[source.into()])?;
    tx.run(MOVE, &[source.into(), target.into()])?;
    tx.run(PEOPLE, &[source.into(), target.into()])?;
    tx.run(MARK, &[source.into(), target.into(), MERGED.into()])?;
    recount(tx, target, now)?;
    tx.change(Change::ConversationChanged(source));
    Ok(())
}

/// Moves the messages back that the merge of `source` had brought. What came since then stays where it is.
///
/// # Errors
/// The database's own.
pub fn undo(tx: &mut Tx<'_>, source: &Conversation, target: ConversationId, now: Micros) -> Result<()> {
    tx.run(MOVE_BACK, &[source.id.into()])?;
    tx.run(FORGET, &[source.id.into()])?;
    tx.run(UNMARK, &[source.id.into(), source.status.shelf().number().into(), now.into()])?;
    recount(tx, source.id, now)?;
    recount(tx, target, now)
}

/// What the row says of its messages, found anew.
fn recount(tx: &mut Tx<'_>, id: ConversationId, now: Micros) -> Result<()> {
    let newest = tx.one(NEWEST, &[id.into()], |row| row.opt_int(0))?.flatten().map(MessageId);
    let message = match newest {
        Some(newest) => messages::by_id(tx, newest)?,
        None => None,
    };
    let preview = message.as_ref().map(|one| message::preview(&one.reply_text, limits::PREVIEW_CHARS));
    let preview = preview.unwrap_or_default();
    let sender = message.as_ref().map(|one| one.person.name.clone().unwrap_or_else(|| one.person.address.clone()));
    let sender = sender.unwrap_or_default();
    let values = [id.into(), newest.map_or(0, |id| id.0).into(), (&preview).into(), (&sender).into(), now.into()];
    tx.run(RECOUNT, &values)?;
    tx.change(Change::ConversationChanged(id));
    Ok(())
}
