//! Where an answer goes: to the customer, to where their mail asks for answers, and to whom an agent lets it go beside them.

use journeys::chromium;
use serde_json::{Value, json};

use crate::automatic::{Answering, ZOE};
use crate::letters::Letter;
use crate::receiving::{AGENT, AGENT_PASSWORD, Base, SUPPORT};

const LI: &str = "li@workshop.example";

/// A conversation that Zoe was written in, and that Li, who was forwarded the mail, has answered.
fn with_a_third_person(at: &Answering) -> String {
    let (id, ours) = at.write("Your keys", &[ZOE]);
    let raw = Letter::new(LI, SUPPORT, "Re: Your keys", "I have a spare one behind the door.").answering(&ours).raw();
    at.hand_in(LI, SUPPORT, &raw);
    at.await_quiet();
    id
}

fn cc(shown: &Value) -> Vec<(&str, bool)> {
    let all = shown["participants"].as_array().expect("participants").iter().filter(|one| one["role"] == "cc");
    all.map(|one| (one["address"].as_str().unwrap(), one["ticked"] == true)).collect()
}

fn answered(at: &Answering, id: &str, text: &str) -> String {
    let answer = json!({"kind": "reply", "text": text});
    at.desk.api.post(&format!("/conversations/{id}/messages"), &answer).accept(201);
    at.await_quiet();
    let taken = at.server.taken();
    taken.iter().rfind(|mail| mail.raw.contains(text)).expect("the answer").raw.clone()
}

/// TC-5: what a third person writes is for agents only until an agent lets answers go to them; even then nothing of it is quoted.
#[test]
fn a_third_person_gets_answers_when_an_agent_says_so() {
    let at = Answering::open(&Base::Sqlite);
    let id = with_a_third_person(&at);
    let shown = at.shown(&id);
    assert_eq!(shown["messages"][1]["flags"], json!(["third-person"]), "{shown}");
    assert_eq!(cc(&shown), []);
    let first = answered(&at, &id, "Did you find them?");
    assert!(first.contains(ZOE) && !first.contains(LI) && !first.contains("behind the door"), "{first}");

    let path = format!("/conversations/{id}/participants");
    let added = at.desk.api.put_json(&path, &json!({"address": LI, "name": "Li", "ticked": true})).json_of(200);
    assert_eq!(cc(&added), [(LI, true)]);
    let told = Answering::events_of(&added, "participant");
    assert_eq!(told, [json!({"address": LI, "ticked": true})]);
    let second = answered(&at, &id, "Li wrote to us.");
    assert!(second.contains(&format!("Cc: Li <{LI}>")) && !second.contains("behind the door"), "{second}");

    let left = at.desk.api.put_json(&path, &json!({"address": LI, "ticked": false})).json_of(200);
    assert_eq!(cc(&left), [(LI, false)]);
    let third = answered(&at, &id, "Only for you.");
    assert!(!third.contains(LI), "{third}");
    for (address, reason) in [(ZOE, "customer"), (SUPPORT, "mailboxes"), ("nonsense", "address")] {
        let problem = at.desk.api.put_json(&path, &json!({"address": address, "ticked": true})).json_of(422);
        assert!(problem["fields"]["address"].as_str().is_some_and(|words| words.contains(reason)), "{problem}");
    }
    at.desk.api.put_json("/conversations/99999/participants", &json!({"address": LI, "ticked": true})).accept(404);
}

/// SB-15: the desk says that answers would go to another domain, until an agent has answered there.
#[test]
fn a_destination_in_another_domain_is_said_until_somebody_answers_there() {
    let at = Answering::open(&Base::Sqlite);
    let asking = |subject: &str, reply_to: &str| {
        let further = format!("Reply-To: {reply_to}\r\n");
        let raw = Letter { further, ..Letter::new(ZOE, SUPPORT, subject, "Where are they?") }.raw();
        at.hand_in(ZOE, SUPPORT, &raw);
        at.desk.api.await_conversation(subject)
    };
    let near = asking("Gloves", "orders@shop.example");
    assert_eq!(
        (&near["answers_to"]["address"], &near["answers_to_unconfirmed"]),
        (&json!("orders@shop.example"), &json!(false))
    );
    let far = asking("Keys", LI);
    assert_eq!((&far["answers_to"]["address"], &far["answers_to_unconfirmed"]), (&json!(LI), &json!(true)));
    let id = far["id"].as_str().unwrap();
    let mail = answered(&at, id, "They are here.");
    assert!(mail.contains(&format!("To: {LI}")), "{mail}");
    assert_eq!(at.shown(id)["answers_to_unconfirmed"], false);
}

/// SB-15, TC-5: in the browser, by keyboard: a third person is let in with one press; an answer to another domain is asked about.
#[test]
fn the_browser_asks_before_an_answer_goes_elsewhere() {
    let at = Answering::open(&Base::Sqlite);
    let id = with_a_third_person(&at);
    let further = format!("Reply-To: {LI}\r\n");
    at.hand_in(ZOE, SUPPORT, &Letter { further, ..Letter::new(ZOE, SUPPORT, "Gloves", "Where are they?") }.raw());
    let elsewhere = at.desk.api.await_conversation("Gloves");
    let _ = chromium::run(
        "answers",
        &json!({"address": at.desk.program.address(), "email": AGENT, "password": AGENT_PASSWORD, "third": LI,
            "customer": ZOE, "conversation": id, "elsewhere": elsewhere["id"]}),
    );
    assert_eq!(cc(&at.shown(&id)), [(LI, true)]);
    at.await_quiet();
    let sent = at.server.taken();
    let gloves: Vec<_> = sent.iter().filter(|mail| mail.raw.contains("On the shelf.")).collect();
    assert_eq!(gloves.len(), 1);
    assert_eq!(gloves[0].to, [ZOE], "the agent chose the customer's own address");
}
