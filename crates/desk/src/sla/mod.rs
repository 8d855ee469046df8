//! SLA (SO-12): how soon a customer is answered and a matter solved, counted in business time. A clock is a value: what
//! happens to a conversation gives the next clock and what is to be told. Nothing here reads a time or stores anything.

mod clock;
mod policy;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use clock::{Clock, Happening, Said};
pub use policy::{About, Policy, Targets, choose};

use crate::{Micros, hours::Hours};

/// What a policy promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The first answer.
    FirstResponse,
    /// An answer to what the customer wrote after one.
    NextResponse,
    /// The solution.
    Resolution,
}

impl Target {
    /// All targets.
    pub const ALL: [Self; 3] = [Self::FirstResponse, Self::NextResponse, Self::Resolution];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::NextResponse => "next_response",
            Self::Resolution => "resolution",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.word() == word)
    }
}

/// The time that a clock counts.
#[derive(Clone, Copy, Debug)]
pub enum Time<'a> {
    /// Every minute.
    Always,
    /// Business time.
    Business(&'a Hours),
}

impl Time<'_> {
    /// The time between two instants, microseconds; 0 where the second is not behind the first.
    #[must_use]
    pub fn between(self, from: Micros, to: Micros) -> i64 {
        match self {
            Self::Always => to.0.saturating_sub(from.0).max(0),
            Self::Business(hours) => hours.between(from, to),
        }
    }

    /// When so much time, in microseconds, will have passed; none where that is too far ahead.
    #[must_use]
    pub fn after(self, from: Micros, time: i64) -> Option<Micros> {
        match self {
            Self::Always => Some(Micros(from.0.saturating_add(time))),
            Self::Business(hours) => hours.after(from, time),
        }
    }
}
