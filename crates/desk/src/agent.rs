//! Agents: the people of the team, and their roles.

use serde::{Deserialize, Serialize};

/// What an agent may do, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Answers conversations.
    Agent,
    /// Leads a team of agents.
    Manager,
    /// Sets up the desk.
    Admin,
}

impl Role {
    /// The word that is stored and shown in the API.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Manager => "manager",
            Self::Admin => "admin",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Agent, Self::Manager, Self::Admin].into_iter().find(|role| role.word() == word)
    }
}

/// How somebody stands to the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They work here.
    Active,
    /// They were invited and have not come yet.
    Invited,
    /// They are switched off: what they did stays, and they may do nothing.
    Off,
}

/// The fewest characters a password may have.
pub const PASSWORD_MIN_CHARS: usize = 10;
/// The most bytes a password may have: hashing costs grow with it.
pub const PASSWORD_MAX_BYTES: usize = 1_000;
