//! How long things took: their number and sum, exactly, and how they are spread, in steps of a sixteenth of a doubling.
//! So a mean is exact, a median is off by 3.2 per cent at most, and what is spread by day adds up to months and years.

use super::Tally;

/// Steps of one doubling.
const STEPS: i64 = 16;
/// The longest time that is told from longer ones: beyond are some 2,000 years.
const MOST: i64 = 1 << 36;

/// How long several things took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// Seconds of all of them.
    pub sum_s: i64,
    /// How many took how long, by step.
    pub steps: Tally,
}

impl Spread {
    /// Adds so many things that took so many seconds each; takes them away where `many` is negative.
    pub fn add(&mut self, seconds: i64, many: i64) {
        let seconds = seconds.clamp(0, MOST);
        self.sum_s += seconds * many;
        self.steps.add(step(seconds), many);
    }

    /// Adds all of another.
    pub fn merge(&mut self, other: &Self) {
        self.sum_s += other.sum_s;
        self.steps.merge(&other.steps);
    }

    /// How many things there were.
    #[must_use]
    pub fn count(&self) -> i64 {
        self.steps.sum()
    }

    /// What they took on average, seconds; none where there were none.
    #[must_use]
    pub fn mean_s(&self) -> Option<i64> {
        let count = self.count();
        (count > 0).then(|| (self.sum_s + count / 2) / count)
    }

    /// The time within which so many of a hundred were done, seconds; none where there were none.
    #[must_use]
    pub fn percentile_s(&self, percent: i64) -> Option<i64> {
        let count = self.count();
        let wanted = (count * percent + 99) / 100;
        let mut seen = 0;
        let reached = self.steps.each().find(|(_, many)| {
            seen += many;
            seen >= wanted.max(1)
        });
        reached.filter(|_| count > 0).map(|(step, _)| middle(step))
    }
}

/// The step of a time: exact below 32 seconds, then 16 for each doubling.
fn step(seconds: i64) -> i64 {
    if seconds < 2 * STEPS {
        return seconds;
    }
    let doublings = i64::from(seconds.ilog2()) - 4;
    doublings * STEPS + (seconds >> doublings)
}

/// The middle of a step.
fn middle(step: i64) -> i64 {
    if step < 2 * STEPS {
        return step;
    }
    let doublings = step / STEPS - 1;
    let first = (STEPS + step % STEPS) << doublings;
    first + (1 << doublings) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_within_three_per_cent() {
        for seconds in (0..5_000).chain((5_000..40_000_000).step_by(9_973)) {
            let told = middle(step(seconds));
            assert!((told - seconds).abs() * 1_000 <= seconds * 32, "{seconds} is told as {told}");
        }
    }

    #[test]
    fn steps_ascend_with_the_time() {
        let mut last = -1;
        for seconds in 0..100_000 {
            let this = step(seconds);
            assert!(this == last || this == last + 1, "{seconds}");
            last = this;
        }
    }

    /// SO-12: what is shown of times.
    #[test]
    fn mean_and_percentiles_are_of_what_was_added() {
        let mut spread = Spread::default();
        assert_eq!((spread.mean_s(), spread.percentile_s(50)), (None, None));
        (1..=20).for_each(|seconds| spread.add(seconds, 1));
        assert_eq!(spread.mean_s(), Some(11));
        assert_eq!((spread.percentile_s(50), spread.percentile_s(90)), (Some(10), Some(18)));
        spread.add(20, -1);
        assert_eq!((spread.count(), spread.sum_s), (19, 190));
    }
}
