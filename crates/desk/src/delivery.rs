//! One outgoing mail on its way to one recipient: its states, what the server's answers make of them, and the backoff.

use serde::{Deserialize, Serialize};

use crate::{Micros, limits};

/// Where a delivery stands (contract.md § REST).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Waits for its turn.
    Queued,
    /// A connection is at work; the final dot is not yet intended, so a crash is a safe retry.
    Sending,
    /// The final dot is intended (committed before it is written); a crash from here on is `uncertain`.
    Dotted,
    /// The server took it.
    Sent,
    /// Refused for now; tried again later.
    Deferred,
    /// Refused for good, or too long.
    Failed,
    /// The connection ended between the final dot and its answer.
    Uncertain,
    /// Came back.
    Bounced,
}

impl State {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::Queued,
        Self::Sending,
        Self::Dotted,
        Self::Sent,
        Self::Deferred,
        Self::Failed,
        Self::Uncertain,
        Self::Bounced,
    ];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Dotted => "dotted",
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::Failed => "failed",
            Self::Uncertain => "uncertain",
            Self::Bounced => "bounced",
        }
    }

    /// The word that the API shows: the intended dot is still `sending`.
    #[must_use]
    pub fn shown(self) -> &'static str {
        if self == Self::Dotted { "sending" } else { self.word() }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// True when the next attempt should take this recipient along.
    #[must_use]
    pub fn wants_attempt(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Deferred)
    }

    /// The one word for a message with several recipients: the one that needs the most attention.
    #[must_use]
    pub fn worst(states: &[Self]) -> Option<Self> {
        use State::{Bounced, Deferred, Dotted, Failed, Queued, Sending, Sent, Uncertain};
        [Failed, Bounced, Uncertain, Deferred, Dotted, Sending, Queued, Sent]
            .into_iter()
            .find(|state| states.contains(state))
    }
}

/// What an attempt gave for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `250` after the final dot.
    Accepted,
    /// 5xx: for good.
    Refused,
    /// 4xx, or no connection: for now.
    Deferred,
    /// No answer after the final dot.
    Unknown,
}

/// What becomes of a delivery after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It ends in this state.
    End(State),
    /// It is tried again at this time.
    Again {
        /// `deferred`, or `uncertain` for the one repeat that a person's mail gets.
        state: State,
        /// When.
        at: Micros,
    },
}

/// How long an uncertain delivery waits for its one repeat, seconds.
pub const UNCERTAIN_WAIT_S: i64 = 15 * 60;

/// Facts about a delivery that decide what an outcome makes of it.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Attempts so far, the one that just ended included.
    pub attempts: i64,
    /// When the mail was queued.
    pub queued_at: Micros,
    /// True when a person wrote it: only then an uncertain delivery is repeated, once.
    pub by_person: bool,
    /// True when it was uncertain before.
    pub was_uncertain: bool,
    /// The time.
    pub now: Micros,
    /// A number that spreads retries, 0 to 999.
    pub jitter: i64,
    /// How long an uncertain delivery waits, seconds; [`UNCERTAIN_WAIT_S`] but for tests.
    pub uncertain_wait_s: i64,
}

/// Decides what an outcome makes of a delivery (design.md invariant 6).
#[must_use]
pub fn next(outcome: &Outcome, facts: Facts) -> Next {
    match outcome {
        Outcome::Accepted => Next::End(State::Sent),
        // An earlier copy may have arrived: to call it failed would invite a second answer.
        Outcome::Refused if facts.was_uncertain => Next::End(State::Uncertain),
        Outcome::Refused => Next::End(State::Failed),
        Outcome::Unknown if facts.by_person && !facts.was_uncertain => {
            Next::Again { state: State::Uncertain, at: facts.now.plus_s(facts.uncertain_wait_s) }
        }
        Outcome::Unknown => Next::End(State::Uncertain),
        Outcome::Deferred => {
            let at = facts.now.plus_s(backoff_s(facts.attempts, facts.jitter));
            if at > facts.queued_at.plus_s(limits::DELIVERY_SECONDS) {
                Next::End(if facts.was_uncertain { State::Uncertain } else { State::Failed })
            } else {
                Next::Again { state: State::Deferred, at }
            }
        }
    }
}

/// Seconds until the next attempt: 1, 5, 15 minutes, 1, 4, then every 8 hours, each ± a quarter.
#[must_use]
pub fn backoff_s(attempts: i64, jitter: i64) -> i64 {
    let base = match attempts {
        i64::MIN..=1 => 60,
        2 => 300,
        3 => 900,
        4 => 3_600,
        5 => 4 * 3_600,
        _ => 8 * 3_600,
    };
    base * 3 / 4 + base * jitter.clamp(0, 999) / 2_000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            attempts: 1,
            queued_at: Micros(0),
            by_person: true,
            was_uncertain: false,
            now: Micros(0),
            jitter: 500,
            uncertain_wait_s: UNCERTAIN_WAIT_S,
        }
    }

    /// a person's mail is repeated once when its fate is unknown, a machine's never.
    #[test]
    fn an_unknown_fate_is_repeated_once_and_only_for_a_person() {
        let again = next(&Outcome::Unknown, facts());
        assert_eq!(again, Next::Again { state: State::Uncertain, at: Micros(0).plus_s(900) });
        assert_eq!(next(&Outcome::Unknown, Facts { was_uncertain: true, ..facts() }), Next::End(State::Uncertain));
        assert_eq!(next(&Outcome::Unknown, Facts { by_person: false, ..facts() }), Next::End(State::Uncertain));
    }

    #[test]
    fn a_refused_repeat_leaves_the_fate_unknown() {
        let repeat = Facts { was_uncertain: true, ..facts() };
        assert_eq!(next(&Outcome::Refused, repeat), Next::End(State::Uncertain));
        assert_eq!(next(&Outcome::Refused, facts()), Next::End(State::Failed));
        let late = Facts { now: Micros(0).plus_s(limits::DELIVERY_SECONDS), ..repeat };
        assert_eq!(next(&Outcome::Deferred, late), Next::End(State::Uncertain));
    }

    #[test]
    fn temporary_refusals_back_off_and_fail_after_three_days() {
        let mut now = Micros(0);
        let mut attempts = 0;
        let mut waits = Vec::new();
        loop {
            attempts += 1;
            match next(&Outcome::Deferred, Facts { attempts, now, ..facts() }) {
                Next::Again { state, at } => {
                    assert_eq!(state, State::Deferred);
                    waits.push(at.unix_s() - now.unix_s());
                    now = at;
                }
                Next::End(state) => {
                    assert_eq!(state, State::Failed);
                    break;
                }
            }
        }
        assert_eq!(&waits[..5], &[60, 300, 900, 3_600, 14_400]);
        assert!(now.unix_s() <= limits::DELIVERY_SECONDS && now.unix_s() > limits::DELIVERY_SECONDS - 9 * 3_600);
    }

    #[test]
    fn the_spread_is_a_quarter_around_the_step() {
        assert_eq!(backoff_s(1, 0), 45);
        assert!((74..=75).contains(&backoff_s(1, 999)));
    }

    #[test]
    fn one_failed_recipient_makes_the_message_failed() {
        assert_eq!(State::worst(&[State::Sent, State::Failed, State::Sent]), Some(State::Failed));
        assert_eq!(State::worst(&[State::Sent, State::Sent]), Some(State::Sent));
        assert_eq!(State::worst(&[]), None);
    }
}
