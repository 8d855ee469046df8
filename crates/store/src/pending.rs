//! Agents' answers by mail that wait for their author's word (TR-5), and the tokens of agents that are spent.

use desk::{AgentId, ConversationId, MessageId, Micros};

use crate::{Result, Tx};

/// An answer that was kept back as a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The note.
    pub message: MessageId,
    /// Its author: only they may publish it.
    pub agent: AgentId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// Why it was kept back, as [`desk::trust::NoteReason::word`].
    pub reason: String,
    /// What publishing it does: [`SEND`] or [`SENT_BY_AGENT`].
    pub plan: String,
    /// Until when.
    pub expires_at: Micros,
}

/// The plan of LA-4's row 2: it is sent to the ticked participants.
pub const SEND: &str = "send";
/// The plan of LA-4's row 4: the agent sent it, it is shown as an answer.
pub const SENT_BY_AGENT: &str = "sent_by_agent";

crate::statements! {
    ADD = "INSERT INTO pending_answers (message_id, agent_id, conversation_id, reason, plan, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6)";
    OF = "SELECT message_id, agent_id, conversation_id, reason, plan, expires_at FROM pending_answers
          WHERE message_id = $1";
    TAKE = "DELETE FROM pending_answers WHERE message_id = $1";
    SPEND = "INSERT INTO spent_tokens (agent_id, conversation_id, message_id, spent_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (agent_id, conversation_id, message_id) DO NOTHING";
    IS_SPENT = "SELECT 1 FROM spent_tokens WHERE agent_id = $1 AND conversation_id = $2 AND message_id = $3";
}

/// Keeps an answer back.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, pending: &Pending) -> Result<()> {
    let values = [
        pending.message.into(),
        pending.agent.into(),
        pending.conversation.into(),
        (&pending.reason).into(),
        (&pending.plan).into(),
        pending.expires_at.into(),
    ];
    tx.run(ADD, &values)?;
    Ok(())
}

/// What waits as this note.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, message: MessageId) -> Result<Option<Pending>> {
    tx.one(OF, &[message.into()], |row| {
        Ok(Pending {
            message: MessageId(row.int(0)?),
            agent: AgentId(row.int(1)?),
            conversation: ConversationId(row.int(2)?),
            reason: row.text(3)?,
            plan: row.text(4)?,
            expires_at: row.time(5)?,
        })
    })
}

/// Ends the wait. False when it had ended already.
///
/// # Errors
/// The database's own.
pub fn take(tx: &mut Tx<'_>, message: MessageId) -> Result<bool> {
    Ok(tx.run(TAKE, &[message.into()])? == 1)
}

/// Notes that an agent's token was seen in a mail with outside recipients.
///
/// # Errors
/// The database's own.
pub fn spend(tx: &mut Tx<'_>, agent: AgentId, of: ConversationId, message: MessageId, now: Micros) -> Result<()> {
    tx.run(SPEND, &[agent.into(), of.into(), message.into(), now.into()])?;
    Ok(())
}

/// True when an agent's token was seen in a mail with outside recipients.
///
/// # Errors
/// The database's own.
pub fn is_spent(tx: &mut Tx<'_>, agent: AgentId, of: ConversationId, message: MessageId) -> Result<bool> {
    Ok(tx.one(IS_SPENT, &[agent.into(), of.into(), message.into()], |_| Ok(()))?.is_some())
}
