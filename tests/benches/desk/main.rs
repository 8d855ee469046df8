//! The benchmark of the desk: prints figures as tables and judges none of them. `make bench` runs it; it needs the optimised
//! program in `STAFFETTA_BIN`, a Dovecot and a PostgreSQL. Must never become a test: machines differ.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for developers, outside of the product"
)]

mod browser;
mod desk;
mod hostile;
mod limit;
mod load;
mod machine;
mod mails;
mod reports;
mod seed;
mod usage;
mod waits;

use std::time::Duration;

use journeys::dovecot::Dovecot;
use journeys::staffetta::{Options, Staffetta};
use serde_json::json;

use crate::desk::{Cost, Desk, Engine};
use crate::mails::DESK;

const PARTS: [&str; 12] = [
    "hostile",
    "limit",
    "start",
    "smtp-sqlite",
    "imap-sqlite",
    "smtp-postgres",
    "imap-postgres",
    "history-sqlite",
    "history-postgres",
    "browser",
    "reports-sqlite",
    "reports-postgres",
];

struct Given {
    mails: u64,
    history: u64,
    reported: u64,
    parts: Vec<String>,
}

fn main() {
    let given = given();
    let part = |name: &str| given.parts.iter().any(|part| part == name);
    println!("{}", machine::described());
    let load = mails::mails(1, given.mails);
    println!("- Mail: {}\n", mails::described(&load));
    if part("start") {
        start();
    }
    if part("hostile") {
        hostile_mails();
    }
    if part("limit") {
        limits(&load);
    }
    if part("browser") {
        in_the_browser(given.history);
    }
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let name = engine.name().to_lowercase();
        let name = if engine == Engine::Postgres { "postgres" } else { &name };
        if part(&format!("smtp-{name}")) {
            by_smtp(engine, &load);
        }
        if part(&format!("imap-{name}")) {
            by_imap(engine, &load);
        }
        if part(&format!("reports-{name}")) {
            with_reports(engine, given.reported);
        }
        if part(&format!("history-{name}")) {
            // Writing it takes PostgreSQL several times as long.
            let share = if engine == Engine::Postgres { 5 } else { 1 };
            with_history(engine, &load, given.history / share);
        }
    }
}

/// The browser at a desk with history, on SQLite.
fn in_the_browser(history: u64) {
    let desk = with_conversations(Engine::Sqlite, history);
    let seen = browser::trace(&desk);
    table(&format!("In the browser, {history} conversations"), "until the next picture", "tasks over 50 ms");
    println!(
        "| scripts of the first screen, compressed | {:.1} kB | |",
        seen["script_bytes"].as_f64().unwrap_or_default() / 1e3
    );
    for (what, part) in seen["parts"].as_object().expect("parts") {
        let (slow, tasks) = (browser::sorted(&part["slow"]), browser::sorted(&part["tasks"]));
        let keys = usize::try_from(part["keys"].as_u64().unwrap_or_default()).unwrap_or_default();
        // The browser tells of those of 16 ms and more only.
        let quick = keys.saturating_sub(slow.len());
        let at = |percent: usize| match (keys * percent / 100).min(keys.saturating_sub(1)).checked_sub(quick) {
            Some(place) => format!("{:.0} ms", slow[place.min(slow.len() - 1)]),
            None => "< 16 ms".into(),
        };
        let told = if keys == 0 { String::new() } else { format!("p50 {}, p98 {}, max {}", at(50), at(98), at(100)) };
        println!(
            "| {what} | {told} | {}, {:.0} ms the longest |",
            tasks.len(),
            tasks.last().copied().unwrap_or_default()
        );
        println!("<!-- longest handlers {} -->", part["handlers"]);
    }
    let seen = browser::arrivals(&desk);
    for (what, times) in
        [("its row in both lists", &seen["rows"]), ("it in the open conversation of both", &seen["letters"])]
    {
        let times = browser::sorted(times);
        let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
        println!("| SMTP `250` → {what} | p50 {:.0} ms, p95 {:.0} ms, max {:.0} ms | |", at(50), at(95), at(100));
    }
}

fn given() -> Given {
    let mut given =
        Given { mails: 10_000, history: 100_000, reported: 1_000_000, parts: PARTS.map(str::to_owned).to_vec() };
    // `cargo bench` adds `--bench`.
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_default();
        let number = || value.parse().unwrap_or_else(|_| panic!("{word} wants a number, not {value:?}"));
        match word.as_str() {
            "--mails" => given.mails = number(),
            "--history" => given.history = number(),
            "--reported" => given.reported = number(),
            "--only" => given.parts = value.split(',').map(str::to_owned).collect(),
            _ => panic!(
                "{word} is unknown; known are --mails N, --history N, --reported N and --only with any of {PARTS:?}"
            ),
        }
    }
    for part in &given.parts {
        assert!(PARTS.contains(&part.as_str()), "{part} is none of {PARTS:?}");
    }
    given
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn tell(what: &str, count: usize, cost: Cost) {
    let each = |time: Duration| ms(time) / count as f64;
    let server = if cost.server.is_zero() { String::new() } else { format!("; server {:.3} ms", each(cost.server)) };
    println!(
        "| {what} | {:.3} ms{server} | {:.1} s, {:.0} mails/s |",
        each(cost.desk),
        cost.wall.as_secs_f64(),
        count as f64 / cost.wall.as_secs_f64()
    );
}

fn tell_memory(desk: &Desk) {
    let (now, most, own) = usage::memory_mb(desk.program.id());
    println!("| memory after it | {now:.0} MB now ({own:.0} MB of it its own), {most:.0} MB at the most | |");
}

fn table(title: &str, second: &str, third: &str) {
    println!("\n| {title} | {second} | {third} |\n| --- | --- | --- |");
}

fn start() {
    let [page, all, page_again, all_again] = waits::first_page().map(ms);
    table("Start of the process", "`GET /` answered", "sign-in page loaded");
    println!("| on an empty folder | {page:.0} ms | {all:.0} ms |");
    println!("| again on the same folder | {page_again:.0} ms | {all_again:.0} ms |");
    table("Idle, without mail", "memory", "at the most so far");
    let fresh = Staffetta::serve(Options::default());
    tell_idle("SQLite, as it started", fresh.id());
    drop(fresh);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let desk = Desk::start(engine);
        tell_idle(&format!("{}, after setting up and signing in", engine.name()), desk.program.id());
    }
}

fn tell_idle(what: &str, id: u32) {
    std::thread::sleep(Duration::from_secs(5));
    let (now, most, own) = usage::memory_mb(id);
    println!("| {what} | {now:.1} MB ({own:.1} MB of it its own) | {most:.1} MB |");
}

fn hostile_mails() {
    let costs = hostile::measure();
    table("A hostile mail of 25 MiB, inspected", "CPU", "memory at the most, JSON");
    for cost in &costs {
        println!("| {} | {} ms | {} MiB, {:.0} MB |", cost.name, cost.processor_ms, cost.peak_mib, cost.json_mb);
    }
    let most = costs.iter().map(|cost| cost.peak_mib).max().unwrap_or_default();
    println!("| all {} | {} ms at the most | {most} MiB |", costs.len(), costs[0].processor_ms);
}

fn limits(load: &[Vec<u8>]) {
    table("The limit, one thread", "CPU per mail", "wall");
    for (what, with_raw) in [("parse, one row", false), ("parse, one row with raw bytes, one FTS5 entry", true)] {
        let (used, wall) = limit::measure(load, with_raw);
        tell(what, load.len(), Cost { desk: used, server: Duration::ZERO, wall });
    }
}

fn by_smtp(engine: Engine, load: &[Vec<u8>]) {
    let desk = Desk::start(engine);
    desk.add_mailbox(None);
    table(&format!("SMTP, {}", engine.name()), "CPU per mail", "wall");
    let edge = (load.len() / 10).max(1);
    let (first, rest) = load.split_at(edge);
    let (middle, last) = rest.split_at(rest.len() - edge);
    let costs = [first, middle, last].map(|mails| (mails.len(), load::by_smtp(&desk, mails)));
    let all = costs.iter().map(|(_, cost)| *cost).reduce(Cost::and).expect("three");
    tell("all", load.len(), all);
    tell(&format!("the first {edge}"), costs[0].0, costs[0].1);
    tell(&format!("the last {edge}"), costs[2].0, costs[2].1);
    tell_memory(&desk);
}

fn by_imap(engine: Engine, load: &[Vec<u8>]) {
    let dovecot = Dovecot::start(&[DESK, waits::BESIDE]);
    let desk = Desk::start(engine);
    desk.add_mailbox(Some(&dovecot));
    table(&format!("IMAP from Dovecot, {}", engine.name()), "CPU per mail", "wall");
    tell("all", load.len(), load::by_imap(&desk, &dovecot, load));
    tell_memory(&desk);
    tell_waits("IMAP APPEND → event", waits::append_to_event(&desk, &dovecot, 50));
    tell_waits("of it, until Dovecot tells a client", waits::append_to_announcement(&dovecot, 50));
    tell_waits("SMTP `250` → event", waits::acknowledged_to_event(&desk, 50));
}

fn tell_waits(what: &str, mut times: Vec<Duration>) {
    let [half, most, worst] = [50, 95, 99].map(|percent| ms(waits::percentile(&mut times, percent)));
    println!("| {what} | p50 {half:.1} ms, p95 {most:.1} ms | p99 {worst:.1} ms |");
}

/// Reports over so many conversations of two years.
fn with_reports(engine: Engine, conversations: u64) {
    let mut desk = Desk::start(engine);
    desk.add_mailbox(None);
    assert!(desk.program.terminate().success(), "the desk ends well");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
    let now = ::desk::Micros(i64::try_from(now.as_micros()).expect("this century"));
    let begun = std::time::Instant::now();
    reports::seed(&desk, conversations, now);
    let seeding = begun.elapsed();
    desk.program.restart();
    let counting = reports::counted(&desk);
    table(&format!("Reports over {conversations} conversations of two years, {}", engine.name()), "asked 50 times", "");
    println!("| seeding, one thread of the bench | | {:.0} s |", seeding.as_secs_f64());
    println!("| counting all of it, beside the desk's other work | | {:.0} s |", counting.as_secs_f64());
    let day = |days: i64| {
        let at = jiff::Timestamp::from_microsecond(now.plus_s(-86_400 * days).0).expect("a time");
        at.strftime("%Y-%m-%d").to_string()
    };
    let all = desk.api.get(&format!("/reports/summary?from={}&step=month", day(731))).json_of(200);
    println!("| received in it | {} | |", all["total"]["figures"]["received"]);
    for (what, path) in [
        ("four weeks by day", "/reports/summary".to_string()),
        ("a year by day", format!("/reports/summary?from={}&step=day", day(364))),
        ("two years by month", format!("/reports/summary?from={}&step=month", day(729))),
        (
            "a year of one agent by week",
            format!("/reports/summary?from={}&step=week&dimension=agent&value=2", day(364)),
        ),
        ("a year by agent", format!("/reports/breakdown?from={}&dimension=agent", day(364))),
        ("two years by tag", format!("/reports/breakdown?from={}&dimension=tag", day(729))),
    ] {
        tell_waits(what, reports::asked(&desk, &path, 50));
    }
    tell_memory(&desk);
}

/// A desk with so many conversations.
fn with_conversations(engine: Engine, history: u64) -> Desk {
    let mut desk = Desk::start(engine);
    desk.add_mailbox(None);
    assert!(desk.program.terminate().success(), "the desk ends well");
    seed::seed(&desk, history);
    desk.program.restart();
    desk
}

fn with_history(engine: Engine, load: &[Vec<u8>], history: u64) {
    let begun = std::time::Instant::now();
    let desk = with_conversations(engine, history);
    table(&format!("With {history} conversations, {}", engine.name()), "CPU per mail", "wall");
    println!("| seeding, one thread of the bench | | {:.0} s |", begun.elapsed().as_secs_f64());
    let edge = (load.len() / 10).max(1);
    for (what, mails) in ["the first", "the second", "the third"].iter().zip(load.chunks(edge)) {
        tell(&format!("{what} {edge} by SMTP"), mails.len(), load::by_smtp(&desk, mails));
    }
    lists(&desk);
    tell_memory(&desk);
}

fn lists(desk: &Desk) {
    for view in ["open", "unassigned", "all"] {
        let times = waits::requests(desk, 300, |_| format!("/conversations?view={view}&limit=50"));
        tell_waits(&format!("list `{view}`, first page of 50"), times);
    }
    let mut pages = vec!["/conversations?view=all&limit=200".to_owned()];
    while pages.len() < 200 {
        let page = desk.get(pages.last().expect("one"));
        let Some(next) = page["next"].as_str() else { break };
        pages.push(format!("/conversations?view=all&limit=200&after={next}"));
    }
    let count = pages.len();
    let deep: Vec<String> = pages.into_iter().map(|page| page.replace("limit=200", "limit=50")).collect();
    tell_waits(&format!("list `all`, 50 at {count} depths"), waits::requests(desk, 300, |n| deep[n % count].clone()));
    for (what, ranks) in [("frequent", 0..8), ("middling", 300..340), ("rare", 9_000..9_040)] {
        let asked: Vec<String> = ranks.map(mails::search_word).collect();
        let path = |n: usize| format!("/conversations?view=all&limit=50&q={}%20", asked[n % asked.len()]);
        tell_waits(&format!("search, a {what} word"), waits::requests(desk, 200, path));
    }
    let both = |n: usize| {
        let (one, other) = (mails::search_word(n as u64 % 40), mails::search_word(300 + n as u64));
        format!("/conversations?view=all&limit=50&q={one}%20{other}%20")
    };
    tell_waits("search, a frequent and a middling word", waits::requests(desk, 200, both));
    operators(desk);
    opened(desk);
}

/// Search by operators, and views of one's own: what each looks at, and how often it counts.
fn operators(desk: &Desk) {
    let word = mails::search_word(300);
    for (what, asked) in [
        ("from: and a middling word", format!("from:seeded17 {word}")),
        ("from: alone", "from:seeded17".to_owned()),
        ("subject:", format!("subject:{word}")),
        ("tag:", "tag:late".to_owned()),
        ("status: and is:unread", "status:open is:unread".to_owned()),
        ("before: and a middling word", format!("before:2026-11-01 {word}")),
        ("has:attachment", "has:attachment".to_owned()),
    ] {
        let path = format!("/conversations?view=all&limit=50&q={}%20", asked.replace(' ', "%20").replace(':', "%3A"));
        tell_found(desk, &format!("search, {what}"), &path);
    }
    for (what, filter) in [
        ("tag and status", json!({"statuses": ["resolved"], "tags": ["late"]})),
        ("a customer", json!({"contact": "seeded17"})),
        ("words", json!({"text": word})),
    ] {
        let made = desk.api.post("/views", &json!({"name": what, "filter": filter})).json_of(201);
        let path = format!("/conversations?view={}&limit=50", made["id"].as_str().expect("an id"));
        tell_found(desk, &format!("own view, {what}"), &path);
    }
    tell_waits("all views with their counts, three of one's own", waits::requests(desk, 200, |_| "/views".to_owned()));
}

/// One list, and how much it finds: one that finds nothing is not to be taken for a fast one.
fn tell_found(desk: &Desk, what: &str, path: &str) {
    let found = desk.get(path)["items"].as_array().map_or(0, Vec::len);
    tell_waits(&format!("{what}: {found} on the first page"), waits::requests(desk, 200, |_| path.to_owned()));
}

/// Opening a conversation, another each time.
fn opened(desk: &Desk) {
    let page = desk.get("/conversations?view=all&limit=200");
    let ids: Vec<&str> =
        page["items"].as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
    let path = |n: usize| format!("/conversations/{}", ids[n % ids.len()]);
    tell_waits("a conversation opened", waits::requests(desk, 300, path));
}
