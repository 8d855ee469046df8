//! Two people of a team in two browsers: each sees what the other does, and what a customer writes meanwhile.

use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

use crate::letters::Letter;

pub const CUSTOMER: &str = "maria@customer.example";
pub const SUPPORT: &str = "support@desk.example";
pub const ANNA: &str = "anna@team.example";
pub const BEN: &str = "ben@team.example";
pub const PASSWORD: &str = "seven quiet otters";

pub fn add_agent(desk: &Staffetta) {
    desk.add_agent(BEN, "Ben", "agent", PASSWORD);
}

/// two agents in one conversation see each other read and write, a mail that arrives, who takes it, and that it was
/// merged into another; the merge is taken back.
#[test]
fn two_people_work_in_one_conversation() {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(ANNA, PASSWORD);
    api.patch("/settings", &json!({"email_channel": true})).accept(200);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    api.post("/mailboxes", &new).accept(201);
    add_agent(&desk);
    let first = Letter::new(CUSTOMER, SUPPORT, "Order 4711", "Where is it?");
    let other = Letter::new(CUSTOMER, SUPPORT, "Refund of May", "Please pay it back.");
    for letter in [&first, &other] {
        assert!(smtp::send(desk.smtp_port(), CUSTOMER, &[SUPPORT], &letter.raw())[0].accepted());
    }
    let conversation = api.await_conversation("Order 4711");
    let target = api.await_conversation("Refund of May");
    let words = "It was to be here on Monday.";
    let arrival = Letter::new(CUSTOMER, SUPPORT, "Re: Order 4711", words).answering(&first.raw());
    let raw = String::from_utf8(arrival.raw()).expect("plain");
    let input = json!({
        "address": desk.address(),
        "anna": {"email": ANNA, "password": PASSWORD},
        "ben": {"email": BEN, "password": PASSWORD},
        "conversation": conversation["id"],
        "subject": "Order 4711",
        "other": "Refund of May",
        "arrival": {"port": desk.smtp_port(), "from": CUSTOMER, "to": SUPPORT, "raw": raw, "text": words},
    });
    let seen = chromium::run("team", &input);
    println!("from `250` until both browsers showed a mail: {} ms", seen["arrived_ms"]);
    let into = target["id"].as_str().expect("an id");
    assert!(seen["address"].as_str().is_some_and(|path| path.ends_with(into)), "the other browser follows: {seen}");
    let path = format!("/conversations/{}", conversation["id"].as_str().expect("an id"));
    let whole = api.get(&path).json_of(200);
    assert_eq!(whole["id"], conversation["id"], "the merge was taken back");
    assert_eq!(whole["messages"].as_array().map(Vec::len), Some(2));
    let kinds: Vec<&Value> = whole["events"].as_array().expect("events").iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["assigned", "merged_into", "merge_undone"]);
}
