//! Cases as tables of what happens, and properties over made-up lives of conversations.

use super::*;
use crate::{
    MailboxId, QueueId, SlaPolicyId,
    conversation::Status,
    hours::{Day, Interval, Zone},
    priority::Priority,
};

const MINUTE: i64 = 60_000_000;

/// What happens to a conversation, and when.
type Life<'a> = &'a [(&'a str, &'a str)];

fn at(text: &str) -> Micros {
    Micros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
}

fn policy(first: u32, next: u32, resolution: u32, warn: u32) -> Policy {
    let promised = |minutes: u32| (minutes > 0).then_some(minutes);
    Policy {
        id: SlaPolicyId(1),
        name: "All".into(),
        mailbox: None,
        queue: None,
        priorities: Vec::new(),
        business_time: true,
        targets: Targets {
            first_response: promised(first),
            next_response: promised(next),
            resolution: promised(resolution),
        },
        warn_minutes: warn,
        enabled: true,
    }
}

/// Monday to Friday, nine to five.
fn office(zone: &str) -> Hours {
    let work = Day { zone: None, intervals: vec![Interval { from: 540, to: 1_020 }] };
    let days = std::array::from_fn(|number| if number < 5 { work.clone() } else { Day::default() });
    Hours { zone: Zone::read(zone).unwrap(), days, holidays: Vec::new() }
}

/// Around the clock, every day.
fn daily(zone: &str) -> Hours {
    let whole = Day { zone: None, intervals: vec![Interval { from: 0, to: 1_440 }] };
    Hours { zone: Zone::read(zone).unwrap(), days: std::array::from_fn(|_| whole.clone()), holidays: Vec::new() }
}

fn happening(word: &str) -> Happening {
    match word {
        "customer" => Happening::CustomerWrote,
        "team" => Happening::TeamAnswered,
        "look" => Happening::Looked,
        status => Happening::Status(Status::from_word(status).unwrap()),
    }
}

/// A life, beginning with the customer's first mail; what is due at its end, and all that was told of what was not kept.
fn live(begun: &str, life: Life<'_>, policy: &Policy, time: Time<'_>) -> (Option<(Target, Micros)>, Vec<Said>) {
    let mut clock = Clock::begin(at(begun));
    let mut told = Vec::new();
    for (when, what) in life {
        let (next, said) = clock.after(happening(what), at(when), policy, time);
        clock = next;
        told.extend(said.into_iter().filter(|one| !matches!(one, Said::Kept(_))));
    }
    (clock.due(policy, time), told)
}

/// SO-12: business time over nights and weekends, what pauses a clock and what ends it.
#[test]
fn promises_count_in_business_time_and_pause_while_answered_or_postponed() {
    let hours = office("Europe/Prague");
    let policy = policy(120, 60, 480, 0);
    // Friday, 27 November 2026: Prague is an hour ahead of UTC, the office is open from 8 to 16 UTC.
    let begun = "2026-11-27T15:00:00Z";
    let first = |when| Some((Target::FirstResponse, at(when)));
    let next = |when| Some((Target::NextResponse, at(when)));
    let resolution = |when| Some((Target::Resolution, at(when)));
    for (name, life, due) in [
        ("an hour on Friday, one on Monday", &[][..], first("2026-11-30T09:00:00Z")),
        (
            "answered: the customer is to act",
            &[("2026-11-27T15:30:00Z", "team"), ("2026-11-27T15:30:00Z", "answered")],
            None,
        ),
        (
            "written again: the next answer, and the rest of the solution",
            &[
                ("2026-11-27T15:30:00Z", "team"),
                ("2026-11-27T15:30:00Z", "answered"),
                ("2026-11-30T12:00:00Z", "customer"),
                ("2026-11-30T12:00:00Z", "open"),
            ],
            next("2026-11-30T13:00:00Z"),
        ),
        (
            "written twice: the first of both counts",
            &[
                ("2026-11-27T15:30:00Z", "team"),
                ("2026-11-27T15:30:00Z", "answered"),
                ("2026-11-30T12:00:00Z", "customer"),
                ("2026-11-30T12:30:00Z", "customer"),
            ],
            next("2026-11-30T13:00:00Z"),
        ),
        ("postponed: nothing runs", &[("2026-11-27T15:30:00Z", "postponed")], None),
        (
            "woken: what was left, 90 minutes",
            &[("2026-11-27T15:30:00Z", "postponed"), ("2026-12-01T08:00:00Z", "open")],
            first("2026-12-01T09:30:00Z"),
        ),
        ("resolved: nothing is due", &[("2026-11-27T15:30:00Z", "resolved")], None),
        (
            "opened again by hand: only the solution, of which half an hour is used",
            &[("2026-11-27T15:30:00Z", "resolved"), ("2026-11-30T08:00:00Z", "open")],
            resolution("2026-11-30T15:30:00Z"),
        ),
        (
            "answered without an answer, opened by the customer: it is still the first",
            &[
                ("2026-11-27T15:30:00Z", "closed"),
                ("2026-11-30T08:00:00Z", "customer"),
                ("2026-11-30T08:00:00Z", "open"),
            ],
            first("2026-11-30T10:00:00Z"),
        ),
        ("trash: nothing is due", &[("2026-11-27T15:30:00Z", "trash")], None),
    ] {
        let (found, told) = live(begun, life, &policy, Time::Business(&hours));
        assert_eq!(found, due, "{name}");
        assert_eq!(told, [], "{name}");
    }
}

/// SO-12: a warning before, once; a breach, once; and what was reached while nobody looked is told before the clock stops.
#[test]
fn warnings_and_breaches_are_told_once() {
    let policy = policy(120, 0, 600, 30);
    let begun = "2026-11-27T10:00:00Z";
    let first = at("2026-11-27T12:00:00Z");
    let resolution = at("2026-11-27T20:00:00Z");
    let cases: [(Life<'_>, &[Said]); 5] = [
        (&[("2026-11-27T11:29:59Z", "look")], &[]),
        (
            &[("2026-11-27T11:30:00Z", "look"), ("2026-11-27T11:31:00Z", "look")],
            &[Said::Warning(Target::FirstResponse, first)],
        ),
        (
            &[("2026-11-27T11:30:00Z", "look"), ("2026-11-27T12:00:00Z", "look"), ("2026-11-27T13:00:00Z", "look")],
            &[Said::Warning(Target::FirstResponse, first), Said::Breach(Target::FirstResponse, first)],
        ),
        (&[("2026-11-27T12:10:00Z", "team")], &[Said::Breach(Target::FirstResponse, first)]),
        (
            &[("2026-11-27T11:00:00Z", "team"), ("2026-11-27T21:00:00Z", "resolved"), ("2026-11-27T22:00:00Z", "look")],
            &[Said::Breach(Target::Resolution, resolution)],
        ),
    ];
    for (life, expected) in cases {
        let (_, told) = live(begun, life, &policy, Time::Always);
        assert_eq!(told, expected, "{life:?}");
    }
}

/// SO-12: an answer or a solution in time keeps its promise, once; a late one does not, and neither does what nobody waited for.
#[test]
fn what_is_done_in_time_is_kept() {
    let all = policy(120, 60, 600, 0);
    let (first, next, resolution) = (Target::FirstResponse, Target::NextResponse, Target::Resolution);
    let hour = |hour: u32| format!("2026-11-27T{hour}:00:00Z");
    for (policy, life, kept) in [
        (&all, &["11 team", "11 answered"][..], &[first][..]),
        (&all, &["13 team"], &[]),
        (&all, &["11 team", "12 team"], &[first]),
        (&all, &["11 team", "12 customer", "12 team", "13 customer", "15 team"], &[first, next]),
        (&all, &["11 resolved", "12 closed"], &[resolution]),
        (&all, &["11 resolved", "12 trash", "13 resolved"], &[resolution]),
        (&all, &["11 resolved", "12 open", "13 resolved"], &[resolution, resolution]),
        (&all, &["21 closed"], &[]),
        (&policy(0, 60, 0, 0), &["11 team", "12 resolved"], &[]),
    ] {
        let (mut clock, mut told) = (Clock::begin(at(&hour(10))), Vec::new());
        for one in life {
            let (when, what) = one.split_once(' ').unwrap();
            let (after, said) = clock.after(happening(what), at(&hour(when.parse().unwrap())), policy, Time::Always);
            clock = after;
            told.extend(said);
        }
        let found = told.iter().filter_map(|one| if let Said::Kept(target) = one { Some(*target) } else { None });
        assert_eq!(found.collect::<Vec<_>>(), kept, "{life:?}");
    }
}

/// SO-12: hours that the clock on the wall skips or repeats, and the leap day.
#[test]
fn summer_time_and_the_leap_day_are_counted_as_the_wall_shows_them() {
    let day = 1_440;
    for (name, hours, begun, minutes, due) in [
        // The night of 29 March 2026 has 23 hours: a day of business time from noon ends at noon and an hour.
        ("an hour is skipped", daily("Europe/Prague"), "2026-03-28T11:00:00Z", day, "2026-03-29T11:00:00Z"),
        ("an hour is repeated", daily("Europe/Prague"), "2026-10-24T10:00:00Z", day, "2026-10-25T10:00:00Z"),
        // The office opens at nine by the wall, whatever UTC says: Friday 16:00 to Monday 10:00.
        ("the office in spring", office("Europe/Prague"), "2026-03-27T15:00:00Z", 120, "2026-03-30T08:00:00Z"),
        ("the office in autumn", office("Europe/Prague"), "2026-10-23T14:00:00Z", 120, "2026-10-26T09:00:00Z"),
        // Tuesday, 29 February 2028, is a working day.
        ("the leap day", office("UTC"), "2028-02-28T16:00:00Z", 540, "2028-02-29T17:00:00Z"),
        ("over the leap day", office("UTC"), "2028-02-28T16:00:00Z", 600, "2028-03-01T10:00:00Z"),
        ("no leap day", office("UTC"), "2027-02-26T16:00:00Z", 600, "2027-03-02T10:00:00Z"),
    ] {
        let policy = policy(minutes, 0, 0, 0);
        let (found, _) = live(begun, &[], &policy, Time::Business(&hours));
        assert_eq!(found, Some((Target::FirstResponse, at(due))), "{name}");
    }
}

/// SO-12: policies stand in an order; the first that is for a conversation holds.
#[test]
fn the_first_policy_that_fits_holds() {
    let any = policy(1, 0, 0, 0);
    let with = |id: i64, change: fn(&mut Policy)| {
        let mut one = Policy { id: SlaPolicyId(id), ..any.clone() };
        change(&mut one);
        one
    };
    let all = [
        with(1, |one| one.enabled = false),
        with(2, |one| one.priorities = vec![Priority::Urgent, Priority::High]),
        with(3, |one| one.queue = Some(QueueId(7))),
        with(4, |one| one.mailbox = Some(MailboxId(2))),
    ];
    let chosen = |mailbox, queue: Option<i64>, priority| {
        let about = About { mailbox: MailboxId(mailbox), queue: queue.map(QueueId), priority };
        choose(&all, &about).map(|one| one.id.0)
    };
    assert_eq!(chosen(2, Some(7), Priority::Urgent), Some(2));
    assert_eq!(chosen(2, Some(7), Priority::Normal), Some(3));
    assert_eq!(chosen(2, None, Priority::Normal), Some(4));
    assert_eq!(chosen(1, Some(8), Priority::Low), None);
}

#[test]
fn a_policy_names_what_does_not_fit() {
    let good = policy(60, 0, 0, 10);
    assert_eq!(good.validate(), Ok(()));
    let field = |one: &Policy| one.validate().unwrap_err().field;
    assert_eq!(field(&Policy { name: " ".into(), ..good.clone() }), "name");
    assert_eq!(field(&Policy { targets: Targets::default(), ..good.clone() }), "first_response");
    let endless = Targets { resolution: Some(u32::MAX), ..good.targets };
    assert_eq!(field(&Policy { targets: endless, ..good.clone() }), "resolution");
    assert_eq!(field(&Policy { warn_minutes: u32::MAX, ..good }), "warn_minutes");
    for target in Target::ALL {
        assert_eq!(Target::from_word(target.word()), Some(target));
    }
}

/// Numbers that look drawn, the same in each run.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

const WORDS: [&str; 11] =
    ["customer", "team", "look", "open", "answered", "postponed", "resolved", "closed", "spam", "trash", "look"];

/// SO-12, over 2,000 made-up lives: looking changes nothing but what is told, however often; a promise is broken once and never
/// before its time; what stands still is not due; and time that is not business time breaks nothing.
#[test]
fn a_clock_is_told_once_and_never_early_whatever_happens() {
    let hours = office("Europe/Prague");
    let policy = policy(90, 45, 600, 15);
    for seed in 0..2_000 {
        let mut drawn = Drawn(seed);
        let time = if seed % 2 == 0 { Time::Always } else { Time::Business(&hours) };
        let mut now = at("2026-10-23T12:00:00Z");
        let (mut often, mut seldom) = (Clock::begin(now), Clock::begin(now));
        let (mut told_often, mut told_seldom) = (Vec::new(), Vec::new());
        for _ in 0..12 {
            let what = happening(WORDS[usize::try_from(drawn.below(11)).unwrap()]);
            for _ in 0..drawn.below(4) {
                now = now.plus_s(i64::try_from(drawn.below(6 * 3_600)).unwrap());
                let before = often.due(&policy, time);
                let (next, said) = often.after(Happening::Looked, now, &policy, time);
                assert_eq!(next.due(&policy, time), before, "looking moves nothing");
                assert!(
                    next.look_at(&policy, time).is_none_or(|again| again > now),
                    "what is told is not looked at again"
                );
                for one in &said {
                    let due = match one {
                        Said::Warning(_, due) => due.plus_s(-15 * 60),
                        Said::Breach(_, due) => *due,
                        Said::Kept(_) => panic!("nothing is kept by looking"),
                    };
                    assert!(matches!(time, Time::Business(_)) || due <= now, "never early: {said:?} at {now:?}");
                }
                told_often.extend(said);
                often = next;
            }
            let (next, said) = often.after(what, now, &policy, time);
            told_often.extend(said);
            often = next;
            let (next, said) = seldom.after(what, now, &policy, time);
            told_seldom.extend(said);
            seldom = next;
            if let Happening::Status(Status::Postponed | Status::Resolved | Status::Closed | Status::Trash) = what {
                assert_eq!(often.due(&policy, time), None, "what stands still is not due");
            }
        }
        let outcomes = |told: &[Said]| -> Vec<Said> {
            told.iter().copied().filter(|one| matches!(one, Said::Breach(..) | Said::Kept(_))).collect()
        };
        let (often, seldom) = (outcomes(&told_often), outcomes(&told_seldom));
        assert_eq!(often.len(), seldom.len(), "seed {seed}: what is kept or broken does not depend on who looks when");
        let resolutions = often.iter().filter(|one| matches!(one, Said::Breach(Target::Resolution, _))).count();
        assert!(resolutions <= 1, "seed {seed}");
        let broken = often.iter().position(|one| matches!(one, Said::Breach(Target::Resolution, _)));
        let kept = often.iter().rposition(|one| *one == Said::Kept(Target::Resolution));
        assert!(broken.is_none_or(|broken| kept.is_none_or(|kept| kept < broken)), "seed {seed}: broken stays broken");
    }
}

/// SO-12: a clock is kept as text, and is the same when it is read again.
#[test]
fn a_clock_is_read_back() {
    let policy = policy(90, 45, 600, 15);
    let (clock, _) = Clock::begin(at("2026-11-27T10:00:00Z")).after(
        Happening::Status(Status::Postponed),
        at("2026-11-27T10:30:00Z"),
        &policy,
        Time::Always,
    );
    let text = serde_json::to_string(&clock).unwrap();
    assert_eq!(serde_json::from_str::<Clock>(&text).unwrap(), clock);
    let (woken, _) = clock.after(Happening::Status(Status::Open), at("2026-11-28T10:00:00Z"), &policy, Time::Always);
    assert_eq!(woken.due(&policy, Time::Always), Some((Target::FirstResponse, at("2026-11-28T11:00:00Z"))));
    let sixty = 60 * MINUTE;
    assert_eq!(at("2026-11-28T11:00:00Z").0 - at("2026-11-28T10:00:00Z").0, sixty);
}
