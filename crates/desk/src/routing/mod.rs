//! Routing: who of a queue takes a conversation that waits in it (CC-1, CC-3, LD-6). One pure decision over the members
//! as they are at this moment, with its reason. Who is there, what they have and that only one asks at a time is the
//! journey's to see to.

mod choose;
#[cfg(test)]
mod properties;

pub use choose::{choose, choose_for};

use serde_json::json;

use crate::{AgentId, Micros};

/// How conversations of a queue find their agent (CC-1, LD-6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Agents take them.
    #[default]
    Manual,
    /// Who has least gets the next.
    ByLoad,
    /// One after the other.
    ByTurns,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 3] = [Self::Manual, Self::ByLoad, Self::ByTurns];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::ByLoad => "by_load",
            Self::ByTurns => "by_turns",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

/// A member of a queue, as they are at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: AgentId,
    /// True when their presence takes conversations (CC-3).
    pub takes: bool,
    /// True when they may work on what is in the queue.
    pub may_act: bool,
    /// How many conversations they are given at most.
    pub capacity: i64,
    /// How many they have: what their list of own conversations shows.
    pub load: i64,
    /// When they were last given one, in any queue.
    pub assigned_at: Option<Micros>,
    /// The number of their last turn in this queue; turns are counted upwards.
    pub turn: Option<i64>,
}

impl Member {
    /// True when they can be given one more.
    #[must_use]
    pub fn is_able(&self) -> bool {
        self.is_there() && self.load < self.capacity
    }

    fn is_there(&self) -> bool {
        self.takes && self.may_act
    }

    /// Notes that they were given one.
    pub fn given(&mut self, turn: i64, now: Micros) {
        self.load = self.load.saturating_add(1);
        self.turn = Some(turn);
        self.assigned_at = Some(now);
    }
}

/// Why this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// They had least of all who could take it.
    LeastLoaded,
    /// As many had as little, and they waited longest for one.
    LongestIdle,
    /// It was their turn.
    Turn,
    /// They had this customer last.
    Returning,
}

impl Why {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::LeastLoaded => "least-loaded",
            Self::LongestIdle => "longest-idle",
            Self::Turn => "turn",
            Self::Returning => "returning",
        }
    }
}

/// The reason of an assignment, with what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Why this one.
    pub why: Why,
    /// What they had before.
    pub load: i64,
    /// How many could have taken it.
    pub able: usize,
}

impl Reason {
    /// What it rests on, as the trace keeps it.
    #[must_use]
    pub fn facts(&self) -> serde_json::Value {
        json!({"load": self.load, "able": self.able})
    }
}

/// Who takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Who.
    pub agent: AgentId,
    /// And why.
    pub reason: Reason,
}

/// Why nobody takes it: it stays in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nobody {
    /// The queue gives nothing to anybody.
    Manual,
    /// None of its members is there.
    NotThere,
    /// Whoever is there has as many as they are to have.
    AllFull,
}

impl Nobody {
    /// The word of the trace.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::NotThere => "nobody-there",
            Self::AllFull => "all-full",
        }
    }
}
