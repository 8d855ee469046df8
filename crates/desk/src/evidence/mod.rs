//! Evidence: who really sent a mail (trust.md). Facts that were gathered beforehand come in, a level with its reasons
//! comes out. It asks no server and reads no bytes.

mod facts;
mod judge;
mod learn;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::trace::{Step, TraceLine};

pub use facts::{ArcChain, AuthservId, Dkim, DmarcLookup, DmarcRecord, Facts, Key, Policy, Spf, TrustAnchor, Verdict};
pub use judge::judge;
pub use learn::{FORGED_DOMAIN, Lesson, Seen, learn, seen};
pub use mail::FromShape;

/// How far the sender of a mail is proved. Ordered by trust, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Possible forgery: From is malformed, or the domain of From says that this mail is not its own.
    F,
    /// Nothing usable.
    E0,
    /// Said by somebody whom we trust, without a policy of the domain behind it.
    E1,
    /// The verdict of the server that received for us.
    E2,
    /// A signature of the domain of From that we verified ourselves.
    E3,
}

impl Level {
    /// All levels, the least trusted first.
    pub const ALL: [Self; 5] = [Self::F, Self::E0, Self::E1, Self::E2, Self::E3];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::F => "F",
            Self::E0 => "E0",
            Self::E1 => "E1",
            Self::E2 => "E2",
            Self::E3 => "E3",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// One reason of a level: a stable word that the user interface translates, and the facts for its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The stable word.
    pub reason: String,
    /// The facts that it rests on.
    pub facts: Value,
}

impl Reason {
    /// A reason without facts.
    #[must_use]
    pub fn new(reason: &str) -> Self {
        Self { reason: reason.into(), facts: json!({}) }
    }

    /// The same reason with its facts.
    #[must_use]
    pub fn with(mut self, facts: Value) -> Self {
        self.facts = facts;
        self
    }
}

/// What proves the sender of a mail; computed once when it arrives, and stored with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// How far the sender is proved.
    pub level: Level,
    /// Why, the decisive reason first.
    pub reasons: Vec<Reason>,
    /// True when the signature of [`Level::E3`] also signs To, Cc, Message-ID, In-Reply-To and References (or that they
    /// are absent), and Date is within 24 hours of the arrival (TR-6).
    pub signs_threading: bool,
    /// The domain of the address in From, folded; none where From is malformed.
    pub from_domain: Option<String>,
}

impl Evidence {
    /// The same mail as its author's whom a list names behind its own address: whatever proves the list, proves nobody behind
    /// it (edge case 9).
    #[must_use]
    pub fn of_author_behind(mut self, list: &str) -> Self {
        self.level = self.level.min(Level::E0);
        self.signs_threading = false;
        self.reasons.insert(0, Reason::new("author-behind-list").with(json!({"shown": list})));
        self
    }

    /// The line of the trace.
    #[must_use]
    pub fn line(&self) -> TraceLine {
        let first = self.reasons.first().map_or("nothing-usable", |reason| reason.reason.as_str());
        let facts = json!({"from_domain": self.from_domain, "reasons": self.reasons});
        TraceLine::new(Step::Screen, self.level.word(), first).with(facts)
    }

    /// A mail of which nothing was checked.
    #[must_use]
    pub fn none() -> Self {
        Self { level: Level::E0, reasons: vec![Reason::new("not-checked")], signs_threading: false, from_domain: None }
    }
}
