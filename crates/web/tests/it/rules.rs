//! Rules by the API: written, ordered, rehearsed; and what they do when something happens to a conversation.

use ::desk::{ConversationId, conversation::Status};
use serde_json::{Value, json};

use crate::desk::Desk;

fn path(id: ConversationId) -> String {
    format!("/conversations/{id}")
}

fn rule(name: &str, on: &str, groups: Value, then: Value) -> Value {
    json!({"name": name, "when": {"on": on}, "if": groups, "then": then})
}

fn where_it(field: &str, is: &str, values: &[&str]) -> Value {
    json!([{"match": "all", "conditions": [{"field": field, "is": is, "values": values}]}])
}

async fn add(desk: &Desk, rule: Value) -> String {
    desk.post("/rules", rule).await.json_of(201)["id"].as_str().unwrap().to_string()
}

async fn shown(desk: &Desk, id: ConversationId) -> Value {
    desk.get(&path(id)).await.json_of(200)
}

/// The events of a timeline that are rules' doing, as their kind and data.
fn events(whole: &Value, kind: &str) -> Vec<Value> {
    let all = whole["events"].as_array().unwrap().iter();
    all.filter(|event| event["kind"] == kind).cloned().collect()
}

async fn upkeep(desk: &Desk) {
    let now = desk.web.node.clock.now();
    desk.db().write(move |tx| flow::upkeep::round(tx, now)).await.unwrap();
}

/// SO-16: a rule is read as it was written, edited on a version, ordered and deleted; the audit log knows who did it.
#[tokio::test]
async fn rules_are_written_ordered_and_deleted() {
    let desk = Desk::new().await;
    let groups = json!([{"match": "any", "conditions": [
        {"field": "subject", "of": null, "is": "contains", "values": ["invoice", "bill"]},
        {"field": "header", "of": "X-Shop", "is": "not_empty", "values": []}]}]);
    let then = json!([{"do": "add_tag", "of": null, "value": "money"}, {"do": "stop", "of": null, "value": null}]);
    let first = add(&desk, rule("Money", "customer_message", groups.clone(), then.clone())).await;
    let second = add(&desk, rule("Late", "created", json!([]), json!([{"do": "set_priority", "value": "high"}]))).await;
    let read = desk.get(&format!("/rules/{first}")).await;
    let version = read.header("etag").to_string();
    let read = read.json_of(200);
    assert_eq!((&read["if"], &read["then"]), (&groups, &then));
    assert_eq!(read["when"], json!({"on": "customer_message", "since": null, "minutes": null}));
    assert_eq!((&read["enabled"], &read["missing"], &read["mailboxes"]), (&json!(true), &json!([]), &Value::Null));
    let changed = desk.patch(&format!("/rules/{first}"), json!({"enabled": false})).await;
    assert_ne!(changed.header("etag"), version);
    assert_eq!(changed.json_of(200)["enabled"], false);
    let order =
        desk.by(&desk.ana_token, "PUT", "/rules/order", Some(json!({"ids": [second, first]}))).await.json_of(200);
    let names: Vec<&str> = order["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Late", "Money"]);
    let gone = desk.by(&desk.ana_token, "PUT", "/rules/order", Some(json!({"ids": [second, "99"]}))).await;
    assert!(gone.problem(422, "field_invalid")["fields"]["ids"].is_string());
    assert_eq!(desk.delete(&format!("/rules/{first}")).await.status, 204);
    desk.get(&format!("/rules/{first}")).await.problem(404, "not_found");
    let audit = desk.get("/audit?noun=rule").await.json_of(200);
    let actions: Vec<&str> =
        audit["items"].as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["rule.deleted", "rule.ordered", "rule.changed", "rule.added", "rule.added"]);
}

/// SO-16: what does not fit is refused at its part.
#[tokio::test]
async fn a_rule_that_does_not_fit_is_refused_at_its_part() {
    let desk = Desk::new().await;
    let stop = json!([{"do": "stop"}]);
    for (body, field) in [
        (rule(" ", "created", json!([]), stop.clone()), "name"),
        (rule("A", "rating", json!([]), stop.clone()), "when"),
        (rule("A", "time_passed", json!([]), stop.clone()), "when"),
        (rule("A", "created", where_it("status", "contains", &["new"]), stop.clone()), "if"),
        (rule("A", "created", where_it("nothing", "is", &["new"]), stop.clone()), "if"),
        (rule("A", "created", json!([]), json!([])), "then"),
        (rule("A", "created", json!([]), json!([{"do": "assign_agent", "value": "Ana"}])), "then"),
    ] {
        let problem = desk.post("/rules", body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
        desk.post("/rules/rehearsals", body).await.problem(422, "field_invalid");
    }
}

/// SO-16: a change of status by hand sets rules off; what they did is one event that names the rule, and theirs.
#[tokio::test]
async fn a_change_of_status_sets_a_rule_off() {
    let desk = Desk::new().await;
    let then = json!([{"do": "add_tag", "value": "done"}, {"do": "add_note", "value": "Please check the parcel."}]);
    let id = add(&desk, rule("Resolved", "status_changed", where_it("status", "is", &["resolved"]), then)).await;
    let conversation = desk.conversation("A lamp", "It is broken").await;
    desk.patch(&path(conversation), json!({"status": "open"})).await.json_of(200);
    assert_eq!(events(&shown(&desk, conversation).await, "rule_fired"), Vec::<Value>::new());
    let answered = desk.patch(&path(conversation), json!({"status": "resolved"})).await.json_of(200);
    assert_eq!(answered["tags"], json!(["done"]), "whoever changed it is shown what came of it");
    let whole = shown(&desk, conversation).await;
    let fired = events(&whole, "rule_fired");
    assert_eq!(fired.len(), 1);
    assert_eq!(fired[0]["actor"], json!({"type": "rule", "name": "Resolved"}));
    let did = json!([
        {"do": "add_tag", "value": "done", "name": null, "outcome": "done"},
        {"do": "add_note", "value": null, "name": null, "outcome": "done"}]);
    assert_eq!(fired[0]["data"], json!({"rule": id, "name": "Resolved", "on": "status_changed", "did": did}));
    assert_eq!(events(&whole, "tagged")[0]["actor"]["type"], "rule");
    let note = whole["messages"].as_array().unwrap().last().unwrap();
    assert_eq!((&note["kind"], &note["text"]), (&json!("note"), &json!("Please check the parcel.")));
    let listed = desk.get(&format!("/rules/{id}")).await.json_of(200);
    assert_eq!((&listed["fired"], listed["fired_at"].is_string()), (&json!(1), true));
}

/// SO-16: rules that set each other off are cut, in the timeline and in the list.
#[tokio::test]
async fn a_loop_between_rules_is_cut_and_shown() {
    let desk = Desk::new().await;
    let set = |to: &str| json!([{"do": "set_status", "value": to}]);
    let back = add(&desk, rule("Back", "status_changed", where_it("status", "is", &["open"]), set("resolved"))).await;
    add(&desk, rule("Forth", "status_changed", where_it("status", "is", &["resolved"]), set("open"))).await;
    let conversation = desk.conversation("A lamp", "It is broken").await;
    desk.patch(&path(conversation), json!({"status": "resolved"})).await.json_of(200);
    let whole = shown(&desk, conversation).await;
    assert_eq!(events(&whole, "rule_fired").len(), 2);
    let cut = events(&whole, "rule_cut");
    assert_eq!((cut.len(), &cut[0]["data"]["why"]), (1, &json!("loop")));
    let listed = desk.get("/rules").await.json_of(200);
    let cut: Vec<bool> = listed["items"].as_array().unwrap().iter().map(|one| one["cut_at"].is_string()).collect();
    assert_eq!(cut.iter().filter(|cut| **cut).count(), 1, "{listed} {back}");
}

/// SO-16: what a rule refers to may go; then it says so, and does nothing.
#[tokio::test]
async fn a_rule_that_misses_its_queue_says_so_and_does_nothing() {
    let desk = Desk::new().await;
    let queue = desk.post("/queues", json!({"name": "Returns"})).await.json_of(201)["id"].clone();
    let then = json!([{"do": "assign_queue", "value": queue}, {"do": "add_tag", "value": "back"}]);
    let id = add(&desk, rule("Returns", "status_changed", json!([]), then)).await;
    assert_eq!(desk.delete(&format!("/queues/{}", queue.as_str().unwrap())).await.status, 204);
    let read = desk.get(&format!("/rules/{id}")).await.json_of(200);
    assert_eq!(read["missing"], json!([{"what": "queue", "value": queue}]));
    let conversation = desk.conversation("A lamp", "It is broken").await;
    desk.patch(&path(conversation), json!({"status": "resolved"})).await.json_of(200);
    let whole = shown(&desk, conversation).await;
    assert_eq!((events(&whole, "rule_fired"), &whole["tags"]), (Vec::new(), &json!([])));
}

/// LD-4, D3: nobody gets what they may not see, and whoever is given something by a rule may be told by another.
#[tokio::test]
async fn a_rule_gives_nobody_what_they_may_not_take() {
    let desk = Desk::new().await;
    let queue = json!({"name": "Billing", "members": [desk.ana], "members_only": true});
    let queue = desk.post("/queues", queue).await.json_of(201)["id"].clone();
    let then = json!([{"do": "assign_queue", "value": queue}, {"do": "assign_agent", "value": desk.ben}]);
    add(&desk, rule("Billing", "status_changed", json!([]), then)).await;
    let marks = json!([{"do": "add_tag", "value": "given"}]);
    add(&desk, rule("Given", "assigned", json!([]), marks)).await;
    let conversation = desk.conversation("A lamp", "It is broken").await;
    desk.patch(&path(conversation), json!({"status": "open"})).await.json_of(200);
    let whole = shown(&desk, conversation).await;
    assert_eq!((&whole["assignee"], &whole["queue"]["name"]), (&Value::Null, &json!("Billing")));
    assert_eq!(events(&whole, "rule_fired")[0]["data"]["did"][1]["outcome"], "may-not");
    assert_eq!(whole["tags"], json!([]));
    desk.patch(&path(conversation), json!({"assignee": desk.ana})).await.json_of(200);
    assert_eq!(shown(&desk, conversation).await["tags"], json!(["given"]));
}

/// SO-16: what has waited long enough is looked at once, by the upkeep; what happened since begins the time anew.
#[tokio::test]
async fn a_rule_waits_for_its_time() {
    let desk = Desk::new().await;
    let late = |since: &str| {
        json!({"name": "Late", "when": {"on": "time_passed", "since": since, "minutes": 60},
        "if": where_it("status", "is", &["open"]), "then": [{"do": "add_note", "value": "Late."}]})
    };
    let before = desk.conversation("Before", "It is broken").await;
    desk.patch(&path(before), json!({"status": "open"})).await.json_of(200);
    let id = add(&desk, late("status_changed")).await;
    let first = desk.conversation("A lamp", "It is broken").await;
    desk.patch(&path(first), json!({"status": "open"})).await.json_of(200);
    let fired = async |id| events(&shown(&desk, id).await, "rule_fired").len();
    desk.later(59 * 60);
    upkeep(&desk).await;
    assert_eq!((fired(before).await, fired(first).await), (0, 0));
    desk.later(60);
    upkeep(&desk).await;
    upkeep(&desk).await;
    assert_eq!((fired(before).await, fired(first).await), (1, 1), "once each, also where it began before the rule");
    desk.patch(&path(first), json!({"status": "answered"})).await.json_of(200);
    desk.later(30 * 60);
    desk.patch(&path(first), json!({"status": "open"})).await.json_of(200);
    desk.later(31 * 60);
    upkeep(&desk).await;
    assert_eq!(fired(first).await, 1, "it was another status meanwhile");
    desk.later(30 * 60);
    upkeep(&desk).await;
    assert_eq!(fired(first).await, 2);
    assert_eq!(desk.get(&format!("/rules/{id}")).await.json_of(200)["fired"], 3);
}

/// SO-16: a rehearsal shows what a rule would have done, and changes nothing.
#[tokio::test]
async fn a_rehearsal_shows_what_a_rule_would_have_done_and_changes_nothing() {
    let desk = Desk::new().await;
    let lamp = desk.conversation("A lamp", "It is broken").await;
    desk.conversation("A chair", "It is fine").await;
    let queue = desk.post("/queues", json!({"name": "Returns"})).await.json_of(201)["id"].clone();
    let then = json!([{"do": "assign_queue", "value": queue}, {"do": "add_tag", "value": "broken"}]);
    let draft = rule("Broken", "customer_message", where_it("text", "contains", &["BROKEN"]), then.clone());
    let shown_first = desk.post("/rules/rehearsals", draft.clone()).await.json_of(200);
    assert_eq!((&shown_first["looked_at"], &shown_first["matched"]), (&json!(2), &json!(1)));
    let item = &shown_first["items"][0];
    assert_eq!((&item["conversation"], &item["subject"]), (&json!(lamp.to_string()), &json!("A lamp")));
    assert_eq!(item["did"][0], json!({"do": "assign_queue", "value": queue, "name": "Returns", "outcome": "done"}));
    let whole = shown(&desk, lamp).await;
    assert_eq!((&whole["queue"], &whole["tags"]), (&Value::Null, &json!([])));
    // An earlier rule that assigns is named.
    let all = rule("All", "customer_message", json!([]), json!([{"do": "assign_agent", "value": desk.ben}]));
    add(&desk, all).await;
    let second = desk.post("/rules/rehearsals", draft).await.json_of(200);
    assert_eq!(
        (&second["items"][0]["taken_by"], &second["items"][0]["did"][0]["outcome"]),
        (&json!("All"), &json!("taken"))
    );
    // 31 days later there is nothing to look at for what begins.
    desk.later(29 * 86_400);
    desk.get("/rules").await.json_of(200);
    desk.later(2 * 86_400);
    let begins = rule("Begins", "created", json!([]), then);
    assert_eq!(desk.post("/rules/rehearsals", begins).await.json_of(200)["looked_at"], 0);
}

/// SO-16: an endpoint that a rule names is told of the firing, with its event.
#[tokio::test]
async fn an_endpoint_is_told_what_fired() {
    let desk = Desk::new().await;
    let made =
        desk.post("/webhooks", json!({"url": "https://shop.example/a", "kinds": ["message.note"]})).await.json_of(201);
    let webhook = made["made"]["id"].as_str().unwrap().to_string();
    add(&desk, rule("Tell", "status_changed", json!([]), json!([{"do": "call_webhook", "value": webhook}]))).await;
    let conversation = desk.conversation("A lamp", "It is broken").await;
    desk.patch(&path(conversation), json!({"status": Status::Resolved})).await.json_of(200);
    let log = desk.get(&format!("/webhooks/{webhook}/deliveries")).await.json_of(200);
    let item = &log["items"][0];
    assert_eq!((&item["kind"], &item["conversation"]), (&json!("rule.fired"), &json!(conversation.to_string())));
}
