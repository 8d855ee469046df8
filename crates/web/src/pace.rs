//! How often somebody may fail to sign in: counted per address of a mail and per address of the network, in memory and
//! bounded. It never sees a password.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use desk::Micros;
use flow::people::PeopleError;

use crate::problem::Problem;

/// Failures within [`WINDOW_SECONDS`]; the next attempt is refused.
const FAILURES: u32 = 10;
/// After this a count begins anew, seconds.
const WINDOW_SECONDS: i64 = 600;
/// Counts that are kept; beyond, those that began first are forgotten.
const COUNTS: usize = 20_000;

/// What attempts are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// The address that is signed in with, folded.
    Email(String),
    /// The address that the request came from.
    Network(IpAddr),
    /// Links to a new password, by the address that they are asked for or the network that they are asked from: they
    /// stand apart, so that nobody is kept from signing in by them.
    Link(String),
    /// Answers to a survey, and links to surveys that are none, by the network that they are asked from.
    Survey(String),
}

#[derive(Clone, Copy)]
struct Count {
    since: Micros,
    failures: u32,
}

/// The counts.
#[derive(Default)]
pub struct Pace {
    counts: Mutex<HashMap<By, Count>>,
}

impl Pace {
    /// Counts an attempt as a failure until [`Pace::forgive`]: so many at once cannot outrun the count.
    ///
    /// # Errors
    /// 429 when one of these failed too often.
    pub fn attempt(&self, all: &[By], now: Micros) -> Result<(), Problem> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = |count: &Count| count.since.plus_s(WINDOW_SECONDS);
        let exhausted = all.iter().filter_map(|by| counts.get(by)).filter(|count| count.failures >= FAILURES);
        if let Some(until) = exhausted.map(ends).filter(|until| *until > now).max() {
            return Err(Problem::rate_limited(until.unix_s() - now.unix_s()));
        }
        if counts.len() + all.len() > COUNTS {
            make_room(&mut counts, now);
        }
        for by in all {
            let count = counts.entry(by.clone()).or_insert(Count { since: now, failures: 0 });
            if ends(count) <= now {
                *count = Count { since: now, failures: 0 };
            }
            count.failures += 1;
        }
        Ok(())
    }

    /// The attempt was right: it does not count, and the count of the mail address begins anew.
    pub fn forgive(&self, all: &[By]) {
        self.take_back(all);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for by in all.iter().filter(|by| matches!(by, By::Email(_))) {
            counts.remove(by);
        }
    }

    /// The attempt was neither right nor wrong: it does not count, and what failed before still does.
    pub fn take_back(&self, all: &[By]) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for by in all {
            if let Some(count) = counts.get_mut(by) {
                count.failures = count.failures.saturating_sub(1);
            }
        }
    }

    /// Does something that proves who somebody is, and counts it as what came of it.
    ///
    /// # Errors
    /// 429 when it failed too often, and then it is not done; the work's own is within.
    pub async fn counted<T>(
        &self,
        by: &[By],
        now: Micros,
        work: impl Future<Output = Result<T, PeopleError>>,
    ) -> Result<Result<T, PeopleError>, Problem> {
        self.attempt(by, now)?;
        let done = work.await;
        match &done {
            // Whoever knows the password has the same few tries for the code.
            Err(PeopleError::WrongCredentials | PeopleError::SecondFactorWrong | PeopleError::LinkUnusable) => {}
            // What does not fit says nothing of the proof, and the first step of two clears nothing that failed before.
            Err(PeopleError::Invalid { .. } | PeopleError::SecondFactorNeeded) => self.take_back(by),
            _ => self.forgive(by),
        }
        Ok(done)
    }
}

fn make_room(counts: &mut HashMap<By, Count>, now: Micros) {
    counts.retain(|_, count| count.since.plus_s(WINDOW_SECONDS) > now);
    if counts.len() >= COUNTS / 2 {
        let mut ages: Vec<Micros> = counts.values().map(|count| count.since).collect();
        ages.sort_unstable();
        let middle = ages.get(ages.len() / 2).copied().unwrap_or(now);
        counts.retain(|_, count| count.since > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(name: &str) -> [By; 1] {
        [By::Email(name.into())]
    }

    #[test]
    fn the_eleventh_attempt_waits_for_the_window_to_end() {
        let pace = Pace::default();
        for second in 0..10 {
            pace.attempt(&who("a@x"), Micros(0).plus_s(second)).unwrap();
        }
        assert!(pace.attempt(&who("a@x"), Micros(0).plus_s(599)).is_err());
        pace.attempt(&who("b@x"), Micros(0).plus_s(599)).unwrap();
        pace.attempt(&who("a@x"), Micros(0).plus_s(600)).unwrap();
    }

    #[test]
    fn a_right_password_clears_the_count() {
        let pace = Pace::default();
        for _ in 0..50 {
            pace.attempt(&who("a@x"), Micros(0)).unwrap();
            pace.forgive(&who("a@x"));
        }
    }

    #[test]
    fn the_counts_are_bounded() {
        let pace = Pace::default();
        for number in 0..i64::try_from(COUNTS * 2).unwrap() {
            pace.attempt(&who(&number.to_string()), Micros(number)).unwrap();
        }
        assert!(pace.counts.lock().unwrap().len() <= COUNTS);
    }
}
