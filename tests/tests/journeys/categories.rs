//! What new conversations get, and where people find them: the queue and category of a mailbox, lists of queues in the
//! sidebar, and categories as somebody sets them up in the browser.

use journeys::api::Api;
use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

use crate::letters::Letter;

const CUSTOMER: &str = "maria@customer.example";
const SUPPORT: &str = "support@desk.example";
const AGENT: &str = "anna@team.example";
const AGENT_PASSWORD: &str = "seven quiet otters";

fn desk() -> (Staffetta, Api) {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(AGENT, AGENT_PASSWORD);
    api.patch("/settings", &json!({"email_channel": true})).accept(200);
    (desk, api)
}

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

fn deliver(desk: &Staffetta, subject: &str) {
    let letter = Letter::new(CUSTOMER, SUPPORT, subject, "Where is it?");
    let replies = smtp::send(desk.smtp_port(), CUSTOMER, &[SUPPORT], &letter.raw());
    assert_eq!(replies[0].code, 250, "{replies:?}");
}

/// SO-6, CC-1: a mail gets the queue and category of its mailbox, where that names none the channel's category; and keeps
/// its category's heir when that is deleted.
#[test]
fn a_mail_gets_the_queue_and_category_of_its_mailbox() {
    let (desk, api) = desk();
    let orders = id(&api.post("/categories", &json!({"name": "Orders"})).json_of(201));
    let late = id(&api.post("/categories", &json!({"name": "Late", "parent": orders})).json_of(201));
    let queue = id(&api.post("/queues", &json!({"name": "Shop"})).json_of(201));
    api.patch("/settings", &json!({"default_category": orders})).accept(200);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    let mailbox = format!("/mailboxes/{}", id(&api.post("/mailboxes", &new).json_of(201)));
    deliver(&desk, "By the channel");
    let first = api.await_conversation("By the channel");
    assert_eq!((&first["queue"], &first["category"]["name"]), (&Value::Null, &json!("Orders")));
    api.patch(&mailbox, &json!({"queue": queue, "category": late})).accept(200);
    deliver(&desk, "By the mailbox");
    let second = api.await_conversation("By the mailbox");
    assert_eq!((&second["queue"]["name"], &second["category"]["name"]), (&json!("Shop"), &json!("Orders › Late")));
    let views = api.get("/views").json_of(200);
    assert_eq!(views["queues"], json!([{"id": queue, "name": "Shop", "count": 1, "more": false}]));
    api.delete(&format!("/categories/{late}?move_to={orders}")).accept(204);
    let own = format!("/conversations/{}", id(&second));
    assert_eq!(api.get(&own).json_of(200)["category"], json!({"id": orders, "name": "Orders"}));
}

/// SO-6, X-6: somebody sets up categories, gives a mailbox its queue and category, finds the mail in the queue's list,
/// puts it into another category and deletes one: by keyboard.
#[test]
fn categories_and_queues_in_the_browser() {
    let (desk, api) = desk();
    api.post("/queues", &json!({"name": "Shop"})).accept(201);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    let mailbox = format!("/mailboxes/{}", id(&api.post("/mailboxes", &new).json_of(201)));
    let script = json!({"address": desk.address(), "email": AGENT, "password": AGENT_PASSWORD, "part": "set-up"});
    let _ = chromium::run("categories", &script);
    let saved = api.get(&mailbox).json_of(200);
    let all = api.list("/categories");
    let named = |path: &str| all.iter().find(|one| one["path"] == path).unwrap_or_else(|| panic!("{path}: {all:?}"));
    assert_eq!(saved["category"], named("Orders › Late")["id"]);
    assert!(saved["queue"].is_string(), "{saved}");
    deliver(&desk, "Order 4711");
    let conversation = api.await_conversation("Order 4711");
    let script = json!({"address": desk.address(), "email": AGENT, "password": AGENT_PASSWORD, "part": "use",
        "subject": "Order 4711"});
    let seen = chromium::run("categories", &script);
    assert!(seen["counted"].as_str().is_some_and(|link| link.contains('1')), "the sidebar counts it: {seen}");
    let whole = api.get(&format!("/conversations/{}", id(&conversation))).json_of(200);
    assert_eq!(whole["category"]["name"], "Orders", "the heir of the one that was deleted");
    let events: Vec<&str> = whole["events"].as_array().unwrap().iter().filter_map(|one| one["kind"].as_str()).collect();
    assert!(events.contains(&"categorised"), "{events:?}");
}
