//! A3: whether an agent may act is asked when the mail arrives, by the question that the API asks (FreeScout GHSA-83xx-8c27-gq78). The pure
//! matrix is `crates/desk/tests/it/tokens.rs`; here both ways are really gone.

use journeys::api::Api;
use serde_json::{Value, json};

use super::team::{ANNA, BEN, Team};

/// Puts a conversation into a new queue of which only these are members.
fn shut(team: &Team, id: &str, members: &[Value]) {
    let queue = json!({"name": format!("Queue of {id}"), "members_only": true, "members": members});
    let queue = team.at.desk.api.post("/queues", &queue).json_of(201)["id"].clone();
    team.at.desk.api.patch(&format!("/conversations/{id}"), &json!({"queue": queue})).accept(200);
}

fn agent(team: &Team, email: &str) -> Value {
    let all = team.at.desk.api.list("/agents");
    all.iter().find(|one| one["email"] == email).expect("an agent")["id"].clone()
}

fn switch_off(team: &Team, email: &str) {
    let path = format!("/agents/{}", agent(team, email).as_str().expect("an id"));
    team.at.desk.api.patch(&path, &json!({"active": false})).accept(200);
}

/// A3, TR-3: an answer to a notification from before the agent left the queue is held, and the admins are told.
#[test]
fn who_left_the_queue_answers_an_old_notification_in_vain() {
    let team = Team::open();
    let (id, _) = team.asked("Order", "Where is my order?");
    let told = team.told(BEN, "Order");
    shut(&team, &id, &[agent(&team, ANNA)]);
    team.proved(BEN, &team.answer_of(BEN, &told, "I still write."));
    let held = team.held(1);
    assert_eq!(held[0]["reason"], "agent-may-not-act", "{held:?}");
    let _ = team.word_to(ANNA, "may not act on conversation");
    team.settle();
    assert_eq!((team.texts(&id).len(), team.customers_got("I still write.")), (1, 0));
}

/// A3, TR-3: so is that of an agent who was switched off, whose tokens ended with that.
#[test]
fn who_was_switched_off_answers_an_old_notification_in_vain() {
    let team = Team::open();
    let (id, _) = team.asked("Order", "Where is my order?");
    let told = team.told(BEN, "Order");
    switch_off(&team, BEN);
    team.proved(BEN, &team.answer_of(BEN, &told, "I still write."));
    let held = team.held(1);
    assert_eq!(held[0]["reason"], "agent-may-not-act", "{held:?}");
    team.settle();
    assert_eq!((team.texts(&id).len(), team.customers_got("I still write.")), (1, 0));
}

/// A3: each role, in a conversation of no queue, of its own queue and of another's: the mail becomes something exactly where the same
/// agent's request does, and is held exactly where the request finds nothing.
#[test]
fn mail_and_requests_may_the_same_in_every_cell() {
    let team = Team::open();
    team.set(&json!({"email": {"agent_replies": "note"}}));
    let people: Vec<(String, Api)> =
        [("inside", "agent"), ("manager", "manager"), ("within", "manager"), ("chief", "admin")]
            .into_iter()
            .map(|(name, role)| (format!("{name}@team.example"), team.join(&format!("{name}@team.example"), role)))
            .collect();
    let everybody: Vec<(&str, &Api)> =
        people.iter().map(|(email, api)| (email.as_str(), api)).chain([(BEN, &team.ben)]).collect();
    let (open, _) = team.asked("Open", "Where is the open one?");
    let (closed, _) = team.asked("Shut", "Where is the shut one?");
    let told: Vec<[Vec<u8>; 2]> =
        everybody.iter().map(|(email, _)| ["Open", "Shut"].map(|subject| team.told(email, subject))).collect();
    shut(&team, &closed, &[agent(&team, "inside@team.example"), agent(&team, "within@team.example")]);
    let mut table = Vec::new();
    for ((email, api), told) in everybody.iter().zip(&told) {
        for (id, told) in [&open, &closed].into_iter().zip(told) {
            let asked =
                api.post(&format!("/conversations/{id}/messages"), &json!({"kind": "note", "text": "By request."}));
            assert!([201, 404].contains(&asked.status), "{}", asked.text());
            let words = format!("By mail of {email}.");
            let letter = team.answer_of(email, told, &words);
            team.proved(email, &letter);
            team.settle();
            let joined = team.texts(id).contains(&words);
            let held = team.at.desk.api.list("/arrivals?state=quarantined");
            let held = held.iter().any(|one| one["from"]["address"] == *email && one["reason"] == "agent-may-not-act");
            assert_eq!((joined, held), (asked.status == 201, asked.status == 404), "{email} in {id}");
            table.push(format!("{} {}", email.split('@').next().unwrap(), if joined { "may" } else { "may not" }));
        }
    }
    let expected = [
        "inside may",
        "inside may",
        "manager may",
        "manager may",
        "within may",
        "within may",
        "chief may",
        "chief may",
        "ben may",
        "ben may not",
    ];
    assert_eq!(table, expected);
    // Switched off: the session has ended, and so has the way by mail, whatever they might before.
    for ((email, api), told) in everybody.iter().zip(&told) {
        switch_off(&team, email);
        for (id, told) in [&open, &closed].into_iter().zip(told) {
            let note = json!({"kind": "note", "text": "By request."});
            assert_eq!(api.post(&format!("/conversations/{id}/messages"), &note).status, 401);
            let words = format!("After the end, {email}.");
            team.proved(email, &team.answer_of(email, told, &words));
            team.settle();
            assert!(!team.texts(id).contains(&words), "{email} in {id}");
        }
    }
}
