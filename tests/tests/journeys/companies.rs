//! A company as a team works with it: made, joined, edited by two at once, deleted.

use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::json;

use crate::letters::Letter;
use crate::team::{ANNA, PASSWORD, SUPPORT};

const MARIA: &str = "maria@acme.example";
const ZOE: &str = "zoe@home.example";

/// whoever writes from a company's domain belongs to it, others are put in and taken out by hand; nobody overwrites
/// unseen what somebody else saved; a deleted company leaves its contacts.
#[test]
fn a_company_is_made_joined_edited_by_two_and_deleted_in_the_browser() {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(ANNA, PASSWORD);
    api.patch("/settings", &json!({"email_channel": true})).accept(200);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    api.post("/mailboxes", &new).accept(201);
    let letter = Letter::new(ZOE, SUPPORT, "Invoice 17", "Where is it?");
    assert!(smtp::send(desk.smtp_port(), ZOE, &[SUPPORT], &letter.raw())[0].accepted());
    let invoice = api.await_conversation("Invoice 17");
    let input = json!({
        "address": desk.address(), "email": ANNA, "password": PASSWORD, "support": SUPPORT, "port": desk.smtp_port(),
        "contact": invoice["contact"]["id"], "maria": MARIA, "zoe": ZOE,
    });
    let seen = chromium::run("companies", &input);
    let path = seen["company"].as_str().expect("a path");
    assert_eq!(api.get(path).status, 404, "{seen}");
    let contacts = api.list("/contacts");
    let names: Vec<_> = contacts.iter().map(|one| (&one["name"], &one["address"], &one["company"])).collect();
    assert_eq!(contacts.len(), 2, "{names:?}");
    assert!(names.contains(&(&json!("Maria of Basel"), &json!(MARIA), &json!(null))), "{names:?}");
}
