//! A phone's list, worked by a finger.

use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::json;

use crate::letters::Letter;
use crate::team::{ANNA, CUSTOMER, PASSWORD, SUPPORT};

/// rows moved aside are resolved, reopened or postponed, each with its undo; a finger that comes back or scrolls, and a
/// mouse, change nothing.
#[test]
fn rows_are_worked_by_a_finger_at_phone_width() {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(ANNA, PASSWORD);
    api.patch("/settings", &json!({"email_channel": true})).accept(200);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    api.post("/mailboxes", &new).accept(201);
    // The newest stands on top.
    let orders = (1..=12).map(|number| format!("Order {number:02}"));
    let rest = ["Lamp is dark", "Invoice 17", "Found and resolved"].map(str::to_owned);
    for subject in orders.chain(rest) {
        let letter = Letter::new(CUSTOMER, SUPPORT, &subject, "Where is it?");
        assert!(smtp::send(desk.smtp_port(), CUSTOMER, &[SUPPORT], &letter.raw())[0].accepted());
        let _ = api.await_conversation(&subject);
    }
    let path = |subject: &str| {
        let id = api.await_conversation(subject)["id"].as_str().expect("an id").to_owned();
        format!("/conversations/{id}")
    };
    api.patch(&path("Found and resolved"), &json!({"status": "resolved"})).accept(200);
    let input = json!({"address": desk.address(), "email": ANNA, "password": PASSWORD, "middle": "Order 08"});
    let seen = chromium::run("swipe", &input);
    assert_eq!(seen["under"], 0, "a mouse moves no row: {seen}");
    let status = |subject: &str| api.get(&path(subject)).json_of(200)["status"].clone();
    assert_eq!(status("Lamp is dark"), "resolved");
    assert_eq!(status("Invoice 17"), "postponed");
    assert_eq!(status("Order 08"), "new", "what was scrolled over stays as it was");
    assert_eq!(status("Found and resolved"), "open");
}
