//! A scripted assistant, from the first question to the hand-over.

use journeys::wait::wait_until;
use serde_json::{Value, json};

use super::{Assisted, letter, notes};
use crate::automatic::{Answering, ZOE};
use crate::letters::{Letter, fresh};
use crate::receiving::SUPPORT;

fn ada() -> Value {
    json!({"name": "Ada", "mode": "answer", "most_turns": 3, "script": [
        {"questions": ["opening hours", "when do you open"], "answer": "We are open from 9 to 17."},
        {"questions": ["repair price"], "answer": "A repair costs 20 euros."}]})
}

/// LD-5, LD-4, SB-4: it answers what it knows, and agents hear nothing; what it does not know it hands over with a note, and agents
/// are mailed; every step stands in the timeline and in what assistants looked at.
#[test]
fn a_script_answers_and_hands_over() {
    let desk = Assisted::open();
    desk.hire(&ada());
    let first = letter("hours-4711", "When do you open on Monday?");
    desk.write(&first);
    let (shown, turn) = desk.await_turn("hours-4711", 1);
    assert_eq!(
        (&turn["state"], &shown["status"], &shown["assignee"]),
        (&json!("answered"), &json!("answered"), &Value::Null)
    );
    assert_eq!(shown["assistant"]["name"], "Ada");
    assert_eq!(shown["messages"][1]["author"]["type"], "assistant");
    wait_until("the answer", || desk.to(ZOE).len() == 1);
    let answer = &desk.to(ZOE)[0];
    for words in ["We are open from 9 to 17.", "Auto-Submitted: auto-replied", "our automatic assistant Ada"] {
        assert!(answer.raw.contains(words), "{words} is missing in {}", answer.raw);
    }
    assert!(desk.to_agent("hours-4711").is_empty(), "while it knows the answer no mail goes to agents");
    let trace = Answering::events_of(&shown, "assistant_took");
    assert_eq!(trace[0]["name"], "Ada");

    let second = letter("Re: hours-4711", "And where is my parcel?").answering(answer.raw.as_bytes());
    desk.write(&second);
    let (shown, turn) = desk.await_turn("hours-4711", 2);
    assert_eq!((&turn["state"], &turn["reason"]), (&json!("handed_over"), &json!("unsure")));
    assert_eq!((&shown["assistant"], &shown["status"]), (&Value::Null, &json!("open")));
    let notes = notes(&shown);
    assert!(
        notes[0].contains("Ada hands this conversation over") && notes[0].contains("where is my parcel"),
        "{notes:?}"
    );
    wait_until("the agent's mail", || desk.to_agent("hours-4711").len() == 1);
    assert_eq!(desk.to(ZOE).len(), 1, "no note ever reaches the customer");

    // People have it now: what the customer writes next is theirs.
    let third = letter("Re: hours-4711", "When do you open?").answering(answer.raw.as_bytes());
    desk.write(&third);
    wait_until("the agent's second mail", || desk.to_agent("hours-4711").len() == 2);
    assert_eq!(desk.await_turn("hours-4711", 2).1["id"], turn["id"]);
}

/// LD-4, SO-16: a rule gives what it is about to an assistant that no mailbox has; what it does not know goes to people.
#[test]
fn a_rule_lets_an_assistant_answer() {
    let desk = Assisted::open();
    let id = desk.at.desk.api.post("/assistants", &ada()).json_of(201)["id"].as_str().expect("an id").to_owned();
    let about = json!([{"match": "all", "conditions": [{"field": "subject", "is": "contains", "values": ["hours"]}]}]);
    let rule = json!({"name": "Hours", "when": {"on": "customer_message"}, "if": about,
        "then": [{"do": "assign_assistant", "value": id}]});
    desk.at.desk.api.post("/rules", &rule).accept(201);
    desk.write(&letter("hours-4713", "When do you open?"));
    let (shown, turn) = desk.await_turn("hours-4713", 1);
    assert_eq!((&turn["state"], &shown["assistant"]["name"]), (&json!("answered"), &json!("Ada")));
    wait_until("the answer", || desk.to(ZOE).len() == 1);
    assert!(desk.to_agent("hours-4713").is_empty());
    desk.write(&letter("hours-4714", "Where is my parcel?"));
    assert_eq!(desk.await_turn("hours-4714", 1).1["state"], "handed_over");
    wait_until("the agent's mail", || desk.to_agent("hours-4714").len() == 1);
    desk.write(&letter("another matter", "When do you open?"));
    wait_until("the agent's mail", || desk.to_agent("another matter").len() == 1);
    assert_eq!(desk.to(ZOE).len(), 1);
}

/// SB-4: with the setting off agents are mailed at once, and the customer is answered all the same.
#[test]
fn without_human_takeover_agents_are_mailed_at_once() {
    let desk = Assisted::open();
    desk.hire(&ada());
    desk.at.desk.api.patch("/settings", &json!({"human_takeover": false})).accept(200);
    desk.write(&letter("hours-4712", "When do you open?"));
    assert_eq!(desk.await_turn("hours-4712", 1).1["state"], "answered");
    wait_until("both mails", || desk.to(ZOE).len() == 1 && desk.to_agent("hours-4712").len() == 1);
}

/// LD-4, LD-5: where it may not answer by itself agents have the conversation, with its draft; a person is asked for and one
/// comes; the newest turn is the last where it has answered often enough.
#[test]
fn where_it_may_not_answer_agents_have_its_draft() {
    let desk = Assisted::open();
    let id = desk.hire(&ada());
    // Nothing proves this one.
    let unproved = Letter::new("max@other.example", SUPPORT, "unproved", "When do you open?");
    desk.at.hand_in("max@other.example", SUPPORT, &fresh(&unproved.raw()));
    let mut copied = letter("copied", "When do you open?");
    copied.cc = Some("Eve <eve@third.example>".into());
    desk.write(&copied);
    let mut elsewhere = letter("elsewhere", "When do you open?");
    elsewhere.further = "Reply-To: eve@third.example\r\n".into();
    desk.write(&elsewhere);
    for (subject, reason) in [("unproved", "not-proved"), ("copied", "others"), ("elsewhere", "elsewhere")] {
        let (shown, turn) = desk.await_turn(subject, 1);
        assert_eq!((&turn["state"], &turn["mode"]), (&json!("drafted"), &json!("draft")), "{subject}: {turn}");
        assert_eq!(shown["assistant"], Value::Null);
        assert_eq!(shown["suggestion"]["text"], "We are open from 9 to 17.", "{subject}");
        let line = shown["messages"][0]["trace"]
            .as_array()
            .expect("a trace")
            .iter()
            .find(|line| line["outcome"] == "assistant-drafts");
        assert_eq!(line.expect("a line")["reason"], reason, "{subject}");
        wait_until("the agent's mail", || desk.to_agent(subject).len() == 1);
    }
    desk.write(&letter("a person", "When do you open? I would rather talk to a human."));
    assert_eq!(desk.await_turn("a person", 1).1["reason"], "asked");
    assert!(desk.to(ZOE).is_empty() && desk.to("max@other.example").is_empty(), "nothing left");
    // A draft goes when somebody answers.
    let open = desk.at.desk.api.await_conversation("copied")["id"].as_str().expect("an id").to_owned();
    desk.at
        .desk
        .api
        .post(&format!("/conversations/{open}/messages"), &json!({"kind": "reply", "text": "Nine."}))
        .accept(201);
    assert_eq!(desk.at.shown(&open)["suggestion"], Value::Null);
    // Switched off, it takes nothing.
    desk.at.desk.api.patch(&format!("/assistants/{id}"), &json!({"enabled": false})).accept(200);
    desk.write(&letter("switched off", "When do you open?"));
    wait_until("the agent's mail", || desk.to_agent("switched off").len() == 1);
}
