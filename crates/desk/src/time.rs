//! Instants as the desk stores them: microseconds since 1970 in UTC. Nothing here reads a clock.

use serde::{Deserialize, Serialize};

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Micros(pub i64);

impl Micros {
    /// The instant so many seconds later (earlier when negative); stays in range.
    #[must_use]
    pub fn plus_s(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// The instant so many milliseconds later (earlier when negative); stays in range.
    #[must_use]
    pub fn plus_ms(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds.saturating_mul(1_000)))
    }

    /// Whole seconds since 1970.
    #[must_use]
    pub fn unix_s(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Whole days since 1970, as tokens count them.
    #[must_use]
    pub fn unix_day(self) -> i64 {
        self.unix_s().div_euclid(86_400)
    }
}
