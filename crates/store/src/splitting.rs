//! Splitting: messages of one conversation move into another that was made for them. What names a message (Message-IDs,
//! tokens, mentions, files, mails on their way) finds it where it stands, so only rows that name its conversation follow.

use desk::{ConversationId, MessageId, Micros};

use crate::{
    Result, Tx,
    conversations::{self, Conversation},
    following, merging, notifications,
};

crate::statements! {
    FROM = "SELECT id FROM messages WHERE conversation_id = $1 AND id >= $2 ORDER BY id LIMIT $3";
    REMEMBER = "INSERT INTO split_messages (conversation_id, message_id, agents_only)
                SELECT c.id, m.id, m.agents_only FROM messages m JOIN conversations c ON c.id = $2 WHERE m.id = $1";
    MOVE = "UPDATE messages SET conversation_id = $2 WHERE id = $1";
    MOVE_ARRIVAL = "UPDATE arrivals SET conversation_id = $2
                    WHERE id = (SELECT arrival_id FROM messages WHERE id = $1)";
    SHOW = "UPDATE messages SET agents_only = 0 WHERE conversation_id = $1 AND agents_only = 1
            AND author_kind = 'contact' AND author_id = (SELECT contact_id FROM conversations WHERE id = $1)";
    HIDE = "UPDATE messages SET agents_only = 1 WHERE id IN
              (SELECT message_id FROM split_messages WHERE conversation_id = $1 AND agents_only = 1)";
    CARRY = "UPDATE conversations SET split_from = $2, queue_id = (SELECT queue_id FROM conversations s WHERE s.id = $2),
               category_id = (SELECT category_id FROM conversations s WHERE s.id = $2),
               fields = (SELECT fields FROM conversations s WHERE s.id = $2),
               priority = (SELECT priority FROM conversations s WHERE s.id = $2) WHERE id = $1";
    PEOPLE = "INSERT INTO participants (conversation_id, address_folded, address, name, role, ticked)
              SELECT c.id, p.address_folded, p.address, p.name, p.role, p.ticked
              FROM participants p JOIN conversations c ON c.id = $1 WHERE p.conversation_id = $2
              ON CONFLICT (conversation_id, address_folded) DO NOTHING";
    REPLY_TO = "UPDATE conversations SET reply_to = (SELECT reply_to FROM conversations s WHERE s.id = $2),
                  reply_to_confirmed = (SELECT reply_to_confirmed FROM conversations s WHERE s.id = $2) WHERE id = $1";
    READS = "INSERT INTO conversation_reads (agent_id, conversation_id, message_id)
             SELECT r.agent_id, c.id, r.message_id FROM conversation_reads r JOIN conversations c ON c.id = $1
             WHERE r.conversation_id = $2 ON CONFLICT (agent_id, conversation_id) DO NOTHING";
    SPLIT_FROM = "SELECT split_from FROM conversations WHERE id = $1";
}

/// The messages of a conversation from this one on, so many at most.
///
/// # Errors
/// The database's own.
pub fn from(tx: &mut Tx<'_>, id: ConversationId, first: MessageId, most: i64) -> Result<Vec<MessageId>> {
    tx.all(FROM, &[id.into(), first.into(), most.into()], |row| row.int(0).map(MessageId))
}

/// The conversation that this one was split off.
///
/// # Errors
/// The database's own.
pub fn split_from(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<ConversationId>> {
    Ok(tx.one(SPLIT_FROM, &[id.into()], |row| row.opt_int(0))?.flatten().map(ConversationId))
}

/// Moves messages of `source` into `target`, which was made for them and has the same queue, category, fields and priority
/// then.
/// Whoever takes part takes part there too, where it is the same customer's. News that wait are told from there, at `due`.
///
/// # Errors
/// The database's own.
pub fn split(
    tx: &mut Tx<'_>,
    source: &Conversation,
    target: &Conversation,
    messages: &[MessageId],
    due: Micros,
    now: Micros,
) -> Result<()> {
    let both = [target.id.into(), source.id.into()];
    tx.run(CARRY, &both)?;
    if source.contact == target.contact {
        tx.run(PEOPLE, &both)?;
        tx.run(REPLY_TO, &both)?;
    }
    tx.run(READS, &both)?;
    following::copy(tx, source.id, target.id)?;
    for message in messages {
        for sql in [REMEMBER, MOVE, MOVE_ARRIVAL] {
            tx.run(sql, &[(*message).into(), target.id.into()])?;
        }
        notifications::moved(tx, source.id, target.id, *message, due)?;
    }
    // What a third person wrote is the customer's where they are the customer.
    tx.run(SHOW, &[target.id.into()])?;
    for id in [source.id, target.id] {
        conversations::recount(tx, id)?;
        conversations::touch(tx, id, now)?;
    }
    Ok(())
}

/// Takes a split back: all messages of `target`, those that came since too, are those of `source`, into which it is merged.
///
/// # Errors
/// The database's own.
pub fn undo(tx: &mut Tx<'_>, target: ConversationId, source: ConversationId, now: Micros) -> Result<()> {
    tx.run(HIDE, &[target.into()])?;
    merging::merge(tx, target, source, now)
}
