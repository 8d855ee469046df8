//! The inbox as an agent works in it, by keyboard: search with operators, several conversations changed at once, tags, and
//! the command palette.

use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::json;

use crate::letters::Letter;

const CUSTOMER: &str = "maria@customer.example";
const SUPPORT: &str = "support@desk.example";
const AGENT: &str = "anna@team.example";
const AGENT_PASSWORD: &str = "seven quiet otters";

/// an agent finds, selects, tags, resolves, takes back and assigns without a mouse, and the desk has it so.
#[test]
fn the_inbox_is_worked_by_keyboard_alone() {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(AGENT, AGENT_PASSWORD);
    api.patch("/settings", &json!({"email_channel": true})).accept(200);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    api.post("/mailboxes", &new).accept(201);
    let subjects = ["Lamp is dark", "Invoice 17", "Where is my order?"];
    for subject in subjects {
        let letter = Letter::new(CUSTOMER, SUPPORT, subject, "Where is it?");
        let replies = smtp::send(desk.smtp_port(), CUSTOMER, &[SUPPORT], &letter.raw());
        assert_eq!(replies[0].code, 250, "{replies:?}");
        let _ = api.await_conversation(subject);
    }
    let script =
        json!({"address": desk.address(), "email": AGENT, "password": AGENT_PASSWORD, "count": subjects.len()});
    let _ = chromium::run("inbox", &script);
    let all = api.list("/conversations?view=all");
    let tagged: Vec<_> = all.iter().filter(|one| one["tags"] == json!(["late"])).collect();
    assert_eq!(tagged.len(), 2, "{all:?}");
    assert!(all.iter().all(|one| one["status"] != "resolved"), "the change of all was taken back: {all:?}");
    let mine = api.list("/conversations?view=mine");
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0]["subject"], "Lamp is dark");
}
