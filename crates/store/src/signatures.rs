//! The signatures of agents' own, as they were written. The mailboxes' stand with the mailboxes.

use desk::{AgentId, Micros, signature::Signature};

use crate::{Result, Tx, changes::Change};

crate::statements! {
    OF = "SELECT body, html FROM agent_signatures WHERE agent_id = $1";
    SET = "INSERT INTO agent_signatures (agent_id, body, html, updated_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (agent_id) DO UPDATE SET body = excluded.body, html = excluded.html, updated_at = excluded.updated_at";
}

/// An agent's own signature; an empty one where they have none.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, agent: AgentId) -> Result<Signature> {
    let found = tx.one(OF, &[agent.into()], |row| Ok(Signature { text: row.text(0)?, html: row.opt_text(1)? }))?;
    Ok(found.unwrap_or_default())
}

/// Sets an agent's own signature.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, agent: AgentId, signature: &Signature, now: Micros) -> Result<()> {
    tx.run(SET, &[agent.into(), (&signature.text).into(), signature.html.as_ref().into(), now.into()])?;
    tx.change(Change::SettingsChanged("signatures"));
    Ok(())
}
