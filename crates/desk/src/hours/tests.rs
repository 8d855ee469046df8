//! Cases as tables of local times.
#![expect(clippy::as_conversions, reason = "small numbers of a test")]

use super::*;

fn at(text: &str) -> Micros {
    Micros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
}

fn zone(name: &str) -> Zone {
    Zone::read(name).unwrap()
}

/// `9-12,13-17`: hours of a day.
fn day(text: &str) -> Day {
    let intervals = text.split(',').filter(|one| !one.is_empty()).map(|one| {
        let (from, to) = one.split_once('-').unwrap();
        let minute = |hour: &str| (hour.parse::<f64>().unwrap() * 60.0) as u16;
        Interval { from: minute(from), to: minute(to) }
    });
    Day { zone: None, intervals: intervals.collect() }
}

fn week(name: &str, working: &str) -> Hours {
    let days = std::array::from_fn(|number| if number < 5 { day(working) } else { Day::default() });
    Hours { zone: zone(name), days, holidays: Vec::new() }
}

fn daily(name: &str, text: &str) -> Hours {
    Hours { zone: zone(name), days: std::array::from_fn(|_| day(text)), holidays: Vec::new() }
}

const MINUTE: i64 = 60_000_000;

/// LD-7: several intervals a day, in the mailbox's zone.
#[test]
fn intervals_are_open_in_their_zone_and_closed_at_their_end() {
    let hours = week("Europe/Prague", "9-12,13-17");
    for (instant, open) in [
        ("2026-11-27T07:59:59Z", false), // Friday, 08:59:59 in Prague
        ("2026-11-27T08:00:00Z", true),
        ("2026-11-27T10:59:59.999999Z", true),
        ("2026-11-27T11:00:00Z", false),
        ("2026-11-27T12:00:00Z", true),
        ("2026-11-27T16:00:00Z", false),
        ("2026-11-28T09:00:00Z", false), // Saturday
        ("2026-07-31T07:00:00Z", true),  // summer time
    ] {
        assert_eq!(hours.is_open(at(instant)), open, "{instant}");
    }
    assert_eq!(hours.next_opening(at("2026-11-27T16:30:00Z")), Some(at("2026-11-30T08:00:00Z")));
    assert_eq!(hours.next_opening(at("2026-11-27T09:30:00Z")), Some(at("2026-11-27T09:30:00Z")), "open now");
}

/// LD-7: a day may have a time zone of its own; what overlaps is counted once.
#[test]
fn a_day_has_its_own_zone() {
    let mut hours = week("Europe/Prague", "9-17");
    hours.days[1] = Day { zone: Some(zone("America/New_York")), ..day("9-17") };
    // Tuesday in New York: 14:00 to 22:00 UTC.
    assert!(!hours.is_open(at("2026-12-01T08:30:00Z")));
    assert!(hours.is_open(at("2026-12-01T21:59:00Z")));
    // Wednesday in Tokyo begins while Tuesday in New York is open.
    hours.days[2] = Day { zone: Some(zone("Asia/Tokyo")), ..day("0-24") };
    let (from, to) = (at("2026-12-01T14:00:00Z"), at("2026-12-01T22:00:00Z"));
    assert_eq!(hours.between(from, to), 8 * 60 * MINUTE);
}

/// LD-7: across the changes of the clock the wall counts: a lost hour is not open, a repeated one is open twice.
#[test]
fn the_clock_changes_within_an_interval() {
    let hours = daily("Europe/Prague", "1-4");
    let length = |day: &str| {
        let from = at(&format!("{day}T00:00:00Z"));
        hours.between(from.plus_s(-6 * 3600), from.plus_s(12 * 3600)) / MINUTE
    };
    assert_eq!(length("2026-03-28"), 180);
    assert_eq!(length("2026-03-29"), 120, "02:00 to 03:00 does not exist");
    assert_eq!(length("2026-10-25"), 240, "02:00 to 03:00 comes twice");
    // Borders within the hour that does not exist, or comes twice.
    let within = daily("Europe/Prague", "2.5-6");
    assert_eq!(within.next_opening(at("2026-03-28T23:30:00Z")), Some(at("2026-03-29T01:00:00Z")));
    assert_eq!(within.next_opening(at("2026-10-24T23:30:00Z")), Some(at("2026-10-25T00:30:00Z")));
    let until = daily("Europe/Prague", "0-2.5");
    assert_eq!(until.closed_since(at("2026-10-25T03:00:00Z")), Some(at("2026-10-25T01:30:00Z")), "the second 02:30");
    assert_eq!(until.closed_since(at("2026-03-29T03:00:00Z")), Some(at("2026-03-29T01:00:00Z")));
    // A clock that changes at midnight, so that the day begins at one o'clock.
    let cairo = daily("Africa/Cairo", "0-24");
    let from = at("2026-04-23T22:00:00Z");
    assert_eq!(cairo.between(from, from.plus_s(23 * 3600)) / MINUTE, 23 * 60, "nothing is missing between the days");
}

/// LD-7: a leap day is a day; midnight joins two days.
#[test]
fn leap_days_and_midnight() {
    let hours = daily("UTC", "9-17");
    assert!(hours.is_open(at("2028-02-29T10:00:00Z")));
    assert_eq!(hours.after(at("2028-02-28T16:00:00Z"), 120 * MINUTE), Some(at("2028-02-29T10:00:00Z")));
    let always = daily("UTC", "0-24");
    assert_eq!(always.closed_since(at("2026-11-29T00:00:00Z")), None);
    assert_eq!(always.after(at("2026-11-28T23:59:00Z"), 2 * MINUTE), Some(at("2026-11-29T00:01:00Z")));
}

/// LD-7: holidays are closed, the yearly ones in each year from theirs on.
#[test]
fn holidays_are_closed() {
    let mut hours = daily("Europe/Prague", "9-17");
    let date = |text: &str| Date::read(text).unwrap();
    let holiday = |text: &str, yearly| Holiday { date: date(text), name: "x".into(), yearly };
    hours.holidays = vec![holiday("2026-12-24", true), holiday("2026-11-17", false), holiday("2024-02-29", true)];
    for (instant, open) in [
        ("2026-12-24T10:00:00Z", false),
        ("2027-12-24T10:00:00Z", false),
        ("2025-12-24T10:00:00Z", true),
        ("2026-11-17T10:00:00Z", false),
        ("2027-11-17T10:00:00Z", true),
        ("2028-02-29T10:00:00Z", false),
        ("2027-02-28T10:00:00Z", true),
        ("2027-03-01T10:00:00Z", true),
    ] {
        assert_eq!(hours.is_open(at(instant)), open, "{instant}");
    }
    assert_eq!(hours.after(at("2026-12-23T15:30:00Z"), 60 * MINUTE), Some(at("2026-12-25T08:30:00Z")));
}

/// LD-7: each closed period has its own beginning, which all of its instants share.
#[test]
fn a_closed_period_is_known_by_its_beginning() {
    let hours = week("Europe/Prague", "9-12,13-17");
    let friday_evening = at("2026-11-27T16:00:00Z");
    for instant in ["2026-11-27T16:00:00Z", "2026-11-28T12:00:00Z", "2026-11-30T07:59:59Z"] {
        assert_eq!(hours.closed_since(at(instant)), Some(friday_evening), "{instant}");
    }
    assert_eq!(hours.closed_since(at("2026-11-30T11:30:00Z")), Some(at("2026-11-30T11:00:00Z")), "over noon");
    assert_eq!(hours.closed_since(at("2026-11-30T09:00:00Z")), None);
}

/// LD-7: hours that are never open end nothing and fail nothing.
#[test]
fn hours_that_never_open() {
    let never = Hours::default();
    let now = at("2026-11-27T16:00:00Z");
    assert!(!never.is_open(now));
    assert_eq!(never.next_opening(now), None);
    assert_eq!(never.closed_since(now), Some(Micros(0)));
    assert_eq!(never.between(now, now.plus_s(1_000_000)), 0);
    assert_eq!(never.after(now, 1), None);
}

/// LD-7: at the ends of what an instant can be nothing fails.
#[test]
fn instants_out_of_the_calendar_fail_nothing() {
    let hours = daily("Europe/Prague", "9-17");
    for at in [Micros(i64::MIN), Micros(i64::MIN / 2), Micros(i64::MAX / 2), Micros(i64::MAX)] {
        let _ = (hours.is_open(at), hours.next_opening(at), hours.closed_since(at), hours.after(at, 1));
    }
}

/// LD-7
#[test]
fn what_does_not_fit_is_refused() {
    let check = |text: &str, expect: Result<(), &str>| {
        let reason = daily("UTC", text).validate().map_err(|unfit| unfit.reason);
        assert_eq!(reason, expect, "{text}");
    };
    check("", Ok(()));
    check("9-12,12-17", Ok(()));
    check("0-24", Ok(()));
    check("9-9", Err("interval-does-not-fit"));
    check("17-9", Err("interval-does-not-fit"));
    check("9-24.5", Err("interval-does-not-fit"));
    check("9-12,11-17", Err("intervals-overlap"));
    check("13-17,9-12", Err("intervals-overlap"));
    check(&(0..9).map(|n| format!("{n}-{n}.5")).collect::<Vec<_>>().join(","), Err("too-many-intervals"));
    assert!(Zone::read("Europe/Atlantis").is_none());
    assert!(Zone::names().iter().any(|name| name == "Europe/Prague"));
    assert!(Date::read("2026-02-29").is_none());
}

#[test]
fn hours_are_read_back() {
    let mut hours = week("Europe/Prague", "9-12,13-17");
    hours.days[3].zone = Some(zone("America/New_York"));
    hours.holidays.push(Holiday { date: Date::of(2026, 12, 24).unwrap(), name: "Christmas Eve".into(), yearly: true });
    let json = serde_json::to_string(&hours).unwrap();
    assert!(json.contains(r#""zone":"Europe/Prague""#) && json.contains(r#""date":"2026-12-24""#), "{json}");
    assert_eq!(serde_json::from_str::<Hours>(&json).unwrap(), hours);
    assert!(serde_json::from_str::<Hours>(r#"{"zone":"Europe/Atlantis"}"#).is_err());
}

/// LD-7: what `between` counts and where `after` ends are the same for any hours and any instants (1,000 random ones).
#[test]
fn counting_and_ending_agree() {
    let mut state = 7_u64;
    let mut below = |end: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    let zones = ["UTC", "Europe/Prague", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo"];
    for _ in 0..1_000 {
        let mut hours = Hours { zone: zone(zones[below(6) as usize]), ..Hours::default() };
        for day in &mut hours.days {
            let mut from = below(600) as u16;
            for _ in 0..below(4) {
                let to = from + 1 + below(200) as u16;
                day.intervals.push(Interval { from, to });
                from = to + below(100) as u16;
            }
            day.zone = (below(5) == 0).then(|| zone(zones[below(6) as usize]));
        }
        assert_eq!(hours.validate(), Ok(()));
        let from = at("2026-01-01T00:00:00Z").plus_s(below(366 * 86_400) as i64);
        let time = below(100_000) as i64 * 1_000_000 + 1;
        match hours.after(from, time) {
            Some(end) => {
                assert_eq!(hours.between(from, end), time, "{hours:?} {from:?}");
                assert!(hours.is_open(Micros(end.0 - 1)));
            }
            None => assert!(hours.days.iter().all(|day| day.intervals.is_empty())),
        }
        let opening = hours.next_opening(from);
        assert!(opening.is_none_or(|at| hours.is_open(at) && hours.between(from, at) == 0));
        if let Some(since) = hours.closed_since(from) {
            assert_eq!(hours.between(since, from), 0);
        }
    }
}
