//! Mentions, following, and the lists that everybody has of their own, in two browsers.

use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

use crate::letters::Letter;
use crate::team::{ANNA, BEN, CUSTOMER, PASSWORD, SUPPORT, add_agent};

/// LA-1, X-5: whom a note mentions is kept with it, is told in the page, follows, and finds it in a list of their own; what
/// was begun and what was sent are found the same way, all by keys.
#[test]
fn who_is_mentioned_hears_of_it_and_finds_it() {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(ANNA, PASSWORD);
    api.patch("/settings", &json!({"email_channel": true})).accept(200);
    let outgoing = json!({"host": "127.0.0.1", "port": desk.smtp_port(), "tls": "none"});
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive_and_send", "save_anyway": true,
        "incoming": {"kind": "listener"}, "outgoing": outgoing});
    api.post("/mailboxes", &new).accept(201);
    add_agent(&desk);
    let first = Letter::new(CUSTOMER, SUPPORT, "Order 4711", "Where is it?");
    let other = Letter::new(CUSTOMER, SUPPORT, "Refund of May", "Please pay it back.");
    for letter in [&first, &other] {
        assert!(smtp::send(desk.smtp_port(), CUSTOMER, &[SUPPORT], &letter.raw())[0].accepted());
    }
    let conversation = api.await_conversation("Order 4711");
    let target = api.await_conversation("Refund of May");
    let path = format!("/conversations/{}", conversation["id"].as_str().expect("an id"));
    api.post(&format!("{path}/messages"), &json!({"kind": "reply", "text": "It is on its way."})).accept(201);
    let input = json!({
        "address": desk.address(),
        "anna": {"email": ANNA, "password": PASSWORD},
        "ben": {"email": BEN, "password": PASSWORD},
        "conversation": conversation["id"],
        "subject": "Order 4711",
        "other": target["id"],
    });
    let seen = chromium::run("mentions", &input);
    assert_eq!(seen, json!({"mentioned": 1, "begun": 1, "sent": 1}));
    let whole = api.get(&path).json_of(200);
    let note = whole["messages"].as_array().expect("messages").last().expect("a note").clone();
    let names =
        |list: &Value| list.as_array().expect("a list").iter().map(|one| one["name"].clone()).collect::<Vec<_>>();
    assert_eq!((names(&note["mentions"]), names(&whole["followers"])), (vec![json!("Ben")], vec![json!("Ben")]));
}
