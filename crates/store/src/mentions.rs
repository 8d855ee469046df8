//! Whom a note mentions: kept with the note, wherever that is moved.

use desk::{AgentId, MessageId};

use crate::{Result, Tx, following::Named};

crate::statements! {
    ADD = "INSERT INTO mentions (message_id, agent_id) VALUES ($1, $2) ON CONFLICT (message_id, agent_id) DO NOTHING";
    OF = "SELECT a.id, a.name, a.email FROM mentions x JOIN agents a ON a.id = x.agent_id
          WHERE x.message_id = $1 ORDER BY a.name, a.id";
}

/// Notes that a message mentions somebody.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, message: MessageId, agent: AgentId) -> Result<()> {
    tx.run(ADD, &[message.into(), agent.into()]).map(drop)
}

/// Whom a message mentions, by name.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, message: MessageId) -> Result<Vec<Named>> {
    tx.all(OF, &[message.into()], |row| Ok((AgentId(row.int(0)?), row.text(1)?, row.text(2)?)))
}
