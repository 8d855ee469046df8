//! What is counted of a conversation, as small tables: what happened to it, and what the cells say then.

use super::*;
use crate::{
    AgentId, ContactId, MailboxId, Micros, QueueId,
    conversation::Status,
    hours::{Date, Zone},
    message::{Author, Kind},
};

fn at(text: &str) -> Micros {
    Micros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
}

/// A conversation of one day, told as `10:00 customer`, `10:30 agent 7`, `11:00 resolved by 7`.
fn history(begun_as: Status, now: Status, told: &[&str]) -> History {
    let mut history = History {
        mailbox: MailboxId(1),
        queue: Some(QueueId(2)),
        category: None,
        assignee: Some(AgentId(7)),
        tags: vec!["vip".into()],
        status: now,
        merged: false,
        created_at: at("2026-03-02T10:00:00Z"),
        messages: Vec::new(),
        moves: Vec::new(),
        promises: Vec::new(),
        surveys: Vec::new(),
    };
    let mut status = begun_as;
    for one in told {
        let words: Vec<&str> = one.split(' ').collect();
        let at = at(&format!("2026-03-02T{}:00Z", words[0]));
        let agent = words.last().and_then(|word| word.parse().ok()).map(AgentId);
        let wrote = |kind, author, automatic| Wrote { kind, author, automatic, agents_only: false, at };
        match words[1] {
            "customer" => history.messages.push(wrote(Kind::Inbound, Author::Contact(ContactId(3)), false)),
            "machine" => history.messages.push(wrote(Kind::Inbound, Author::System, true)),
            "third" => {
                let third = wrote(Kind::Inbound, Author::Contact(ContactId(9)), false);
                history.messages.push(Wrote { agents_only: true, ..third });
            }
            "desk" => history.messages.push(wrote(Kind::Outbound, Author::System, true)),
            "agent" => history.messages.push(wrote(Kind::Outbound, Author::Agent(agent.unwrap()), false)),
            "note" => history.messages.push(wrote(Kind::Note, Author::Agent(agent.unwrap()), false)),
            word => {
                let to = Status::from_word(word).unwrap();
                history.moves.push(Moved { at, from: status, to, by: agent });
                status = to;
            }
        }
    }
    history
}

fn cells_of(history: &History) -> Cells {
    let mut cells = Cells::new();
    if let Some(facts) = Facts::of(history) {
        add(&mut cells, &facts, &Zone::default(), 1);
    }
    cells
}

fn ever(cells: &Cells, dimension: Dimension, value: &str) -> Cell {
    let key = Key { dimension, span: Span::Ever, value: value.into(), day: 0 };
    cells.get(&key).cloned().unwrap_or_default()
}

fn told(cell: &Cell) -> String {
    let took = |spread: &Spread| match spread.count() {
        0 => "-".to_string(),
        count => format!("{count}x{}", spread.sum_s / 60),
    };
    format!(
        "in {} out {} customer {} replies {} resolved {} reopened {} backlog {} waiting {} first {} resolution {}",
        cell.received,
        cell.started,
        cell.customer_messages,
        cell.replies,
        cell.resolved,
        cell.reopened,
        cell.backlog,
        cell.waiting,
        took(&cell.first_response),
        took(&cell.resolution)
    )
}

#[track_caller]
fn check(begun_as: Status, now: Status, happened: &[&str], expected: &str) {
    let cells = cells_of(&history(begun_as, now, happened));
    assert_eq!(told(&ever(&cells, Dimension::Desk, "")), expected, "{happened:?}");
}

/// SO-12: what counts as volume, first response, resolution and backlog.
#[test]
fn what_is_counted_of_a_conversation() {
    use Status::{Answered, Closed, New, Open, Resolved};
    check(
        New,
        New,
        &["10:00 customer"],
        "in 1 out 0 customer 1 replies 0 resolved 0 reopened 0 backlog 1 waiting 1 first - resolution -",
    );
    check(
        New,
        Answered,
        &["10:00 customer", "10:30 agent 7", "10:30 answered 7"],
        "in 1 out 0 customer 1 replies 1 resolved 0 reopened 0 backlog 1 waiting 0 first 1x30 resolution -",
    );
    // Only the first answer is the first response; what a machine, a note or the desk itself says is none.
    check(
        New,
        Answered,
        &[
            "10:00 machine",
            "10:01 desk",
            "10:02 customer",
            "10:03 note 7",
            "10:05 third",
            "10:12 agent 7",
            "10:12 answered 7",
            "11:00 agent 8",
        ],
        "in 1 out 0 customer 1 replies 2 resolved 0 reopened 0 backlog 1 waiting 0 first 1x10 resolution -",
    );
    // What the team begins has no first response, whatever the customer writes then.
    check(
        Answered,
        Answered,
        &["10:00 agent 7", "10:10 customer", "10:10 open", "10:20 agent 7", "10:20 answered 7"],
        "in 0 out 1 customer 1 replies 2 resolved 0 reopened 0 backlog 1 waiting 0 first - resolution -",
    );
    // Closing what was resolved is no second resolving; reopening and resolving again is.
    check(
        New,
        Closed,
        &["10:00 customer", "11:00 resolved 7", "12:00 closed"],
        "in 1 out 0 customer 1 replies 0 resolved 1 reopened 0 backlog 0 waiting 0 first - resolution 1x60",
    );
    check(
        New,
        Resolved,
        &["10:00 customer", "11:00 resolved 7", "12:00 open", "13:00 resolved 7"],
        "in 1 out 0 customer 1 replies 0 resolved 2 reopened 1 backlog 0 waiting 0 first - resolution 2x240",
    );
    check(
        New,
        Open,
        &["10:00 customer", "10:05 postponed 7", "11:00 new"],
        "in 1 out 0 customer 1 replies 0 resolved 0 reopened 0 backlog 1 waiting 1 first - resolution -",
    );
}

/// SO-12: spam, trash and what was merged are no customers' matters; what came back from there never was away.
#[test]
fn what_is_set_aside_is_not_counted() {
    use Status::{New, Open, Spam, Trash};
    for aside in [Spam, Trash] {
        assert!(cells_of(&history(New, aside, &["10:00 customer", "10:05 spam 7"])).is_empty());
    }
    let merged = History { merged: true, ..history(New, New, &["10:00 customer"]) };
    assert_eq!(Facts::of(&merged), None);
    check(
        New,
        Open,
        &["10:00 customer", "10:05 trash 7", "11:00 open"],
        "in 1 out 0 customer 1 replies 0 resolved 0 reopened 0 backlog 1 waiting 1 first - resolution -",
    );
    check(
        Spam,
        Open,
        &["10:00 customer", "11:00 open 7"],
        "in 1 out 0 customer 1 replies 0 resolved 0 reopened 0 backlog 1 waiting 1 first - resolution -",
    );
}

/// SO-12: by mailbox, queue, agent, category and tag; what people do counts for whoever did it.
#[test]
fn each_dimension_has_its_own() {
    let cells = cells_of(&history(
        Status::New,
        Status::Resolved,
        &["10:00 customer", "10:30 agent 8", "10:30 answered 8", "11:00 resolved 9"],
    ));
    let whole = ever(&cells, Dimension::Desk, "");
    for (dimension, value) in
        [(Dimension::Mailbox, "1"), (Dimension::Queue, "2"), (Dimension::Category, ""), (Dimension::Tag, "vip")]
    {
        assert_eq!(ever(&cells, dimension, value), whole, "{dimension:?}");
    }
    let agent = |id: &str| {
        let cell = ever(&cells, Dimension::Agent, id);
        (cell.received, cell.replies, cell.first_response.count(), cell.resolved)
    };
    assert_eq!((agent("7"), agent("8"), agent("9")), ((1, 0, 0, 0), (0, 1, 1, 0), (0, 0, 0, 1)));
}

/// SO-12: what is split off or merged in began with its oldest message.
#[test]
fn an_older_message_is_the_beginning() {
    let mut history = history(Status::New, Status::Answered, &["08:00 customer", "10:30 agent 7", "10:30 answered 7"]);
    history.created_at = at("2026-03-02T10:15:00Z");
    let cell = ever(&cells_of(&history), Dimension::Desk, "");
    assert_eq!(cell.first_response.sum_s, 150 * 60);
}

/// SO-12: taking away what was added leaves nothing, so that changed facts leave no trace of what they were.
#[test]
fn what_is_added_can_be_taken_away() {
    let facts =
        Facts::of(&history(Status::New, Status::Resolved, &["10:00 customer", "10:30 agent 8", "11:00 resolved 9"]));
    let facts = facts.unwrap();
    let mut cells = Cells::new();
    differ(&mut cells, None, Some(&facts), &Zone::default());
    assert!(cells.values().all(|cell| *cell != Cell::default()));
    differ(&mut cells, Some(&facts), None, &Zone::default());
    assert!(cells.values().all(|cell| *cell == Cell::default()));
    let kept = serde_json::to_string(&facts).unwrap();
    assert_eq!(serde_json::from_str::<Facts>(&kept).unwrap(), facts);
    assert!(kept.len() < 300, "{kept}");
}

/// SO-12: the day and hour of an instant, where clocks change too.
#[test]
fn an_instant_has_one_day_and_hour() {
    let prague = Zone::read("Europe/Prague").unwrap();
    let cases = [
        // The 29th of March 2026 has 23 hours, the 25th of October 25; both are Sundays.
        ("2026-03-28T22:59:59Z", "2026-03-28", 5 * 24 + 23),
        ("2026-03-28T23:00:00Z", "2026-03-29", 6 * 24),
        ("2026-03-29T00:59:59Z", "2026-03-29", 6 * 24 + 1),
        ("2026-03-29T01:00:00Z", "2026-03-29", 6 * 24 + 3),
        ("2026-03-29T21:59:59Z", "2026-03-29", 6 * 24 + 23),
        ("2026-03-29T22:00:00Z", "2026-03-30", 0),
        ("2026-10-25T00:30:00Z", "2026-10-25", 6 * 24 + 2),
        ("2026-10-25T01:30:00Z", "2026-10-25", 6 * 24 + 2),
        ("2026-10-25T22:59:59Z", "2026-10-25", 6 * 24 + 23),
        ("2024-02-29T12:00:00Z", "2024-02-29", 3 * 24 + 13),
        ("1969-12-31T22:30:00Z", "1969-12-31", 2 * 24 + 23),
    ];
    for (instant, day, hour) in cases {
        let (number, slot) = local(&prague, at(instant).unix_s());
        assert_eq!((date_of(number).to_string().as_str(), slot), (day, hour), "{instant}");
    }
    let date = |text| day_of(Date::read(text).unwrap());
    assert_eq!((date("1970-01-01"), date("1969-12-31"), date("2026-03-29")), (0, -1, 20_541));
}

fn days(from: &str, to: &str) -> Period {
    let day = |text| day_of(Date::read(text).unwrap());
    Period { from: day(from), to: day(to) }
}

fn shown(period: Period) -> String {
    format!("{}..{}", date_of(period.from), date_of(period.to))
}

/// SO-12: what a period is compared with, and its steps.
#[test]
fn a_period_has_a_former_one_and_steps() {
    assert_eq!(shown(days("2026-03-09", "2026-03-15").before()), "2026-03-02..2026-03-08");
    assert_eq!(shown(days("2026-03-01", "2026-03-31").before()), "2026-02-01..2026-02-28");
    assert_eq!(shown(days("2026-03-01", "2026-03-30").before()), "2026-01-30..2026-02-28");
    let weeks: Vec<String> = days("2026-02-26", "2026-03-10").parts(Step::Week).into_iter().map(shown).collect();
    assert_eq!(weeks, ["2026-02-26..2026-03-01", "2026-03-02..2026-03-08", "2026-03-09..2026-03-10"]);
    let months: Vec<String> = days("2026-01-31", "2026-03-01").parts(Step::Month).into_iter().map(shown).collect();
    assert_eq!(months, ["2026-01-31..2026-01-31", "2026-02-01..2026-02-28", "2026-03-01..2026-03-01"]);
}

/// SO-12: each day of a period is in exactly one of the rows that are read for it.
#[test]
fn rows_make_up_the_period_exactly() {
    let first = days("2025-12-28", "2025-12-28").from;
    for (from, length) in (0..70).flat_map(|from| [1, 2, 31, 59, 90].map(|length| (first + from, length))) {
        let period = Period { from, to: from + length - 1 };
        let mut covered = Vec::new();
        for rows in rows(period) {
            match rows.span {
                Span::Month => {
                    let firsts = (rows.from..=rows.to).filter(|day| month_of(*day) == *day);
                    covered.extend(firsts.flat_map(|day| day..month_after(day)));
                }
                _ => covered.extend(rows.from..=rows.to),
            }
        }
        assert_eq!(covered, (period.from..=period.to).collect::<Vec<_>>(), "{}", shown(period));
        let [.., last] = since(from)[..] else { panic!() };
        assert_eq!((last.span, month_of(last.from)), (Span::Month, last.from));
        assert!(since(from).iter().all(|rows| rows.from >= from));
    }
}

/// SO-12: what was left at the end of each step follows from what was left at the end and what came between.
#[test]
fn the_backlog_of_each_step_is_told_from_the_end() {
    let period = days("2026-03-02", "2026-03-04");
    let day = |backlog| Cell { backlog, ..Cell::default() };
    let cells = [(period.from, day(3)), (period.from + 1, day(-1)), (period.from + 2, day(2))].into();
    let parts = parts(period, Step::Day, &cells, Left { backlog: 10, waiting: 0 });
    assert_eq!(parts.iter().map(|part| part.figures.backlog).collect::<Vec<_>>(), [9, 8, 10]);
}
