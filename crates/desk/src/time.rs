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

    /// The beginning of a day in UTC, by the calendar; none where there is no such day, or outside of the years 1 to 9999.
    #[must_use]
    pub fn of_day(year: i64, month: i64, day: i64) -> Option<Self> {
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let length = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if !(1..=9_999).contains(&year) || !(1..=12).contains(&month) || !(1..=length).contains(&day) {
            return None;
        }
        // Years begin in March here, so that the leap day is the last one.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
        // From the 1st of March of the year 0 to the 1st of January 1970.
        Some(Self((days - 719_468) * 86_400 * 1_000_000))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_one_another_and_others_do_not_exist() {
        assert_eq!(Micros::of_day(1970, 1, 1), Some(Micros(0)));
        assert_eq!(Micros::of_day(2026, 11, 22), Some(Micros(1_795_305_600_000_000)));
        let mut expected = Micros(0);
        for year in 1970..2105 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Some(found) = Micros::of_day(year, month, day) else { continue };
                    assert_eq!(found, expected, "{year}-{month}-{day}");
                    expected = expected.plus_s(86_400);
                }
            }
        }
        for (year, month, day) in
            [(2026, 2, 29), (2100, 2, 29), (2026, 13, 1), (2026, 0, 1), (2026, 4, 31), (0, 1, 1), (10_000, 1, 1)]
        {
            assert_eq!(Micros::of_day(year, month, day), None, "{year}-{month}-{day}");
        }
    }
}
