//! What a category asks to be known of its conversations: said by an admin, asked for when a matter ends, and filled in.

use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

use crate::letters::Letter;

const CUSTOMER: &str = "maria@customer.example";
const SUPPORT: &str = "support@desk.example";
const AGENT: &str = "anna@team.example";
const AGENT_PASSWORD: &str = "seven quiet otters";

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// SO-15, SO-6, X-6: an admin says what a category asks for; resolving a mail of it asks for what is missing, right there,
/// and goes on; a value is changed in the panel. By keyboard.
#[test]
fn what_a_category_asks_for_in_the_browser() {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(AGENT, AGENT_PASSWORD);
    api.patch("/settings", &json!({"email_channel": true})).accept(200);
    let orders = text(&api.post("/categories", &json!({"name": "Orders"})).json_of(201)["id"]);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    let mailbox = text(&api.post("/mailboxes", &new).json_of(201)["id"]);
    api.patch(&format!("/mailboxes/{mailbox}"), &json!({"category": orders})).accept(200);
    let letter = Letter::new(CUSTOMER, SUPPORT, "Where is my order", "It has not come.");
    let replies = smtp::send(desk.smtp_port(), CUSTOMER, &[SUPPORT], &letter.raw());
    assert_eq!(replies[0].code, 250, "{replies:?}");
    let conversation = text(&api.await_conversation("Where is my order")["id"]);
    let script = json!({"address": desk.address(), "email": AGENT, "password": AGENT_PASSWORD,
        "conversation": conversation, "subject": "Where is my order"});
    let seen = chromium::run("category_fields", &script);
    assert_eq!(seen["shown"], "4712", "{seen}");
    let whole = api.get(&format!("/conversations/{conversation}")).json_of(200);
    assert_eq!(whole["status"], "resolved");
    let named = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|one| format!("{}: {}", one["name"], one["value"])).collect()
    };
    assert_eq!(named(&whole["fields"]), [r#""Order number": "4712""#, r#""Level": "top""#]);
    let events = whole["events"].as_array().unwrap().iter().filter(|event| event["kind"] == "fields_set");
    let by: Vec<&str> = events.filter_map(|event| event["actor"]["name"].as_str()).collect();
    assert_eq!(by.len(), 3, "each change is told with who made it: {by:?}");
    let found = api.get("/conversations?view=all&q=4712").json_of(200);
    assert_eq!(found["items"][0]["id"], conversation.as_str(), "{found}");
}
