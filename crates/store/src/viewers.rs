//! Viewers: who looks at a conversation or writes in it just now, the same for all nodes. It is forgotten soon.

use desk::{
    AgentId, ConversationId, Micros, limits,
    viewing::{Doing, Viewer},
};

use crate::{Error, Result, Tx, changes::Change};

crate::statements! {
    OF = "SELECT v.agent_id, a.name, v.doing FROM viewers v JOIN agents a ON a.id = v.agent_id
          WHERE v.conversation_id = $1 AND v.seen_at > $2 ORDER BY v.agent_id LIMIT 50";
    WAS = "SELECT doing FROM viewers WHERE conversation_id = $1 AND agent_id = $2 AND seen_at > $3";
    SET = "INSERT INTO viewers (conversation_id, agent_id, doing, seen_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (conversation_id, agent_id) DO UPDATE SET doing = excluded.doing, seen_at = excluded.seen_at";
    LEAVE = "DELETE FROM viewers WHERE conversation_id = $1 AND agent_id = $2";
    FORGET = "DELETE FROM viewers WHERE seen_at <= $1";
}

fn since(now: Micros) -> Micros {
    now.plus_s(-limits::VIEWER_SECONDS)
}

/// Who is there now.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId, now: Micros) -> Result<Vec<Viewer>> {
    tx.all(OF, &[conversation.into(), since(now).into()], |row| {
        let word = row.text(2)?;
        let doing = Doing::from_word(&word).ok_or_else(|| Error::unreadable("viewer", word))?;
        Ok(Viewer { agent: AgentId(row.int(0)?), name: row.text(1)?, doing })
    })
}

/// Notes what an agent does there; none when they left. Browsers are told when it is something else than before.
///
/// # Errors
/// The database's own.
pub fn set(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    agent: AgentId,
    doing: Option<Doing>,
    now: Micros,
) -> Result<()> {
    let key = [conversation.into(), agent.into(), since(now).into()];
    let was = tx.one(WAS, &key, |row| row.text(0))?;
    match doing {
        Some(doing) => {
            tx.run(SET, &[conversation.into(), agent.into(), doing.word().into(), now.into()])?;
        }
        None => {
            tx.run(LEAVE, &[conversation.into(), agent.into()])?;
        }
    }
    if was.as_deref() != doing.map(Doing::word) {
        tx.change(Change::ViewersChanged(conversation));
    }
    Ok(())
}

/// Forgets who was there long ago.
///
/// # Errors
/// The database's own.
pub fn forget_old(tx: &mut Tx<'_>, now: Micros) -> Result<()> {
    tx.run(FORGET, &[since(now).into()])?;
    Ok(())
}
