//! Presence: what was chosen for each agent, and when a browser of theirs was last heard of, the same for all nodes.

use std::collections::HashMap;

use desk::{
    AgentId, Micros,
    presence::{self, Chosen},
};

use crate::{Error, Result, Tx, changes::Change};

/// An agent's presence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// What was chosen.
    pub chosen: Chosen,
    /// When a browser of theirs was last heard of.
    pub seen_at: Option<Micros>,
}

impl Presence {
    /// What it is at this time.
    #[must_use]
    pub fn at(&self, now: Micros) -> Chosen {
        presence::at(self.chosen, self.seen_at, now)
    }

    /// True when they are offline at this time (SB-8).
    #[must_use]
    pub fn offline(&self, now: Micros) -> bool {
        self.at(now) == Chosen::Offline
    }

    /// True when queues give them conversations at this time (CC-3).
    #[must_use]
    pub fn takes(&self, now: Micros) -> bool {
        self.at(now).takes()
    }

    pub(crate) fn read(chosen: Option<String>, seen_at: Option<Micros>) -> Result<Self> {
        let word = chosen.unwrap_or_else(|| Chosen::default().word().into());
        let chosen = Chosen::from_word(&word).ok_or_else(|| Error::unreadable("presence", word))?;
        Ok(Self { chosen, seen_at })
    }
}

/// An active agent on the board: what they do, and what they have.
#[derive(Clone, Debug)]
pub struct OnBoard {
    /// Who.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they do.
    pub presence: Presence,
    /// How many conversations they have: new, open and answered ones.
    pub load: i64,
    /// How many they are given at most.
    pub capacity: i64,
}

/// How many conversations the agent `a` has: new, open and answered ones.
macro_rules! load_of_agent {
    () => {
        "(SELECT COUNT(*) FROM conversations c WHERE c.assignee_id = a.id AND c.shelf = 0)"
    };
}
pub(crate) use load_of_agent;

crate::statements! {
    OF = "SELECT chosen, seen_at FROM presence WHERE agent_id = $1";
    CHOOSE = "INSERT INTO presence (agent_id, chosen) VALUES ($1, $2)
              ON CONFLICT (agent_id) DO UPDATE SET chosen = excluded.chosen";
    SEEN = "INSERT INTO presence (agent_id, chosen, seen_at) VALUES ($1, 'online', $2)
            ON CONFLICT (agent_id) DO UPDATE SET seen_at = excluded.seen_at";
    TEAM = "SELECT a.id, p.chosen, p.seen_at FROM agents a LEFT JOIN presence p ON p.agent_id = a.id
            WHERE a.active = 1 ORDER BY a.id";
    BOARD = concat!(
        "SELECT a.id, a.name, a.email, p.chosen, p.seen_at, a.capacity, ",
        load_of_agent!(),
        " FROM agents a LEFT JOIN presence p ON p.agent_id = a.id WHERE a.active = 1 ORDER BY a.name, a.id"
    );
    IN_EMAIL = "SELECT agent_id FROM presence WHERE chosen = 'in_email' ORDER BY agent_id";
    IN_A_QUEUE = "SELECT q.id FROM queues q WHERE q.deleted_at IS NULL
                  AND (EXISTS (SELECT 1 FROM queue_members m WHERE m.queue_id = q.id AND m.agent_id = $1)
                    OR NOT EXISTS (SELECT 1 FROM queue_members m WHERE m.queue_id = q.id)) LIMIT 1";
}

/// The presence of an agent.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, agent: AgentId) -> Result<Presence> {
    let found = tx.one(OF, &[agent.into()], |row| Presence::read(row.opt_text(0)?, row.opt_time(1)?))?;
    Ok(found.unwrap_or_default())
}

/// Notes what was chosen for an agent, and tells browsers.
///
/// # Errors
/// The database's own.
pub fn choose(tx: &mut Tx<'_>, agent: AgentId, chosen: Chosen) -> Result<()> {
    tx.run(CHOOSE, &[agent.into(), chosen.word().into()])?;
    tx.change(Change::PresenceChanged(agent));
    Ok(())
}

/// Notes that a browser of this agent is there. Gives what their presence was before.
///
/// # Errors
/// The database's own.
pub fn seen(tx: &mut Tx<'_>, agent: AgentId, now: Micros) -> Result<Presence> {
    let before = of(tx, agent)?;
    tx.run(SEEN, &[agent.into(), now.into()])?;
    if before.offline(now) {
        tx.change(Change::PresenceChanged(agent));
    }
    Ok(before)
}

/// The presence of all active agents.
///
/// # Errors
/// The database's own.
pub fn team(tx: &mut Tx<'_>) -> Result<HashMap<AgentId, Presence>> {
    let all =
        tx.all(TEAM, &[], |row| Ok((AgentId(row.int(0)?), Presence::read(row.opt_text(1)?, row.opt_time(2)?)?)))?;
    Ok(all.into_iter().collect())
}

/// The active agents who are offline at this time.
///
/// # Errors
/// The database's own.
pub fn offline_agents(tx: &mut Tx<'_>, now: Micros) -> Result<Vec<AgentId>> {
    Ok(team(tx)?.into_iter().filter(|(_, presence)| presence.offline(now)).map(|(id, _)| id).collect())
}

/// All active agents by name, with what they do and have.
///
/// # Errors
/// The database's own.
pub fn board(tx: &mut Tx<'_>) -> Result<Vec<OnBoard>> {
    tx.all(BOARD, &[], |row| {
        Ok(OnBoard {
            id: AgentId(row.int(0)?),
            name: row.text(1)?,
            email: row.text(2)?,
            presence: Presence::read(row.opt_text(3)?, row.opt_time(4)?)?,
            capacity: row.int(5)?,
            load: row.int(6)?,
        })
    })
}

/// The agents who chose to be in e-mail (CC-2).
///
/// # Errors
/// The database's own.
pub fn in_email(tx: &mut Tx<'_>) -> Result<Vec<AgentId>> {
    tx.all(IN_EMAIL, &[], |row| row.int(0).map(AgentId))
}

/// True when an agent belongs to a queue; all queues take e-mail (CC-2).
///
/// # Errors
/// The database's own.
pub fn is_in_a_queue(tx: &mut Tx<'_>, agent: AgentId) -> Result<bool> {
    Ok(tx.one(IN_A_QUEUE, &[agent.into()], |_| Ok(()))?.is_some())
}
