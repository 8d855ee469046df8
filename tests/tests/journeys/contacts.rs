//! A contact as an agent works with it: from the conversation to its page, changed, noted about, merged, erased.

use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::json;

use crate::letters::Letter;

const SUPPORT: &str = "support@desk.example";
const AGENT: &str = "anna@team.example";
const PASSWORD: &str = "seven quiet otters";

/// An agent says how soon a conversation needs the team, corrects its contact, merges the one who wrote from another
/// address, and erases them in the end; the desk has it so.
#[test]
fn a_contact_is_corrected_merged_and_erased_in_the_browser() {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(AGENT, PASSWORD);
    api.patch("/settings", &json!({"email_channel": true})).accept(200);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    api.post("/mailboxes", &new).accept(201);
    let company = json!({"name": "Acme", "domains": ["acme.example"]});
    api.post("/companies", &company).accept(201);
    for (address, subject) in [("maria@acme.example", "Lamp is dark"), ("maria@home.example", "Invoice 17")] {
        let letter = Letter::new(address, SUPPORT, subject, "Where is it?");
        assert!(smtp::send(desk.smtp_port(), address, &[SUPPORT], &letter.raw())[0].accepted());
        let _ = api.await_conversation(subject);
    }
    let lamp = api.await_conversation("Lamp is dark");
    let id = lamp["id"].as_str().expect("an id");
    let input = json!({
        "address": desk.address(), "email": AGENT, "password": PASSWORD, "conversation": id,
        "primary": "maria@acme.example", "other": "maria@home.example",
    });
    let seen = chromium::run("contacts", &input);
    assert_eq!(seen["conversations"], 2, "{seen}");
    let whole = api.get(&format!("/conversations/{id}")).json_of(200);
    assert_eq!(whole["priority"], "urgent");
    assert_eq!((&whole["subject"], &whole["contact"]["name"]), (&json!(""), &json!(null)), "erased");
    assert_eq!(whole["messages"][0]["text"], "");
    assert!(api.list("/contacts").is_empty());
}
