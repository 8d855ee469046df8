//! Calls as a phone system tells of them: they ring, are answered, maybe by one after the other, and end (CC-3).

use crate::AgentId;

/// How far a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It rings.
    Ringing,
    /// Somebody speaks with the caller.
    Answered,
    /// It is over.
    Ended,
}

impl State {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Ringing, Self::Answered, Self::Ended];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ringing => "ringing",
            Self::Answered => "answered",
            Self::Ended => "ended",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What follows when it is told that somebody answered a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Who is not in it any more: it was handed on.
    pub leaves: Option<AgentId>,
    /// True when they are in it newly; else it was told again.
    pub joins: bool,
}

/// Somebody answers a call; none where it is over.
#[must_use]
pub fn answer(state: State, has: Option<AgentId>, by: AgentId) -> Option<Answered> {
    match (state, has) {
        (State::Ended, _) => None,
        (State::Answered, Some(had)) if had == by => Some(Answered { leaves: None, joins: false }),
        (State::Answered, had) => Some(Answered { leaves: had, joins: true }),
        (State::Ringing, _) => Some(Answered { leaves: None, joins: true }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CC-3: a call is answered once, told again or handed on; what is over is answered by nobody.
    #[test]
    fn calls_are_answered_handed_on_and_over() {
        let (ana, ben) = (AgentId(1), AgentId(2));
        let joins = |leaves| Some(Answered { leaves, joins: true });
        for (state, has, expected) in [
            (State::Ringing, None, joins(None)),
            (State::Answered, Some(ana), Some(Answered { leaves: None, joins: false })),
            (State::Answered, Some(ben), joins(Some(ben))),
            (State::Ended, None, None),
            (State::Ended, Some(ana), None),
        ] {
            assert_eq!(answer(state, has, ana), expected, "{state:?} {has:?}");
        }
        for state in State::ALL {
            assert_eq!(State::from_word(state.word()), Some(state));
        }
    }
}
