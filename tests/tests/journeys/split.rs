//! A letter that is another matter becomes a conversation of its own, and what its customer answers comes there.

use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

use crate::letters::Letter;
use crate::team::{ANNA, CUSTOMER, PASSWORD, SUPPORT};

/// LA-7, X-5: split off by the message's menu and by a key, taken back, told on both sides; an answer to the message that
/// moved joins the new conversation, and one to what stayed joins the old one.
#[test]
fn a_letter_is_split_off_and_its_answers_follow() {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(ANNA, PASSWORD);
    api.patch("/settings", &json!({"email_channel": true})).accept(200);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    api.post("/mailboxes", &new).accept(201);
    let send = |letter: &Letter| {
        assert!(smtp::send(desk.smtp_port(), CUSTOMER, &[SUPPORT], &letter.raw())[0].accepted());
    };
    let first = Letter::new(CUSTOMER, SUPPORT, "Order 4711", "Where is it?");
    send(&first);
    let conversation = api.await_conversation("Order 4711");
    let path = format!("/conversations/{}", conversation["id"].as_str().expect("an id"));
    let count = |path: &str, messages: usize| {
        let whole = |shown: &Value| (shown["messages"].as_array()?.len() == messages).then(|| shown.clone());
        api.wait_for(&format!("{messages} messages in {path}"), path, whole)
    };
    let lamp = Letter::new(CUSTOMER, SUPPORT, "Re: Order 4711", "And a lamp is broken.").answering(&first.raw());
    send(&lamp);
    count(&path, 2);
    let invoice = Letter::new(CUSTOMER, SUPPORT, "Re: Order 4711", "And the invoice?").answering(&first.raw());
    send(&invoice);
    count(&path, 3);
    let input =
        json!({"address": desk.address(), "email": ANNA, "password": PASSWORD, "conversation": conversation["id"]});
    let seen = chromium::run("split", &input);
    assert_eq!(seen["back"], 3, "undone, all letters are there again");
    let split = format!("/conversations/{}", seen["split"].as_str().expect("an id"));
    send(&Letter::new(CUSTOMER, SUPPORT, "Re: Order 4711", "I found it.").answering(&invoice.raw()));
    let answered = count(&split, 2);
    assert_eq!(answered["messages"][1]["reply_text"].as_str().map(str::trim), Some("I found it."));
    send(&Letter::new(CUSTOMER, SUPPORT, "Re: Order 4711", "It has arrived.").answering(&first.raw()));
    let stayed = count(&path, 3);
    assert_eq!(stayed["messages"][2]["reply_text"].as_str().map(str::trim), Some("It has arrived."));
}
