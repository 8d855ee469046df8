//! Drafts of agents: their content, and the files that they hold. Nobody but their agent is ever given one.

use desk::{AgentId, AttachmentId, ConversationId, Micros, draft::Draft};

use crate::{
    Error, Result, Row, Tx,
    attachments::{self, Attachment},
    changes::Change,
};

/// A draft as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The conversation that it answers; none: it begins one.
    pub conversation: Option<ConversationId>,
    /// The conversation's subject.
    pub subject: Option<String>,
    /// What was written.
    pub draft: Draft,
    /// When it was last saved.
    pub updated_at: Micros,
}

/// The place of the draft that begins a conversation.
const NEW: ConversationId = ConversationId(0);

crate::statements! {
    UPDATE = "UPDATE drafts SET content = $3, updated_at = $4 WHERE agent_id = $1 AND conversation_id = $2";
    ADD = "INSERT INTO drafts (agent_id, conversation_id, content, updated_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (agent_id, conversation_id) DO UPDATE SET content = excluded.content,
             updated_at = excluded.updated_at";
    OF = "SELECT conversation_id, content, updated_at, NULL FROM drafts WHERE agent_id = $1 AND conversation_id = $2";
    LIST = concat!(
        "SELECT d.conversation_id, d.content, d.updated_at, c.subject FROM drafts d
         LEFT JOIN conversations c ON c.id = d.conversation_id
         WHERE d.agent_id = $1 AND (d.conversation_id = 0 OR (c.id IS NOT NULL AND ",
        crate::seen_by_agent!("c.queue_id"),
        ")) ORDER BY d.updated_at DESC, d.conversation_id DESC"
    );
    COUNT_OTHERS = "SELECT COUNT(*) FROM drafts WHERE agent_id = $1 AND conversation_id <> $2";
    DISCARD = "DELETE FROM drafts WHERE agent_id = $1 AND conversation_id = $2";
    FILES = "SELECT attachment_id FROM draft_files WHERE agent_id = $1 AND conversation_id = $2 ORDER BY position";
    HOLD = "INSERT INTO draft_files (agent_id, conversation_id, attachment_id, position) VALUES ($1, $2, $3, $4)
            ON CONFLICT (agent_id, conversation_id, attachment_id) DO NOTHING";
    LET_GO = "DELETE FROM draft_files WHERE agent_id = $1 AND conversation_id = $2";
}

fn read(row: &Row<'_>) -> Result<Kept> {
    let conversation = ConversationId(row.int(0)?);
    Ok(Kept {
        conversation: (conversation != NEW).then_some(conversation),
        draft: row.json(1, "draft")?,
        updated_at: row.time(2)?,
        subject: row.opt_text(3)?,
    })
}

/// Keeps a draft with its files, in place of the one before.
///
/// # Errors
/// The database's own.
pub fn save(
    tx: &mut Tx<'_>,
    agent: AgentId,
    about: Option<ConversationId>,
    draft: &Draft,
    files: &[AttachmentId],
    now: Micros,
) -> Result<()> {
    let about = about.unwrap_or(NEW);
    let content = serde_json::to_string(draft).map_err(|error| Error::unreadable("draft", error))?;
    let values = [agent.into(), about.into(), (&content).into(), now.into()];
    if tx.run(UPDATE, &values)? == 0 {
        tx.run(ADD, &values)?;
        tx.change(Change::DraftsChanged(agent));
    }
    tx.run(LET_GO, &[agent.into(), about.into()])?;
    for (position, file) in (0_i64..).zip(files) {
        tx.run(HOLD, &[agent.into(), about.into(), (*file).into(), position.into()])?;
    }
    Ok(())
}

/// The agent's draft about a conversation, or the one that begins one.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, agent: AgentId, about: Option<ConversationId>) -> Result<Option<Kept>> {
    tx.one(OF, &[agent.into(), about.unwrap_or(NEW).into()], read)
}

/// The drafts of an agent, newest first: those about conversations that they may see.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>, agent: AgentId) -> Result<Vec<Kept>> {
    tx.all(LIST, &[agent.into()], read)
}

/// How many drafts the agent has besides this one.
///
/// # Errors
/// The database's own.
pub fn count_others(tx: &mut Tx<'_>, agent: AgentId, about: Option<ConversationId>) -> Result<i64> {
    let values = [agent.into(), about.unwrap_or(NEW).into()];
    Ok(tx.one(COUNT_OTHERS, &values, |row| row.int(0))?.unwrap_or(0))
}

/// The files that a draft holds and that are still there, in their order.
///
/// # Errors
/// The database's own.
pub fn files(tx: &mut Tx<'_>, agent: AgentId, about: Option<ConversationId>) -> Result<Vec<Attachment>> {
    let values = [agent.into(), about.unwrap_or(NEW).into()];
    let ids = tx.all(FILES, &values, |row| row.int(0).map(AttachmentId))?;
    let mut found = Vec::new();
    for id in ids {
        found.extend(attachments::by_id(tx, id)?);
    }
    Ok(found)
}

/// Forgets a draft. False when there was none.
///
/// # Errors
/// The database's own.
pub fn discard(tx: &mut Tx<'_>, agent: AgentId, about: Option<ConversationId>) -> Result<bool> {
    let about = about.unwrap_or(NEW);
    tx.run(LET_GO, &[agent.into(), about.into()])?;
    let there = tx.run(DISCARD, &[agent.into(), about.into()])? == 1;
    if there {
        tx.change(Change::DraftsChanged(agent));
    }
    Ok(there)
}
