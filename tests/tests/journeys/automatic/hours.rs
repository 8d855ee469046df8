//! The away message that a customer gets who writes outside of the business hours (LD-7). The hours themselves are a table of
//! cases in `crates/desk/src/hours/tests.rs`; here they are such that it is closed, or open, whenever the test runs.

use std::time::UNIX_EPOCH;

use serde_json::{Value, json};

use super::{Answering, ZOE};
use crate::letters::Letter;
use crate::receiving::{Base, SUPPORT, events};
use crate::security::{publish, signed};

/// Hours that are open on the weekday so many days from today.
fn open_in(days: u64, away: &str) -> Value {
    let today = UNIX_EPOCH.elapsed().map(|since| since.as_secs() / 86_400).expect("a time after 1970");
    // The first of January 1970 was a Thursday.
    let weekday = (today + 3 + days) % 7;
    let day = |number| match number == weekday {
        true => json!({"zone": null, "intervals": [{"from": "00:00", "to": "24:00"}]}),
        false => json!({"zone": null, "intervals": []}),
    };
    let week: Vec<Value> = (0..7).map(day).collect();
    json!({"on": true, "zone": "UTC", "days": week, "holidays": [], "away": away})
}

fn always() -> Value {
    let day = json!({"zone": null, "intervals": [{"from": "00:00", "to": "24:00"}]});
    json!({"on": true, "zone": "Europe/Prague", "days": vec![day; 7], "holidays": [], "away": "Never said."})
}

/// LD-7, LD-2: outside of the hours the away message goes out once in a conversation and closed period, in one mail with the
/// greeting where both are due; within the hours there is none.
#[test]
fn a_customer_is_told_once_in_a_closed_period_that_nobody_is_there() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    publish(&dns, "shop.example");
    let path = format!("/mailboxes/{}", at.mailbox);
    let set = |policy: Value| at.desk.api.patch(&path, &json!({"policy": policy})).accept(200);
    let write = |subject: &str, body: &str, answers: Option<&[u8]>| {
        let letter = Letter::new(ZOE, SUPPORT, subject, body);
        let letter = match answers {
            Some(raw) => letter.answering(raw),
            None => letter,
        };
        at.hand_in(ZOE, SUPPORT, &signed("shop.example", &letter.raw()));
        at.await_quiet();
        at.desk.api.await_conversation(subject)
    };
    set(json!({"business_hours": always()}));
    assert!(!events(&write("keys", "Where are they?", None)).contains(&"automatic_sent"), "it is open");

    set(
        json!({"business_hours": open_in(3, "We are back on Monday."), "greeting": {"on": true, "text": "Thank you."}}),
    );
    let shown = write("gloves", "And my gloves?", None);
    assert_eq!(Answering::events_of(&shown, "automatic_sent")[0]["automatic"], "away");
    let sent = at.to_customers();
    assert_eq!(sent.len(), 1, "the greeting and the away message are one mail: {sent:?}");
    for word in ["Thank you.", "We are back on Monday.", "Auto-Submitted: auto-", "X-Loop: "] {
        assert!(sent[0].raw.contains(word), "{word} is missing in {}", sent[0].raw);
    }

    let first = shown["messages"][0]["id"].as_str().expect("an id");
    let first = at.desk.api.get(&format!("/messages/{first}/raw")).text();
    let shown = write("gloves", "They are blue.", Some(first.as_bytes()));
    assert_eq!(shown["messages"].as_array().map(Vec::len), Some(2), "it goes on with the conversation: {shown}");
    assert_eq!(at.to_customers().len(), 1, "this closed period was told of");
    assert!(Answering::events_of(&shown, "automatic_kept_back").is_empty());
}

/// LD-7: a queue's own hours hold for the mail that comes into it, with its own words; where they are off, those of the
/// mailbox.
#[test]
fn a_queue_with_hours_of_its_own_says_that_nobody_is_there() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    publish(&dns, "shop.example");
    let policy = json!({"policy": {"business_hours": always()}});
    at.desk.api.patch(&format!("/mailboxes/{}", at.mailbox), &policy).accept(200);
    let new = json!({"name": "Orders", "mailboxes": [at.mailbox],
        "business_hours": open_in(3, "Orders are looked at from Monday on.")});
    let queue = at.desk.api.post("/queues", &new).json_of(201)["id"].as_str().expect("an id").to_owned();
    let write = |subject: &str| {
        let letter = Letter::new(ZOE, SUPPORT, subject, "Where is it?");
        at.hand_in(ZOE, SUPPORT, &signed("shop.example", &letter.raw()));
        at.await_quiet();
        at.desk.api.await_conversation(subject)
    };
    at.desk.api.patch(&format!("/queues/{queue}"), &json!({"mailboxes": []})).accept(200);
    assert!(!events(&write("outside of the queue")).contains(&"automatic_sent"), "the mailbox is always open");
    at.desk.api.patch(&format!("/queues/{queue}"), &json!({"mailboxes": [at.mailbox]})).accept(200);
    let shown = write("in the queue");
    assert_eq!(Answering::events_of(&shown, "automatic_sent")[0]["automatic"], "away");
    let sent = at.to_customers();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].raw.contains("Orders are looked at from Monday on."), "{}", sent[0].raw);
}
