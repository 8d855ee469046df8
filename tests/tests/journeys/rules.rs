//! Rules: written, tried and put in order in the browser; then mail comes, and they sort it before anybody else gets it.

use journeys::api::Api;
use journeys::chromium;
use journeys::postgres::fresh_database;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

use crate::letters::{Letter, fresh};

const SUPPORT: &str = "support@desk.example";
const ANNA: &str = "anna@team.example";
const PASSWORD: &str = "seven quiet otters";
const ZOE: &str = "zoe@customer.example";

/// A desk whose mailbox feeds a queue that gives out by load to Ben, who is there; and a queue for invoices that Anna is in.
struct Site {
    node: Staffetta,
    anna: Api,
    billing: Value,
}

fn site(database: Option<String>) -> Site {
    let node = Staffetta::serve(Options { database, ..Options::default() });
    let anna = node.set_up(ANNA, PASSWORD);
    anna.patch("/settings", &json!({"email_channel": true})).accept(200);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    let mailbox = anna.post("/mailboxes", &new).json_of(201)["id"].clone();
    node.add_agent("ben@team.example", "Ben", "agent", PASSWORD);
    let ben = Api::sign_in(&node.address(), "ben@team.example", PASSWORD).get("/me").json_of(200)["id"].clone();
    let queue = json!({"name": "Orders", "routing": "by_load", "members": [ben], "mailboxes": [mailbox]});
    anna.post("/queues", &queue).accept(201);
    let billing = anna.post("/queues", &json!({"name": "Billing"})).json_of(201)["id"].clone();
    Site { node, anna, billing }
}

impl Site {
    /// Sends a mail of now, since an old one sets nothing off, and waits for what it becomes.
    fn arrive(&self, subject: &str, text: &str) -> Value {
        let letter = Letter::new(ZOE, SUPPORT, subject, text);
        assert!(smtp::send(self.node.smtp_port(), ZOE, &[SUPPORT], &fresh(&letter.raw()))[0].accepted());
        let listed = self.anna.await_conversation(subject);
        self.anna.get(&format!("/conversations/{}", listed["id"].as_str().expect("an id"))).json_of(200)
    }
}

fn of_rules(whole: &Value) -> Vec<&Value> {
    let all = whole["events"].as_array().expect("events").iter();
    all.filter(|event| event["kind"] == "rule_fired").collect()
}

/// SO-16, LD-4: on SQLite.
#[test]
fn rules_sort_mail_before_a_queue_gives_it_out_on_sqlite() {
    sort(&site(None));
}

/// SO-16, LD-4: on PostgreSQL.
#[test]
fn rules_sort_mail_before_a_queue_gives_it_out_on_postgresql() {
    let database = fresh_database();
    sort(&site(Some(database.url.clone())));
}

fn sort(site: &Site) {
    let me = site.anna.get("/me").json_of(200)["id"].clone();
    let header = json!([{"match": "any", "conditions": [
        {"field": "header", "of": "List-Id", "is": "contains", "values": ["shop"]},
        {"field": "subject", "of": null, "is": "contains", "values": ["invoice"]}]}]);
    let then = json!([{"do": "assign_queue", "value": site.billing}, {"do": "assign_agent", "value": me},
        {"do": "add_tag", "value": "money"}, {"do": "add_note", "value": "Look at the books."}]);
    let new = json!({"name": "Invoices", "when": {"on": "customer_message"}, "if": header, "then": then});
    let rule = site.anna.post("/rules", &new).json_of(201)["id"].clone();
    let second = json!({"name": "All others", "when": {"on": "created"}, "if": [],
        "then": [{"do": "assign_queue", "value": site.billing}, {"do": "set_priority", "value": "low"}]});
    site.anna.post("/rules", &second).accept(201);
    let whole = site.arrive("Invoice 4711", "Is it paid?");
    // Nothing is waited for: what rules do is done in the transaction of the mail.
    assert_eq!((&whole["queue"]["name"], &whole["assignee"]["id"]), (&json!("Billing"), &me));
    assert_eq!((&whole["tags"], &whole["priority"]), (&json!(["money"]), &json!("low")));
    let fired = of_rules(&whole);
    assert_eq!(fired.len(), 2, "{whole}");
    assert_eq!((&fired[0]["data"]["rule"], &fired[0]["actor"]["type"]), (&rule, &json!("rule")));
    let second = fired[1]["data"]["did"].as_array().expect("what it did");
    assert_eq!((&second[0]["outcome"], &second[1]["outcome"]), (&json!("taken"), &json!("done")));
    let messages = whole["messages"].as_array().expect("messages");
    assert_eq!(messages.iter().map(|one| &one["kind"]).collect::<Vec<_>>(), ["inbound", "note"]);
    let trace = messages[0]["trace"].as_array().expect("a trace");
    let line = trace.iter().find(|line| line["step"] == "assign").expect("a line about it");
    assert_eq!(
        (&line["outcome"], &line["reason"], &line["facts"]["rule"]),
        (&json!("fired"), &json!("rule"), &json!("Invoices"))
    );
    let other = site.arrive("A lamp", "It is broken");
    assert_eq!((&other["queue"]["name"], &other["assignee"]), (&json!("Billing"), &Value::Null));
}

/// SO-16, LD-4: a rule is written and tried in the browser before it does anything, put in order and switched off by the
/// keyboard; the mail that it sorts then says so in its timeline and under "Why is this here?".
#[test]
fn a_rule_is_written_tried_and_ordered_in_the_browser() {
    let site = site(None);
    site.arrive("Invoice 4711", "Is it paid?");
    site.arrive("A lamp", "It is broken");
    let input = json!({"address": site.node.address(), "email": ANNA, "password": PASSWORD});
    let seen = chromium::run("rules", &input);
    assert_eq!(seen["tried"], "It would have changed one of 2 conversations");
    let rules = site.anna.list("/rules");
    let shown: Vec<(&str, &Value)> =
        rules.iter().map(|rule| (rule["name"].as_str().expect("a name"), &rule["enabled"])).collect();
    assert_eq!(shown, [("Mail of machines", &json!(false)), ("Invoices", &json!(true))]);
    let whole = site.arrive("Your invoice 4712", "Is it paid?");
    assert_eq!((&whole["queue"]["name"], &whole["tags"]), (&json!("Billing"), &json!(["money"])));
    let mut input = input;
    input["conversation"] = whole["id"].clone();
    let seen = chromium::run("rules_told", &input);
    assert_eq!(seen["told"], "Rule “Invoices”: move to queue Billing, add tag “money”");
}
