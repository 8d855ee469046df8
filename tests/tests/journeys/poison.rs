//! Poison: a mail that cannot be read or stored costs itself and no other. It is held with its reason, can be tried again, and the
//! next mail is a conversation. What the disk refuses is not acknowledged.

mod bytes;
mod disk;

use std::fs;
use std::time::{Duration, Instant};

use journeys::api::Api;
use journeys::wait::{wait_for, wait_until};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::letters::Letter;
use crate::proof::judge::{Sent, judge_received};
use crate::proof::mta::{self, Protocol};
use crate::proof::report;
use crate::proof::site::{AGENT, AGENT_PASSWORD, FORWARDED, READ, Site};

const CUSTOMER: &str = "zoe@customer.example";
/// What the desk promises to the mails behind a poisonous one.
const NEXT_WITHIN: Duration = Duration::from_secs(10);

///
#[test]
fn a_mail_that_panics_is_held_and_the_next_becomes_a_conversation() {
    poisoned("panic", "unreadable", 0);
}

/// the program dies three times, and a supervisor starts it again.
#[test]
fn a_mail_that_aborts_is_held_after_three_deaths_and_the_next_becomes_a_conversation() {
    poisoned("abort", "crashed", 3);
}

///
#[test]
fn a_mail_that_loops_is_held_and_the_next_becomes_a_conversation() {
    poisoned("loop", "too-slow", 0);
}

///
#[test]
fn a_mail_that_takes_a_gigabyte_is_held_and_the_next_becomes_a_conversation() {
    poisoned("memory", "too-much-memory", 0);
}

/// what understanding decided is explained, and trying again explains it again.
#[test]
fn a_mail_without_a_sender_is_held_and_stays_explained() {
    let mut site = Site::start(None, "nothing", &[CUSTOMER]);
    site.live(None);
    let mail = Letter { from: None, ..Letter::new(CUSTOMER, FORWARDED, "Nobody", "Who am I?") }.raw();
    site.take(&mail);
    let held = held(&site.api(), "no-sender");
    let first = held["trace"].clone();
    assert!(first.as_array().is_some_and(|steps| steps.iter().any(|step| step["reason"] == "no-sender")), "{first}");
    retried(&mut site, &held, "no-sender", 0);
    assert_eq!(self::held(&site.api(), "no-sender")["trace"], first);
}

/// refused by the database for its content, not by a passing trouble.
#[test]
fn a_mail_that_cannot_be_stored_is_held_after_three_attempts_while_others_go_on() {
    let mut site = Site::start(None, "nothing", &[CUSTOMER]);
    site.live(None);
    let beside = Connection::open(site.desk.data().join("staffetta.db")).expect("the desk's database");
    beside.busy_timeout(Duration::from_secs(10)).expect("a setting");
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN NEW.subject LIKE 'Impossible%'
                  BEGIN SELECT RAISE(ABORT, 'this one never'); END";
    beside.execute_batch(refuse).expect("a trigger");
    let good: Vec<Sent> = (1..=3).map(|number| Sent::new(CUSTOMER, READ, &format!("Possible {number}"))).collect();
    let bad = Sent::new(CUSTOMER, READ, "Impossible");
    // In one look of the desk into the mailbox, so that they share a commit.
    site.desk.kill();
    for mail in [&good[0], &bad, &good[1], &good[2]] {
        site.dovecot.append(READ, "INBOX", &mail.raw);
    }
    site.live(None);
    for mail in &good {
        let _ = site.api().await_conversation(&mail.subject);
    }
    let held = held(&site.api(), "unstorable");
    assert_eq!(held["attempts"], json!(3));
    beside.execute_batch("DROP TRIGGER refuse").expect("no trigger");
    // As a person does it: under Held, by keyboard.
    let seen = journeys::chromium::run(
        "held",
        &json!({"address": site.desk.address(), "email": AGENT, "password": AGENT_PASSWORD, "subject": "Impossible"}),
    );
    assert!(seen["shown"].as_str().is_some_and(|link| link.contains('1')), "the sidebar counts it: {seen}");
    let _ = site.api().await_conversation("Impossible");
    judge_received(&site.api(), &[good, vec![bad]].concat());
}

/// The whole story of one poisonous mail: held with its reason and bytes, the next one in time, tried again, held again.
fn poisoned(poison: &str, reason: &str, deaths: usize) {
    let mut site = Site::start(None, "nothing", &[CUSTOMER]);
    site.live(None);
    let further = format!("X-Staffetta-Poison: {poison}\r\n");
    let bad = Letter { further, ..Letter::new(CUSTOMER, FORWARDED, "Poison", "Beware.") }.raw();
    let next = Sent::new(CUSTOMER, FORWARDED, "The next");
    let port = site.port(Protocol::Lmtp);
    let (died, acknowledged) = std::thread::scope(|scope| {
        let sender = scope.spawn(|| {
            mta::deliver(Protocol::Lmtp, port, CUSTOMER, FORWARDED, &bad);
            mta::deliver(Protocol::Lmtp, port, CUSTOMER, FORWARDED, &next.raw);
            Instant::now()
        });
        let died = supervise(&mut site, |site| {
            let conversations = site.try_list("/conversations?view=all").unwrap_or_default();
            conversations.iter().any(|one| one["subject"] == "The next")
        });
        (died, sender.join().expect("both were taken"))
    });
    let took = acknowledged.elapsed();
    report(&format!("{poison}: the next mail was a conversation {} ms after it was acknowledged", took.as_millis()));
    assert!(took < NEXT_WITHIN, "the next mail took {took:?}");
    let died = died + supervise(&mut site, |site| held_as(site, reason));
    assert_eq!(died, deaths, "deaths of the program");
    let found = held(&site.api(), reason);
    let raw = site.api().get(&format!("/arrivals/{}/raw", id(&found)));
    raw.accept(200);
    assert!(raw.bytes.ends_with(&bad), "the held mail keeps its bytes");
    wait_until("the desk to give back the memory that the mail took", || memory_mib(&site) < 400);
    retried(&mut site, &found, reason, deaths);
    let later = Sent::new(CUSTOMER, FORWARDED, "A later one");
    site.take(&later.raw);
    let _ = site.api().await_conversation(&later.subject);
    let subjects: Vec<Value> =
        site.api().list("/conversations?view=all").into_iter().map(|one| one["subject"].clone()).collect();
    assert_eq!(subjects.len(), 2, "{subjects:?}");
    site.desk.assert_running();
}

/// Resident memory of the desk in MiB.
fn memory_mib(site: &Site) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", site.desk.id())).expect("the desk runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).expect("a number") / 1024
}

/// Tries a held mail again: it runs again, dies as often as before, and is held again.
fn retried(site: &mut Site, found: &Value, reason: &str, deaths: usize) {
    let before = site.passed("inbound.committed");
    site.api().post(&format!("/arrivals/{}/retry", id(found)), &Value::Null).accept(202);
    let died = supervise(site, |site| {
        // A new life counts its steps anew.
        let ran = deaths > 0 || site.passed("inbound.committed") > before;
        ran && held_as(site, reason)
    });
    assert_eq!(died, deaths, "deaths of the program when it was tried again");
    site.api().post("/arrivals/999999/retry", &Value::Null).accept(404);
}

/// Starts the desk again whenever it dies, until `done`; returns how often it died.
fn supervise(site: &mut Site, mut done: impl FnMut(&Site) -> bool) -> usize {
    let mut deaths = 0;
    wait_for("the mail's fate under a supervisor", || {
        if !site.desk.running() {
            deaths += 1;
            site.begin_life(None);
        }
        done(site).then_some(())
    });
    deaths
}

fn held_as(site: &Site, reason: &str) -> bool {
    let found = site.try_list("/arrivals?state=quarantined").unwrap_or_default();
    found.iter().any(|one| one["reason"] == reason)
}

/// The one held mail, which must be held for this reason and say what happened at each step.
fn held(api: &Api, reason: &str) -> Value {
    let found = wait_for(&format!("a mail held as {reason}"), || api.list("/arrivals?state=quarantined").pop());
    assert_eq!(found["reason"], reason, "{found}");
    assert!(found["trace"].as_array().is_some_and(|steps| !steps.is_empty()), "it is not explained: {found}");
    found
}

fn id(arrival: &Value) -> &str {
    arrival["id"].as_str().expect("an id")
}

impl Site {
    /// Hands a mail over by LMTP.
    fn take(&self, raw: &[u8]) {
        mta::deliver(Protocol::Lmtp, self.port(Protocol::Lmtp), CUSTOMER, FORWARDED, raw);
    }
}
