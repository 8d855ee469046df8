//! Merging: the messages of one conversation move into another, whose number then stands for both. The merged row stays, in
//! no list, so that tokens and numbers of it are followed and the merge can be undone.

use desk::{ConversationId, MessageId, Micros};

use crate::{
    Result, Tx,
    changes::Change,
    conversations::{self, Conversation},
    following,
};

/// The shelf of merged conversations, which no list shows.
const MERGED: i64 = 9;

crate::statements! {
    REMEMBER = "INSERT INTO merged_messages (source_id, message_id)
                SELECT conversation_id, id FROM messages WHERE conversation_id = $1";
    MOVE = "UPDATE messages SET conversation_id = $2 WHERE conversation_id = $1";
    MOVE_BACK = "UPDATE messages SET conversation_id = $1 WHERE conversation_id = $2
                 AND id IN (SELECT message_id FROM merged_messages WHERE source_id = $1)";
    BROUGHT = "SELECT message_id FROM merged_messages WHERE source_id = $1 ORDER BY message_id";
    FORGET = "DELETE FROM merged_messages WHERE source_id = $1";
    PEOPLE = "INSERT INTO participants (conversation_id, address_folded, address, name, role, ticked)
              SELECT t.id, p.address_folded, p.address, p.name, 'cc', p.ticked
              FROM participants p JOIN conversations t ON t.id = $2 WHERE p.conversation_id = $1
              ON CONFLICT (conversation_id, address_folded) DO NOTHING";
    DRAFT_FILES = "UPDATE draft_files SET conversation_id = $2 WHERE conversation_id = $1 AND NOT EXISTS
                     (SELECT 1 FROM drafts d WHERE d.agent_id = draft_files.agent_id AND d.conversation_id = $2)";
    DRAFTS = "UPDATE drafts SET conversation_id = $2 WHERE conversation_id = $1 AND NOT EXISTS
                (SELECT 1 FROM drafts d WHERE d.agent_id = drafts.agent_id AND d.conversation_id = $2)";
    MARK = "UPDATE conversations SET merged_into = $2, shelf = $3 WHERE id = $1";
    UNMARK = "UPDATE conversations SET merged_into = NULL, shelf = $2 WHERE id = $1";
}

/// Moves all messages of `source` into `target`, with its people, and what agents write about it where they do not write
/// about the other too.
///
/// # Errors
/// The database's own.
pub fn merge(tx: &mut Tx<'_>, source: ConversationId, target: ConversationId, now: Micros) -> Result<()> {
    tx.run(REMEMBER, &[source.into()])?;
    tx.run(MOVE, &[source.into(), target.into()])?;
    // Files before drafts: both ask whether their agent writes there already.
    for sql in [PEOPLE, DRAFT_FILES, DRAFTS] {
        tx.run(sql, &[source.into(), target.into()])?;
    }
    following::merge(tx, source, target)?;
    tx.run(MARK, &[source.into(), target.into(), MERGED.into()])?;
    recount(tx, target, now)?;
    tx.change(Change::ConversationChanged(source));
    Ok(())
}

/// The messages that the merge of `source` brought.
///
/// # Errors
/// The database's own.
pub fn brought(tx: &mut Tx<'_>, source: ConversationId) -> Result<Vec<MessageId>> {
    tx.all(BROUGHT, &[source.into()], |row| row.int(0).map(MessageId))
}

/// Moves the messages back that the merge of `source` had brought. What came since then stays where it is.
///
/// # Errors
/// The database's own.
pub fn undo(tx: &mut Tx<'_>, source: &Conversation, target: ConversationId, now: Micros) -> Result<()> {
    tx.run(MOVE_BACK, &[source.id.into(), target.into()])?;
    tx.run(FORGET, &[source.id.into()])?;
    following::unmerge(tx, source.id, target)?;
    tx.run(UNMARK, &[source.id.into(), source.status.shelf().number().into()])?;
    recount(tx, source.id, now)?;
    recount(tx, target, now)
}

fn recount(tx: &mut Tx<'_>, id: ConversationId, now: Micros) -> Result<()> {
    conversations::recount(tx, id)?;
    conversations::touch(tx, id, now)
}
