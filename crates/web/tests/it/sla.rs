//! SLA policies and the clocks that run by them (SO-12): chosen, moved by what happens, told by the upkeep.

use ::desk::ConversationId;
use serde_json::{Value, json};

use crate::desk::{Desk, request};

/// A conversation whose customer has just written, as mail that comes in leaves it.
async fn written(desk: &Desk, subject: &str) -> ConversationId {
    let id = desk.conversation(subject, "Where are my keys?").await;
    let now = desk.web.node.clock.now();
    desk.db().write(move |tx| flow::sla::customer_wrote(tx, id, now)).await.unwrap();
    id
}

async fn shown(desk: &Desk, id: ConversationId) -> Value {
    desk.get(&format!("/conversations/{id}")).await.json_of(200)
}

async fn upkeep(desk: &Desk) {
    let now = desk.web.node.clock.now();
    desk.db().write(move |tx| flow::upkeep::round(tx, now)).await.unwrap();
}

/// Minutes from now until what is shown as due, and what that is.
fn due(desk: &Desk, shown: &Value) -> Option<(i64, String)> {
    let at: jiff::Timestamp = shown["due"]["at"].as_str()?.parse().unwrap();
    let left = at.as_microsecond() - desk.web.node.clock.now().0;
    Some((left / 60_000_000, shown["due"]["target"].as_str().unwrap().to_string()))
}

fn events(shown: &Value, kind: &str) -> Vec<Value> {
    let all = shown["events"].as_array().unwrap().iter();
    all.filter(|event| event["kind"] == kind).map(|event| event["data"].clone()).collect()
}

fn promise(name: &str) -> Value {
    json!({"name": name, "first_response": 60, "next_response": 30, "resolution": 600, "warn_minutes": 10})
}

/// SO-12: the promise is shown, its assignee warned in time, and told when it was broken; each once, to webhooks too.
#[tokio::test]
async fn a_promise_is_shown_warned_of_and_broken_once() {
    let desk = Desk::new().await;
    desk.post("/sla-policies", promise("Everybody")).await.json_of(201);
    let id = written(&desk, "Keys").await;
    desk.patch(&format!("/conversations/{id}"), json!({"assignee": desk.ben})).await.json_of(200);
    let news = async || {
        let all = desk.db().read(|tx| store::changes::after(tx, 0, 10_000)).await.unwrap();
        all.iter().filter(|change| change.event == "news.created").count()
    };
    let before = news().await;
    assert_eq!(due(&desk, &shown(&desk, id).await), Some((60, "first_response".into())));
    let listed = desk.get("/conversations").await.json_of(200);
    assert_eq!(due(&desk, &listed["items"][0]), Some((60, "first_response".into())), "in the list too");
    desk.later(49 * 60);
    upkeep(&desk).await;
    assert_eq!(events(&shown(&desk, id).await, "sla_warning").len(), 0);
    for _ in 0..3 {
        desk.later(30);
        upkeep(&desk).await;
    }
    let warned = shown(&desk, id).await;
    let warning = events(&warned, "sla_warning");
    assert_eq!(warning.len(), 1);
    assert_eq!((&warning[0]["target"], &warning[0]["policy"]), (&json!("first_response"), &json!("Everybody")));
    assert_eq!(news().await, before + 1, "whoever has it is told");
    for _ in 0..3 {
        desk.later(600);
        upkeep(&desk).await;
    }
    let broken = shown(&desk, id).await;
    assert_eq!(events(&broken, "sla_broken").len(), 1);
    assert!(due(&desk, &broken).is_some_and(|(left, _)| left < 0), "it stays overdue until somebody answers");
}

/// SO-12: an answer ends the wait, and taking it back before it leaves puts the clock back; what is postponed stands still.
#[tokio::test]
async fn answers_and_dates_move_the_clock() {
    let desk = Desk::new().await;
    desk.post("/sla-policies", promise("Everybody")).await.json_of(201);
    let id = written(&desk, "Keys").await;
    let path = format!("/conversations/{id}");
    desk.later(20 * 60);
    let reply = json!({"kind": "reply", "text": "Here they are.", "undo_s": 10});
    let answer = desk.post(&format!("{path}/messages"), reply.clone()).await.json_of(201);
    assert_eq!(due(&desk, &shown(&desk, id).await), None, "answered: nothing runs");
    desk.delete(&format!("/messages/{}/sending", answer["id"].as_str().unwrap())).await;
    assert_eq!(due(&desk, &shown(&desk, id).await), Some((40, "first_response".into())), "as if there had been none");

    let tomorrow = jiff::Timestamp::from_microsecond(desk.web.node.clock.now().plus_s(86_400).0).unwrap();
    let until = json!({"status": "postponed", "postponed_until": tomorrow.to_string()});
    desk.patch(&path, until).await.json_of(200);
    assert_eq!(due(&desk, &shown(&desk, id).await), None);
    desk.later(86_401);
    upkeep(&desk).await;
    assert_eq!(due(&desk, &shown(&desk, id).await), Some((40, "first_response".into())), "woken: what was left");

    desk.post(&format!("{path}/messages"), reply).await.json_of(201);
    desk.later(3_600);
    let now = desk.web.node.clock.now();
    desk.db().write(move |tx| flow::sla::customer_wrote(tx, id, now)).await.unwrap();
    assert_eq!(due(&desk, &shown(&desk, id).await), Some((30, "next_response".into())));
    desk.patch(&path, json!({"status": "resolved"})).await.json_of(200);
    assert_eq!(due(&desk, &shown(&desk, id).await), None);
    desk.patch(&path, json!({"status": "open"})).await.json_of(200);
    assert_eq!(due(&desk, &shown(&desk, id).await), Some((580, "resolution".into())), "20 minutes were used");
}

/// SO-12: the first policy that is for a conversation holds, and is chosen anew when priority or order changes.
#[tokio::test]
async fn policies_are_chosen_in_their_order() {
    let desk = Desk::new().await;
    let id = |answer: Value| answer["id"].as_str().unwrap().to_string();
    let urgent = json!({"name": "Urgent", "priorities": ["urgent"], "first_response": 15});
    let urgent = id(desk.post("/sla-policies", urgent).await.json_of(201));
    let all = id(desk.post("/sla-policies", promise("Everybody")).await.json_of(201));
    let conversation = written(&desk, "Keys").await;
    let path = format!("/conversations/{conversation}");
    assert_eq!(due(&desk, &shown(&desk, conversation).await), Some((60, "first_response".into())));
    desk.patch(&path, json!({"priority": "urgent"})).await.json_of(200);
    assert_eq!(due(&desk, &shown(&desk, conversation).await), Some((15, "first_response".into())));

    desk.by(&desk.ana_token, "PUT", "/sla-order", Some(json!({"ids": [all, all]}))).await.problem(422, "field_invalid");
    let order = desk.by(&desk.ana_token, "PUT", "/sla-order", Some(json!({"ids": [all]}))).await;
    assert_eq!(order.status, 204);
    let listed = desk.get("/sla-policies").await.json_of(200);
    assert_eq!(crate::desk::ids(&listed), [all.clone(), urgent.clone()]);
    desk.patch(&format!("/sla-policies/{urgent}"), json!({"warn_minutes": 5})).await.json_of(200);
    upkeep(&desk).await;
    assert_eq!(
        due(&desk, &shown(&desk, conversation).await),
        Some((60, "first_response".into())),
        "the order is another"
    );

    desk.delete(&format!("/sla-policies/{all}")).await;
    desk.delete(&format!("/sla-policies/{urgent}")).await;
    upkeep(&desk).await;
    assert_eq!(due(&desk, &shown(&desk, conversation).await), None, "nothing is promised any more");
}

/// SO-12: what does not fit is refused by name, on an older version too.
#[tokio::test]
async fn a_policy_that_does_not_fit_is_refused() {
    let desk = Desk::new().await;
    for (policy, field) in [
        (json!({"first_response": 60}), "name"),
        (json!({"name": "Nothing"}), "first_response"),
        (json!({"name": "Never", "first_response": 0}), "first_response"),
        (json!({"name": "Late", "resolution": 525_601}), "resolution"),
        (json!({"name": "Gone", "first_response": 60, "mailbox": "99"}), "mailbox"),
        (json!({"name": "Gone", "first_response": 60, "queue": "99"}), "queue"),
    ] {
        let problem = desk.post("/sla-policies", policy.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{policy}: {problem}");
    }
    let made = desk.post("/sla-policies", promise("Everybody")).await.json_of(201);
    let path = format!("/sla-policies/{}", made["id"].as_str().unwrap());
    let read = desk.get(&path).await;
    let bearer = format!("Bearer {}", desk.ana_token);
    let on = [("authorization", bearer.as_str()), ("if-match", read.header("etag"))];
    let change = |minutes: u32| Some(json!({"first_response": minutes}));
    desk.ask(request("PATCH", &path, &on, change(90))).await.json_of(200);
    desk.ask(request("PATCH", &path, &on, change(120))).await.problem(412, "changed_meanwhile");
}

/// LD-7, SO-12: what is in a queue with hours of its own is promised in those, and rules ask for them; where they are off,
/// the mailbox's hold.
#[tokio::test]
async fn a_queue_has_hours_of_its_own() {
    let desk = Desk::new().await;
    let day = json!({"zone": null, "intervals": [{"from": "09:00", "to": "17:00"}]});
    let hours = json!({"on": true, "zone": "UTC", "days": vec![day; 7], "holidays": [], "away": "Back at nine."});
    let queue = desk.post("/queues", json!({"name": "Orders", "business_hours": hours})).await.json_of(201);
    assert_eq!(queue["business_hours"], hours);
    let of_queue = format!("/queues/{}", queue["id"].as_str().unwrap());
    let promise = json!({"name": "Soon", "first_response": 60, "business_time": true, "warn_minutes": 10});
    desk.post("/sla-policies", promise).await.json_of(201);
    let closed = json!([{"match": "all", "conditions": [{"field": "hours", "is": "is", "values": ["closed"]}]}]);
    let tag = json!([{"do": "add_tag", "value": "night"}]);
    desk.post("/rules", json!({"name": "Night", "when": {"on": "assigned"}, "if": closed, "then": tag}))
        .await
        .json_of(201);
    let id = written(&desk, "Keys").await;
    let path = format!("/conversations/{id}");
    let change = async |change: Value| desk.patch(&path, change).await.json_of(200);
    // It is midnight, and the mailbox is always open.
    assert_eq!(due(&desk, &shown(&desk, id).await).map(|(left, _)| left), Some(60));
    assert_eq!(change(json!({"assignee": desk.ben})).await["tags"], json!([]));
    let moved = change(json!({"queue": queue["id"]})).await;
    assert_eq!(due(&desk, &moved).map(|(left, _)| left), Some(600), "an hour after nine");
    assert_eq!(change(json!({"assignee": desk.ana})).await["tags"], json!(["night"]));

    let mut off = hours.clone();
    off["on"] = json!(false);
    let kept = desk.patch(&of_queue, json!({"business_hours": off})).await.json_of(200);
    assert_eq!(kept["business_hours"], off, "they stay while they are off");
    let looked = change(json!({"priority": "high"})).await;
    assert_eq!(due(&desk, &looked).map(|(left, _)| left), Some(60));
    for (name, value, reason) in [
        ("zone", json!("Europe/Atlantis"), "There is no such time zone"),
        ("days", json!(vec![json!({"zone": null, "intervals": []}); 7]), "somebody is there"),
        ("away", json!("x".repeat(5_001)), "too long"),
    ] {
        let mut unfit = hours.clone();
        unfit[name] = value;
        let problem = desk.patch(&of_queue, json!({"business_hours": unfit})).await.problem(422, "field_invalid");
        let told = problem["fields"]["business_hours"].as_str().unwrap();
        assert!(told.contains(reason), "{told}");
    }
}
