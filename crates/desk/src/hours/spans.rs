//! The wall clock's intervals as stretches of time: across changes of the clock, and where days have zones of their own.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::{AmbiguousOffset, TimeZone},
};

use super::{DAY_MINUTES, Hours};
use crate::Micros;

/// From one instant to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub from: Micros,
    pub to: Micros,
}

/// When these hours are open between two instants: in order, joined where they touch, cut to the two.
pub(super) fn of(hours: &Hours, from: Micros, to: Micros) -> Vec<Span> {
    let mut all: Vec<Span> = days(from, to).flat_map(|date| of_day(hours, date)).collect();
    all.sort_by_key(|span| span.from);
    let mut out: Vec<Span> = Vec::new();
    for span in all {
        let cut = Span { from: span.from.max(from), to: span.to.min(to) };
        match out.last_mut() {
            _ if cut.from >= cut.to => {}
            Some(last) if cut.from <= last.to => last.to = last.to.max(cut.to),
            _ => out.push(cut),
        }
    }
    out
}

/// The dates that it may be somewhere between two instants: zones lie up to 14 hours from UTC.
fn days(from: Micros, to: Micros) -> impl Iterator<Item = Date> {
    let date = |at: Micros| Timestamp::from_microsecond(at.0).unwrap_or_default().to_zoned(TimeZone::UTC).date();
    let first = date(from).yesterday().unwrap_or(Date::MIN);
    let last = date(to).tomorrow().unwrap_or(Date::MAX);
    std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(move |day| *day <= last)
}

fn of_day(hours: &Hours, date: Date) -> Vec<Span> {
    let Some(day) = usize::try_from(date.weekday().to_monday_zero_offset()).ok().and_then(|at| hours.days.get(at))
    else {
        return Vec::new();
    };
    if day.intervals.is_empty() || hours.holidays.iter().any(|one| one.date.falls_on(date, one.yearly)) {
        return Vec::new();
    }
    let zone = day.zone.as_ref().unwrap_or(&hours.zone).rules();
    let spans = day.intervals.iter().filter_map(|one| {
        let (from, to) = (wall(date, one.from)?, wall(date, one.to)?);
        Some(Span { from: time(zone, from, Showing::First)?, to: time(zone, to, Showing::Last)? })
    });
    spans.collect()
}

fn wall(date: Date, minute: u16) -> Option<DateTime> {
    if minute >= DAY_MINUTES {
        return Some(date.tomorrow().ok()?.to_datetime(Time::midnight()));
    }
    let time = Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
    Some(date.to_datetime(time))
}

/// Which of the times at which the clock on the wall shows the same.
#[derive(Clone, Copy)]
enum Showing {
    First,
    Last,
}

/// When the clock on the wall shows this time, or has passed it by a change of the clock that leaves it out.
fn time(zone: &TimeZone, wall: DateTime, showing: Showing) -> Option<Micros> {
    let ambiguous = zone.to_ambiguous_timestamp(wall);
    let at = match (ambiguous.offset(), showing) {
        (AmbiguousOffset::Gap { .. }, _) => zone.following(ambiguous.earlier().ok()?).next()?.timestamp(),
        (_, Showing::First) => ambiguous.earlier().ok()?,
        (_, Showing::Last) => ambiguous.later().ok()?,
    };
    Some(Micros(at.as_microsecond()))
}
