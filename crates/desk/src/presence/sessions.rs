//! Calls and chats that agents join and leave, in any order, several at once (CC-3).

use crate::Micros;

/// What somebody can join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A telephone call.
    Call,
    /// A chat.
    Chat,
}

impl Kind {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Chat => "chat",
        }
    }
}

/// When somebody last joined a call and a chat that they are still in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// The call joined last.
    pub call: Option<Micros>,
    /// The chat joined last.
    pub chat: Option<Micros>,
}
