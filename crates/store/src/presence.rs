//! Presence: what each agent chose, and when a browser of theirs was last heard of, the same for all nodes.

use desk::{
    AgentId, Micros,
    presence::{Chosen, is_offline},
};

use crate::{Error, Result, Tx, changes::Change};

/// An agent's presence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// What they chose.
    pub chosen: Chosen,
    /// When a browser of theirs was last heard of.
    pub seen_at: Option<Micros>,
}

impl Presence {
    /// True when they are offline at this time (SB-8).
    #[must_use]
    pub fn offline(&self, now: Micros) -> bool {
        is_offline(self.chosen, self.seen_at, now)
    }
}

crate::statements! {
    OF = "SELECT chosen, seen_at FROM presence WHERE agent_id = $1";
    CHOOSE = "INSERT INTO presence (agent_id, chosen) VALUES ($1, $2)
              ON CONFLICT (agent_id) DO UPDATE SET chosen = excluded.chosen";
    SEEN = "INSERT INTO presence (agent_id, chosen, seen_at) VALUES ($1, 'online', $2)
            ON CONFLICT (agent_id) DO UPDATE SET seen_at = excluded.seen_at";
    OFFLINE = "SELECT a.id, p.chosen, p.seen_at FROM agents a LEFT JOIN presence p ON p.agent_id = a.id
               WHERE a.active = 1 ORDER BY a.id";
}

fn chosen(word: Option<String>) -> Result<Chosen> {
    let word = word.unwrap_or_else(|| Chosen::default().word().into());
    Chosen::from_word(&word).ok_or_else(|| Error::unreadable("presence", word))
}

/// The presence of an agent.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, agent: AgentId) -> Result<Presence> {
    let found = tx.one(OF, &[agent.into()], |row| {
        Ok(Presence { chosen: chosen(row.opt_text(0)?)?, seen_at: row.opt_time(1)? })
    })?;
    Ok(found.unwrap_or_default())
}

/// Notes what an agent chose, and tells browsers.
///
/// # Errors
/// The database's own.
pub fn choose(tx: &mut Tx<'_>, agent: AgentId, chosen: Chosen) -> Result<()> {
    tx.run(CHOOSE, &[agent.into(), chosen.word().into()])?;
    tx.change(Change::PresenceChanged(agent));
    Ok(())
}

/// Notes that a browser of this agent is there.
///
/// # Errors
/// The database's own.
pub fn seen(tx: &mut Tx<'_>, agent: AgentId, now: Micros) -> Result<()> {
    let offline = of(tx, agent)?.offline(now);
    tx.run(SEEN, &[agent.into(), now.into()])?;
    if offline {
        tx.change(Change::PresenceChanged(agent));
    }
    Ok(())
}

/// The active agents who are offline at this time.
///
/// # Errors
/// The database's own.
pub fn offline_agents(tx: &mut Tx<'_>, now: Micros) -> Result<Vec<AgentId>> {
    let all = tx.all(OFFLINE, &[], |row| {
        let presence = Presence { chosen: chosen(row.opt_text(1)?)?, seen_at: row.opt_time(2)? };
        Ok((AgentId(row.int(0)?), presence))
    })?;
    Ok(all.into_iter().filter(|(_, presence)| presence.offline(now)).map(|(id, _)| id).collect())
}
