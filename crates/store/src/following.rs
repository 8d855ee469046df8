//! Who follows a conversation: agents who want its news beside those who have it.

use desk::{AgentId, ConversationId, Micros};

use crate::{Result, Tx, changes::Change};

/// An agent as others see them: id, name, address.
pub type Named = (AgentId, String, String);

crate::statements! {
    FOLLOW = "INSERT INTO follows (conversation_id, agent_id, since) VALUES ($1, $2, $3)
              ON CONFLICT (conversation_id, agent_id) DO UPDATE SET merged_from = NULL
              WHERE follows.merged_from IS NOT NULL";
    UNFOLLOW = "DELETE FROM follows WHERE conversation_id = $1 AND agent_id = $2";
    OF = "SELECT a.id, a.name, a.email FROM follows f JOIN agents a ON a.id = f.agent_id
          WHERE f.conversation_id = $1 AND a.active = 1 ORDER BY a.name, a.id";
    COPY = "INSERT INTO follows (conversation_id, agent_id, since)
            SELECT c.id, f.agent_id, f.since FROM follows f JOIN conversations c ON c.id = $2
            WHERE f.conversation_id = $1 ON CONFLICT (conversation_id, agent_id) DO NOTHING";
    MERGE = "INSERT INTO follows (conversation_id, agent_id, since, merged_from)
             SELECT c.id, f.agent_id, f.since, f.conversation_id FROM follows f JOIN conversations c ON c.id = $2
             WHERE f.conversation_id = $1 ON CONFLICT (conversation_id, agent_id) DO NOTHING";
    UNMERGE = "DELETE FROM follows WHERE conversation_id = $2 AND merged_from = $1";
}

/// An agent follows a conversation from now on.
///
/// # Errors
/// The database's own.
pub fn follow(tx: &mut Tx<'_>, id: ConversationId, agent: AgentId, now: Micros) -> Result<()> {
    if tx.run(FOLLOW, &[id.into(), agent.into(), now.into()])? > 0 {
        tx.change(Change::ConversationChanged(id));
    }
    Ok(())
}

/// An agent follows a conversation no longer.
///
/// # Errors
/// The database's own.
pub fn unfollow(tx: &mut Tx<'_>, id: ConversationId, agent: AgentId) -> Result<()> {
    if tx.run(UNFOLLOW, &[id.into(), agent.into()])? > 0 {
        tx.change(Change::ConversationChanged(id));
    }
    Ok(())
}

/// Who follows a conversation, by name; whoever is switched off is left out.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, id: ConversationId) -> Result<Vec<Named>> {
    tx.all(OF, &[id.into()], |row| Ok((AgentId(row.int(0)?), row.text(1)?, row.text(2)?)))
}

/// Whoever follows one conversation also follows the other, for good.
pub(crate) fn copy(tx: &mut Tx<'_>, from: ConversationId, to: ConversationId) -> Result<()> {
    tx.run(COPY, &[from.into(), to.into()]).map(drop)
}

/// Whoever follows one conversation also follows the other, until [`unmerge`].
pub(crate) fn merge(tx: &mut Tx<'_>, source: ConversationId, target: ConversationId) -> Result<()> {
    tx.run(MERGE, &[source.into(), target.into()]).map(drop)
}

/// Takes away what [`merge`] brought.
pub(crate) fn unmerge(tx: &mut Tx<'_>, source: ConversationId, target: ConversationId) -> Result<()> {
    tx.run(UNMERGE, &[source.into(), target.into()]).map(drop)
}
