//! The clock of one conversation. It keeps how much time each promise has used and since when it runs; when a promise would be
//! broken follows from that, the policy and the time that counts.

use serde::{Deserialize, Serialize};

use super::{Policy, Target, Time};
use crate::{Micros, conversation::Status};

const MINUTE: i64 = 60_000_000;

/// What happens to a conversation, as its clock sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The customer wrote.
    CustomerWrote,
    /// The team answered.
    TeamAnswered,
    /// It has this status now.
    Status(Status),
    /// Time passed, or what is promised changed.
    Looked,
}

/// What is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A promise is about to be broken, then.
    Warning(Target, Micros),
    /// A promise was broken, then.
    Breach(Target, Micros),
    /// A promise is kept now.
    Kept(Target),
}

/// How much time a promise has used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Timer {
    /// Microseconds before `since`.
    used: i64,
    /// Since when it runs; none: it stands still.
    since: Option<Micros>,
    warned: bool,
    broken: bool,
}

impl Timer {
    fn running(at: Micros) -> Self {
        Self { since: Some(at), ..Self::default() }
    }

    fn go_on(self, at: Micros) -> Self {
        Self { since: self.since.or(Some(at)), ..self }
    }

    fn stand_still(self, at: Micros, time: Time<'_>) -> Self {
        let used = self.since.map_or(self.used, |since| self.used.saturating_add(time.between(since, at)));
        Self { used, since: None, ..self }
    }

    /// When it will have used so many minutes; none while it stands still, and where that is too far ahead.
    fn reaches(self, minutes: i64, time: Time<'_>) -> Option<Micros> {
        time.after(self.since?, (minutes * MINUTE - self.used).max(0))
    }
}

/// The clock of one conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Whether the team has ever answered.
    answered: bool,
    /// The answer that the customer waits for.
    response: Option<(Target, Timer)>,
    /// The solution.
    resolution: Timer,
    /// Whether it is resolved or closed.
    #[serde(default)]
    solved: bool,
}

impl Clock {
    /// The clock of a conversation that its customer begins.
    #[must_use]
    pub fn begin(at: Micros) -> Self {
        let response = Some((Target::FirstResponse, Timer::running(at)));
        Self { answered: false, response, resolution: Timer::running(at), solved: false }
    }

    /// The clock of one that the team began: nobody waits yet.
    #[must_use]
    pub fn begin_answered() -> Self {
        Self { answered: true, response: None, resolution: Timer::default(), solved: false }
    }

    /// What becomes of it, and what is to be told: what was reached before is told before it is stopped.
    #[must_use]
    pub fn after(self, what: Happening, at: Micros, policy: &Policy, time: Time<'_>) -> (Self, Vec<Said>) {
        let (looked, mut said) = self.look(at, policy, time);
        said.extend(looked.keeps(what, policy).map(Said::Kept));
        let next = match what {
            Happening::Looked => looked,
            Happening::CustomerWrote => looked.customer_wrote(at),
            Happening::TeamAnswered => Self { answered: true, response: None, ..looked },
            Happening::Status(status) => looked.stands(status, at, time),
        };
        (next, said)
    }

    /// The promise that is kept by what happens.
    fn keeps(&self, what: Happening, policy: &Policy) -> Option<Target> {
        let target = match what {
            Happening::TeamAnswered => self.response?.0,
            Happening::Status(Status::Resolved | Status::Closed) if !self.solved => Target::Resolution,
            _ => return None,
        };
        self.promised(target, policy).filter(|(_, timer)| !timer.broken).map(|_| target)
    }

    fn customer_wrote(self, at: Micros) -> Self {
        let target = if self.answered { Target::NextResponse } else { Target::FirstResponse };
        let response = match self.response {
            Some((target, timer)) => (target, timer.go_on(at)),
            None => (target, Timer::running(at)),
        };
        Self { response: Some(response), resolution: self.resolution.go_on(at), solved: false, ..self }
    }

    fn stands(self, status: Status, at: Micros, time: Time<'_>) -> Self {
        let still = |(target, timer): (Target, Timer)| (target, timer.stand_still(at, time));
        let on = |(target, timer): (Target, Timer)| (target, timer.go_on(at));
        let resolution = self.resolution.stand_still(at, time);
        match status {
            Status::New | Status::Open => {
                Self { response: self.response.map(on), resolution: self.resolution.go_on(at), solved: false, ..self }
            }
            Status::Answered | Status::Postponed => {
                Self { response: self.response.map(still), resolution, solved: false, ..self }
            }
            Status::Spam | Status::Trash => Self { response: self.response.map(still), resolution, ..self },
            Status::Resolved | Status::Closed => Self { response: None, resolution, solved: true, ..self },
        }
    }

    fn look(mut self, at: Micros, policy: &Policy, time: Time<'_>) -> (Self, Vec<Said>) {
        let mut said = Vec::new();
        for target in Target::ALL {
            let Some((minutes, timer)) = self.promised(target, policy) else { continue };
            let Some(due) = timer.reaches(minutes, time) else { continue };
            if due <= at && !timer.broken {
                said.push(Said::Breach(target, due));
                self.note(target, Timer { warned: true, broken: true, ..timer });
            } else if !timer.warned && warns(timer, minutes, policy, time).is_some_and(|warns| warns <= at) {
                said.push(Said::Warning(target, due));
                self.note(target, Timer { warned: true, ..timer });
            }
        }
        (self, said)
    }

    /// What is promised next, and when that is broken or was; none while nothing runs.
    #[must_use]
    pub fn due(&self, policy: &Policy, time: Time<'_>) -> Option<(Target, Micros)> {
        let of = |target| {
            let (minutes, timer) = self.promised(target, policy)?;
            timer.reaches(minutes, time).map(|due| (target, due))
        };
        Target::ALL.into_iter().filter_map(of).min_by_key(|(_, due)| *due)
    }

    /// When there is something to tell next; none where nothing runs or all is told.
    #[must_use]
    pub fn look_at(&self, policy: &Policy, time: Time<'_>) -> Option<Micros> {
        let of = |target| {
            let (minutes, timer) = self.promised(target, policy)?;
            let due = timer.reaches(minutes, time).filter(|_| !timer.broken)?;
            let warns = warns(timer, minutes, policy, time).filter(|_| !timer.warned);
            Some(warns.map_or(due, |warns| warns.min(due)))
        };
        Target::ALL.into_iter().filter_map(of).min()
    }

    /// How many minutes are promised, and what of them is used; none where it is not promised, or nobody waits for it.
    fn promised(&self, target: Target, policy: &Policy) -> Option<(i64, Timer)> {
        let (minutes, timer) = match target {
            Target::Resolution => (policy.targets.resolution, self.resolution),
            response => {
                let (_, timer) = self.response.filter(|(waits, _)| *waits == response)?;
                let minutes = match response {
                    Target::FirstResponse => policy.targets.first_response,
                    _ => policy.targets.next_response,
                };
                (minutes, timer)
            }
        };
        minutes.map(|minutes| (i64::from(minutes), timer))
    }

    fn note(&mut self, target: Target, timer: Timer) {
        match target {
            Target::Resolution => self.resolution = timer,
            response => self.response = Some((response, timer)),
        }
    }
}

/// When somebody is warned; none where the policy warns nobody.
fn warns(timer: Timer, minutes: i64, policy: &Policy, time: Time<'_>) -> Option<Micros> {
    let before = i64::from(policy.warn_minutes);
    (before > 0).then(|| timer.reaches((minutes - before).max(0), time)).flatten()
}
