//! Who is in a conversation just now, so that two people do not answer the same customer.

use crate::AgentId;

/// What somebody does in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// They have it open.
    Viewing,
    /// They write in it.
    Writing,
}

impl Doing {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Viewing => "viewing",
            Self::Writing => "writing",
        }
    }

    /// What a stored word means.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Viewing, Self::Writing].into_iter().find(|one| one.word() == word)
    }
}

/// Somebody who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub agent: AgentId,
    /// Their name.
    pub name: String,
    /// What they do.
    pub doing: Doing,
}
