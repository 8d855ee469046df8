//! Knowledge in the browser: written, tried, imported, and made of an answer that went out.

use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

use crate::letters::{Letter, fresh};

const SUPPORT: &str = "support@desk.example";
const ANNA: &str = "anna@team.example";
const PASSWORD: &str = "seven quiet otters";
const ZOE: &str = "zoe@customer.example";
const ANSWER: &str = "Dear Zoe, kettles have two years of warranty.";

/// LD-5, SO-17: an article is written and found by a question that it answers, and by no other; files are imported, each with its
/// result; an answer that is approved is cleaned, published and found, and is not for an assistant alone.
#[test]
fn knowledge_is_written_imported_and_approved_in_the_browser() {
    let desk = Staffetta::serve(Options::default());
    let anna = desk.set_up(ANNA, PASSWORD);
    anna.patch("/settings", &json!({"email_channel": true})).accept(200);
    // Nothing listens there: what is answered need not arrive to be approved.
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive_and_send", "save_anyway": true,
        "incoming": {"kind": "listener"}, "outgoing": {"host": "127.0.0.1", "port": 1, "tls": "none"}});
    anna.post("/mailboxes", &new).accept(201);
    let letter = Letter::new(ZOE, SUPPORT, "Re: Warranty", "I am Zoe. Is my kettle under warranty?");
    assert!(smtp::send(desk.smtp_port(), ZOE, &[SUPPORT], &fresh(&letter.raw()))[0].accepted());
    let conversation = anna.await_conversation("Re: Warranty")["id"].clone();
    let path = format!("/conversations/{}/messages", conversation.as_str().expect("an id"));
    anna.post(&path, &json!({"kind": "reply", "text": ANSWER})).accept(201);

    let input = json!({"address": desk.address(), "email": ANNA, "password": PASSWORD, "conversation": conversation,
        "answer": ANSWER});
    let seen = chromium::run("knowledge", &input);
    let shown = |name: &str| seen[name].as_str().expect("a text").to_string();
    assert!(shown("found").starts_with("Returning goods"), "{seen}");
    assert!(shown("found").contains("Print the label"), "{seen}");
    assert!(shown("approved").starts_with("Warranty"), "{seen}");
    assert_eq!(seen["alone"], false);
    let all = anna.list("/articles");
    let told: Vec<(&str, &str, &str)> =
        all.iter().map(|one| (of(one, "title"), of(one, "state"), of(one, "source"))).collect();
    assert_eq!(
        told,
        [
            ("Warranty", "published", "answer"),
            ("Delivery", "published", "imported"),
            ("Returning goods", "published", "written"),
        ]
    );
}

fn of<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().expect("a text")
}
