//! Days of the calendar of a time zone, as numbers since 1970. An instant has exactly one day, also where a clock is set
//! back and an hour comes twice.

use jiff::{Timestamp, tz::TimeZone};

use crate::hours::{Date, Zone};

const DAY_S: i64 = 86_400;

/// The day of an instant (seconds since 1970), and its hour of the week: 0 from Monday midnight on.
#[must_use]
pub fn local(zone: &Zone, at_s: i64) -> (i64, i64) {
    let wall = Timestamp::from_second(at_s).unwrap_or_default().to_zoned(zone.rules().clone());
    let hour = i64::from(wall.weekday().to_monday_zero_offset()) * 24 + i64::from(wall.hour());
    (number(wall.date()), hour)
}

fn number(date: jiff::civil::Date) -> i64 {
    date.to_zoned(TimeZone::UTC).map_or(0, |midnight| midnight.timestamp().as_second().div_euclid(DAY_S))
}

fn date(day: i64) -> jiff::civil::Date {
    Timestamp::from_second(day.saturating_mul(DAY_S)).unwrap_or_default().to_zoned(TimeZone::UTC).date()
}

/// The number of a date.
#[must_use]
pub fn day_of(date: Date) -> i64 {
    number(date.civil())
}

/// The date with this number.
#[must_use]
pub fn date_of(day: i64) -> Date {
    Date::from_civil(date(day))
}

/// The first day of a day's month.
#[must_use]
pub fn month_of(day: i64) -> i64 {
    number(date(day).first_of_month())
}

/// The first day of the month after a day's month.
#[must_use]
pub fn month_after(day: i64) -> i64 {
    number(date(day).last_of_month()) + 1
}

/// The Monday of a day's week.
pub(super) fn week_of(day: i64) -> i64 {
    day - i64::from(date(day).weekday().to_monday_zero_offset())
}
