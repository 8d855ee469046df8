//! The trace of a mail: what each step decided, and because of what. Shown as "Why is this here?".

use serde::{Deserialize, Serialize};

/// The steps of a mail's way (spec.md §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Raw bytes stored.
    Receive,
    /// Bytes understood.
    Parse,
    /// Who really sent it, and what kind of mail it is.
    Screen,
    /// Contact, agent, or ourselves.
    Identify,
    /// Which conversation.
    Thread,
    /// What to do.
    Decide,
    /// Who takes it.
    Assign,
    /// Done.
    Commit,
}

/// One line of the trace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceLine {
    /// Which step.
    pub step: Step,
    /// What came out, one word.
    pub outcome: String,
    /// Because of what, one stable word group that the UI translates.
    pub reason: String,
    /// The facts that it rests on.
    pub facts: serde_json::Value,
}

impl TraceLine {
    /// A line without facts.
    #[must_use]
    pub fn new(step: Step, outcome: &str, reason: &str) -> Self {
        Self { step, outcome: outcome.into(), reason: reason.into(), facts: serde_json::json!({}) }
    }

    /// The same line with its facts.
    #[must_use]
    pub fn with(mut self, facts: serde_json::Value) -> Self {
        self.facts = facts;
        self
    }
}
