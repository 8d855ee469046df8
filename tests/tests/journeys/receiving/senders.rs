//! Who wrote, as far as it decides where a mail goes: nobody, an agent, somebody else than before.

use serde_json::json;

use super::{AGENT, Base, CUSTOMER, Desk, SUPPORT, events, letter, on_both_databases};
use crate::letters::Letter;

on_both_databases! {
    a_mail_without_a_sender_is_held_with_its_reason,
    an_answer_in_an_agents_name_is_held,
    a_third_person_joins_by_reference_and_is_announced,
}

/// a mail that names no sender is held with its reason, its bytes kept, and it is tried again when somebody asks.
fn a_mail_without_a_sender_is_held_with_its_reason(base: &Base) {
    let desk = Desk::with_support(base);
    let raw = Letter { from: None, ..letter("From nobody", "Guess who.") }.raw();
    desk.deliver(&raw);
    let arrival = desk.await_arrival("quarantined", "From nobody");
    assert_eq!(arrival["reason"], "no-sender");
    assert!(desk.conversations("From nobody").is_empty());
    let id = arrival["id"].as_str().unwrap();
    let kept = desk.api.get(&format!("/arrivals/{id}/raw"));
    kept.accept(200);
    assert!(kept.bytes.ends_with(&raw), "only our own Received line stands before what was sent");
    assert_eq!(kept.header("content-security-policy"), Some("sandbox"));
    desk.api.post(&format!("/arrivals/{id}/retry"), &json!({})).accept(202);
    desk.settle(SUPPORT);
    assert_eq!(desk.await_arrival("quarantined", "From nobody")["reason"], "no-sender");
}

/// an agent's address in From proves nothing, so such an answer is held and the customer's conversation stays as it was.
fn an_answer_in_an_agents_name_is_held(base: &Base) {
    let desk = Desk::with_support(base);
    let question = letter("Keys", "Where?").raw();
    desk.deliver(&question);
    let before = desk.api.await_conversation("Keys");
    let pretended = Letter::new(&format!("Anna <{AGENT}>"), SUPPORT, "Re: Keys", "Here is the code of the safe.")
        .answering(&question);
    desk.deliver(&pretended.raw());
    let arrival = desk.await_arrival("quarantined", "Re: Keys");
    assert_eq!(arrival["reason"], "agent-not-verified");
    let after = desk.api.await_conversation("Keys");
    assert_eq!((&after["status"], after["messages"].as_array().unwrap().len()), (&before["status"], 1));
    // LA-6: without a conversation that it matches, the agent is a requester like everybody.
    desk.deliver(&Letter::new(AGENT, SUPPORT, "My own matter", "My lamp is broken.").raw());
    assert_eq!(desk.api.await_conversation("My own matter")["contact"]["address"], AGENT);
}

/// whoever answers a forwarded mail joins its conversation, which says that they had not taken part, and gets no answers unasked.
fn a_third_person_joins_by_reference_and_is_announced(base: &Base) {
    let desk = Desk::with_support(base);
    let question = letter("Keys", "Where?").raw();
    desk.deliver(&question);
    let _ = desk.api.await_conversation("Keys");
    let colleague = "petr@elsewhere.example";
    desk.deliver(&Letter::new(colleague, SUPPORT, "Fwd: Keys", "I have them.").answering(&question).raw());
    desk.settle(SUPPORT);
    let found = desk.api.await_conversation("Keys");
    assert_eq!(found["messages"].as_array().unwrap().len(), 2);
    assert!(events(&found).contains(&"third_person"), "{}", found["events"]);
    let told = found["events"].as_array().unwrap().iter().find(|event| event["kind"] == "third_person").unwrap();
    assert_eq!(told["data"]["address"], colleague);
    let ticked: Vec<&serde_json::Value> =
        found["participants"].as_array().unwrap().iter().filter(|one| one["ticked"] == true).collect();
    assert_eq!(ticked.len(), 1, "{ticked:?}");
    assert_eq!(ticked[0]["address"], CUSTOMER);
}
