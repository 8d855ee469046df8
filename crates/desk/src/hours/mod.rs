//! Business hours (LD-7): when a mailbox or queue is open, how much business time lies between two instants, and when so
//! much of it will have passed. The time is an argument, and the zones are compiled in: no file of the system is asked.

mod import;
mod spans;
#[cfg(test)]
mod tests;
mod zone;

use serde::{Deserialize, Serialize};

use crate::{Micros, limits, policy::Unfit};
pub use import::{Imported, holidays};
use spans::Span;
pub use zone::Zone;

/// Minutes of a day, as a clock on the wall counts them.
pub const DAY_MINUTES: u16 = 1_440;
/// How far ahead and behind an opening is looked for, days: nothing that is open at all is closed for longer.
const HORIZON_DAYS: i64 = 400;
/// How many days are looked at together.
const STRETCH_DAYS: i64 = 14;
const DAY_S: i64 = 86_400;

/// From one minute of a day to another, by the clock on the wall; the end is not within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// Its first minute, 0 to 1,439.
    pub from: u16,
    /// The minute at which it ends, up to 1,440, which is midnight.
    pub to: u16,
}

/// A day of the week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Day {
    /// Its own time zone, where it has one.
    pub zone: Option<Zone>,
    /// When it is open; none is a closed day.
    pub intervals: Vec<Interval>,
}

/// A day on which nobody works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// Its date, in the zone of its weekday.
    pub date: Date,
    /// What it is called.
    pub name: String,
    /// Whether it comes each year on that day.
    pub yearly: bool,
}

/// A date of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Reads `2026-12-24`; none where there is no such day.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// A date by its numbers; none where there is no such day.
    #[must_use]
    pub fn of(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The next day; none at the end of the calendar.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.0.tomorrow().ok().map(Self)
    }

    /// Its month, from 1, and its day of the month.
    pub(crate) fn month_and_day(self) -> (i8, i8) {
        (self.0.month(), self.0.day())
    }

    pub(crate) fn civil(self) -> jiff::civil::Date {
        self.0
    }

    pub(crate) fn from_civil(date: jiff::civil::Date) -> Self {
        Self(date)
    }

    fn falls_on(self, date: jiff::civil::Date, yearly: bool) -> bool {
        self.0 == date || yearly && self.0 <= date && self.month_and_day() == (date.month(), date.day())
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// When a mailbox or queue is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hours {
    /// The time zone of the days that have none of their own.
    pub zone: Zone,
    /// The days of the week, Monday first.
    pub days: [Day; 7],
    /// When nobody works although it is a weekday.
    pub holidays: Vec<Holiday>,
}

impl Hours {
    /// Checks what cannot be said by the types.
    ///
    /// # Errors
    /// The first field that does not fit.
    pub fn validate(&self) -> Result<(), Unfit> {
        let unfit = |field, reason| Err(Unfit { field, reason });
        for day in &self.days {
            if day.intervals.len() > limits::INTERVALS_A_DAY {
                return unfit("days", "too-many-intervals");
            }
            let mut free_from = 0;
            for one in &day.intervals {
                if one.from >= one.to || one.to > DAY_MINUTES {
                    return unfit("days", "interval-does-not-fit");
                }
                if one.from < free_from {
                    return unfit("days", "intervals-overlap");
                }
                free_from = one.to;
            }
        }
        if self.holidays.len() > limits::HOLIDAYS {
            return unfit("holidays", "too-many-holidays");
        }
        if self.holidays.iter().any(|one| one.name.chars().count() > limits::HOLIDAY_CHARS) {
            return unfit("holidays", "name-too-long");
        }
        Ok(())
    }

    /// True while it is open.
    #[must_use]
    pub fn is_open(&self, at: Micros) -> bool {
        self.spans(at, at.plus_s(1)).first().is_some_and(|span| span.from <= at)
    }

    /// When it opens next, or now while it is open; none where that is not within more than a year.
    #[must_use]
    pub fn next_opening(&self, at: Micros) -> Option<Micros> {
        let stretches = (0..=HORIZON_DAYS / STRETCH_DAYS).map(|number| at.plus_s(number * STRETCH_DAYS * DAY_S));
        stretches.into_iter().find_map(|from| {
            let span = *self.spans(from, from.plus_s(STRETCH_DAYS * DAY_S)).first()?;
            Some(span.from.max(at))
        })
    }

    /// Since when it has been closed, which tells one closed period from another; none while it is open. Where it has not
    /// been open for more than a year, the beginning of time.
    #[must_use]
    pub fn closed_since(&self, at: Micros) -> Option<Micros> {
        if self.is_open(at) {
            return None;
        }
        let stretches = (0..=HORIZON_DAYS / STRETCH_DAYS).map(|number| at.plus_s(-number * STRETCH_DAYS * DAY_S));
        let last = stretches.into_iter().find_map(|to| {
            let spans = self.spans(to.plus_s(-STRETCH_DAYS * DAY_S), to);
            spans.last().map(|span| span.to)
        });
        Some(last.unwrap_or(Micros(0)))
    }

    /// The business time between two instants, microseconds; 0 where the second is not behind the first.
    #[must_use]
    pub fn between(&self, from: Micros, to: Micros) -> i64 {
        let mut at = from;
        let mut sum = 0;
        while at < to {
            let end = at.plus_s(STRETCH_DAYS * DAY_S).min(to);
            sum += self.spans(at, end).iter().map(|span| span.to.0 - span.from.0).sum::<i64>();
            at = end;
        }
        sum
    }

    /// When so much business time, in microseconds, will have passed; none where that is not within
    /// [`limits::BUSINESS_DAYS_AHEAD`].
    #[must_use]
    pub fn after(&self, from: Micros, mut time: i64) -> Option<Micros> {
        let horizon = from.plus_s(limits::BUSINESS_DAYS_AHEAD * DAY_S);
        let mut at = from;
        while at < horizon {
            let end = at.plus_s(STRETCH_DAYS * DAY_S);
            for Span { from, to } in self.spans(at, end) {
                let length = to.0 - from.0;
                if time <= length {
                    return Some(Micros(from.0 + time));
                }
                time -= length;
            }
            at = end;
        }
        None
    }

    /// When it is open within a stretch of time: in order, apart from each other, and cut to the stretch.
    fn spans(&self, from: Micros, to: Micros) -> Vec<Span> {
        spans::of(self, from, to)
    }
}
