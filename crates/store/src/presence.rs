//! Presence: what was chosen for each agent, what they are in, and when a browser of theirs was last heard of, the same for
//! all nodes.

use std::collections::HashMap;

use desk::{
    AgentId, Micros, OwnPresenceId,
    presence::{self, Chosen, Doing, Joined, Kind},
};

use crate::{Error, Result, Row, Tx, changes::Change};

/// An agent's presence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// What was chosen.
    pub chosen: Chosen,
    /// The desk's own name of it, where that was chosen (CC-14).
    pub own: Option<(OwnPresenceId, String)>,
    /// What they are in (CC-3).
    pub joined: Joined,
    /// When a browser of theirs was last heard of.
    pub seen_at: Option<Micros>,
    /// When they, or somebody for them, last chose.
    pub chosen_at: Option<Micros>,
}

impl Presence {
    /// What it is at this time.
    #[must_use]
    pub fn at(&self, now: Micros) -> Doing {
        presence::at(self.chosen, self.joined, self.seen_at, now)
    }

    /// True when they are offline at this time (SB-8).
    #[must_use]
    pub fn offline(&self, now: Micros) -> bool {
        self.at(now) == Doing::Offline
    }

    /// Since when they are offline; none where they are not.
    #[must_use]
    pub fn offline_since(&self, now: Micros) -> Option<Micros> {
        presence::offline_since(self.chosen, self.chosen_at, self.joined, self.seen_at, now)
    }

    /// True when queues give them conversations at this time (CC-3).
    #[must_use]
    pub fn takes(&self, now: Micros) -> bool {
        self.at(now).takes()
    }

    /// Reads the columns of `presence_columns!`, of which the first is this one.
    pub(crate) fn read(row: &Row<'_>, first: usize) -> Result<Self> {
        let word = row.opt_text(first)?.unwrap_or_else(|| Chosen::default().word().into());
        let chosen = Chosen::from_word(&word).ok_or_else(|| Error::unreadable("presence", word))?;
        let own = row.opt_int(first + 2)?.map(OwnPresenceId).zip(row.opt_text(first + 3)?);
        let joined = Joined { call: row.opt_time(first + 4)?, chat: row.opt_time(first + 5)? };
        Ok(Self { chosen, own, joined, seen_at: row.opt_time(first + 1)?, chosen_at: row.opt_time(first + 6)? })
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

/// What is read of the presence of the agent `a`, beside `presence_tables!`.
macro_rules! presence_columns {
    () => {
        "p.chosen, p.seen_at, o.id, o.name,
         (SELECT MAX(j.joined_at) FROM joined j WHERE j.agent_id = a.id AND j.kind = 'call'),
         (SELECT MAX(j.joined_at) FROM joined j WHERE j.agent_id = a.id AND j.kind = 'chat'),
         p.chosen_at"
    };
}
pub(crate) use presence_columns;

/// Where it stands.
macro_rules! presence_tables {
    () => {
        " LEFT JOIN presence p ON p.agent_id = a.id LEFT JOIN own_presences o ON o.id = p.own_id "
    };
}
pub(crate) use presence_tables;

crate::statements! {
    OF = concat!("SELECT ", presence_columns!(), " FROM agents a", presence_tables!(), "WHERE a.id = $1");
    CHOOSE = "INSERT INTO presence (agent_id, chosen, own_id, chosen_at) VALUES ($1, $2, $3, $4) ON CONFLICT (agent_id)
              DO UPDATE SET chosen = excluded.chosen, own_id = excluded.own_id, chosen_at = excluded.chosen_at";
    JOIN = "INSERT INTO joined (agent_id, kind, session_id, joined_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (agent_id, kind, session_id) DO NOTHING";
    LEAVE = "DELETE FROM joined WHERE agent_id = $1 AND kind = $2 AND session_id = $3";
    SEEN = "INSERT INTO presence (agent_id, chosen, seen_at) VALUES ($1, 'online', $2)
            ON CONFLICT (agent_id) DO UPDATE SET seen_at = excluded.seen_at";
    TEAM = concat!(
        "SELECT a.id, ",
        presence_columns!(),
        " FROM agents a",
        presence_tables!(),
        "WHERE a.active = 1 ORDER BY a.id"
    );
    BOARD = concat!(
        "SELECT a.id, a.name, a.email, a.capacity, ",
        load_of_agent!(),
        ", ",
        presence_columns!(),
        " FROM agents a",
        presence_tables!(),
        "WHERE a.active = 1 ORDER BY a.name, a.id"
    );
    IN_EMAIL = "SELECT agent_id FROM presence WHERE chosen = 'in_email' ORDER BY agent_id";
    IN_A_QUEUE = "SELECT q.id FROM queues q WHERE q.deleted_at IS NULL AND q.takes_email = 1
                  AND (EXISTS (SELECT 1 FROM queue_members m WHERE m.queue_id = q.id AND m.agent_id = $1)
                    OR NOT EXISTS (SELECT 1 FROM queue_members m WHERE m.queue_id = q.id)) LIMIT 1";
}

/// The presence of an agent.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, agent: AgentId) -> Result<Presence> {
    let found = tx.one(OF, &[agent.into()], |row| Presence::read(row, 0))?;
    Ok(found.unwrap_or_default())
}

/// Notes what was chosen for an agent, under the desk's own name where it has one, and tells browsers.
///
/// # Errors
/// The database's own.
pub fn choose(tx: &mut Tx<'_>, agent: AgentId, chosen: Chosen, own: Option<OwnPresenceId>, now: Micros) -> Result<()> {
    tx.run(CHOOSE, &[agent.into(), chosen.word().into(), own.into(), now.into()])?;
    tx.change(Change::PresenceChanged(agent));
    Ok(())
}

/// Notes that an agent is in a call or chat from now on, and tells browsers. It was joined when it was first noted.
///
/// # Errors
/// The database's own.
pub fn join(tx: &mut Tx<'_>, agent: AgentId, kind: Kind, session: i64, now: Micros) -> Result<()> {
    tx.run(JOIN, &[agent.into(), kind.word().into(), session.into(), now.into()])?;
    tx.change(Change::PresenceChanged(agent));
    Ok(())
}

/// Notes that an agent is not in a call or chat any more, and tells browsers.
///
/// # Errors
/// The database's own.
pub fn leave(tx: &mut Tx<'_>, agent: AgentId, kind: Kind, session: i64) -> Result<()> {
    tx.run(LEAVE, &[agent.into(), kind.word().into(), session.into()])?;
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
    let all = tx.all(TEAM, &[], |row| Ok((AgentId(row.int(0)?), Presence::read(row, 1)?)))?;
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
            capacity: row.int(3)?,
            load: row.int(4)?,
            presence: Presence::read(row, 5)?,
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

/// True when an agent belongs to a queue that takes e-mail (CC-2).
///
/// # Errors
/// The database's own.
pub fn is_in_a_queue(tx: &mut Tx<'_>, agent: AgentId) -> Result<bool> {
    Ok(tx.one(IN_A_QUEUE, &[agent.into()], |_| Ok(()))?.is_some())
}
