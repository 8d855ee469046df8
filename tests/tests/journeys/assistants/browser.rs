//! Assistants in the browser: what administrators set up, and what agents see and do.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use journeys::chromium;
use journeys::model_server::{ModelServer, Reply};
use journeys::wait::wait_until;
use serde_json::{Value, json};

use super::model::{GOOD, RETURNS, model};
use super::{Assisted, letter, notes};
use crate::automatic::ZOE;
use crate::receiving::{AGENT, AGENT_PASSWORD};

fn input(desk: &Assisted) -> Value {
    json!({"address": desk.at.desk.program.address(), "email": AGENT, "password": AGENT_PASSWORD, "mailbox": desk.at.mailbox})
}

/// LD-5, LD-4, SB-4: in the browser an administrator writes a scripted assistant, tries it and puts it into a mailbox; to a
/// customer's mail the agent finds its draft, takes it out and in again, and sends it; the customer gets that and nothing else.
#[test]
fn an_assistant_is_written_tried_and_placed_and_its_draft_is_sent() {
    let desk = Assisted::open();
    let seen = chromium::run("assistants", &input(&desk));
    assert_eq!(seen["tried"], "We are open from 9 to 17.");
    let api = &desk.at.desk.api;
    let made = &api.list("/assistants")[0];
    assert_eq!(
        (&made["name"], &made["mode"], &made["mailboxes"]),
        (&json!("Ada"), &json!("draft"), &json!([desk.at.mailbox]))
    );
    assert_eq!(made["script"].as_array().map(Vec::len), Some(2));
    assert_eq!(api.get("/settings").json_of(200)["human_takeover"], false);

    desk.write(&letter("hours-4713", "When do you open on Monday?"));
    let (shown, turn) = desk.await_turn("hours-4713", 1);
    assert_eq!(
        (&turn["state"], &shown["suggestion"]["text"]),
        (&json!("drafted"), &json!("We are open from 9 to 17."))
    );
    let mut input = input(&desk);
    input["conversation"] = shown["id"].clone();
    let _ = chromium::run("assistants_draft", &input);
    wait_until("the answer", || desk.to(ZOE).len() == 1);
    let sent = &desk.to(ZOE)[0].raw;
    assert!(sent.contains("Dear Zoe,") && sent.contains("We are open from 9 to 17."), "{sent}");
    assert!(!sent.contains("automatic assistant"), "what a person sends is a person's: {sent}");
}

/// LD-5, LD-4, SB-4: the page shows which assistant has a conversation, what it answered and how it came to that, and why the mail
/// came to it; a question that it does not know hands over while the page is open, with its note; another one a person takes over.
#[test]
fn agents_see_who_answers_and_take_over() {
    let desk = Assisted::open();
    let server = ModelServer::start(|question| match question.user().contains("Sources:") {
        true => Reply::Says(GOOD.into()),
        false => Reply::Says("The customer looks for a parcel.".into()),
    });
    desk.hire(&model(&server));
    desk.article("Returns", RETURNS, Some("https://acme.example/help/returns"));
    desk.write(&letter("bike-4", "How can I return a bicycle?"));
    let (shown, turn) = desk.await_turn("bike-4", 1);
    assert_eq!(turn["state"], "answered", "{turn}");
    desk.write(&letter("bike-5", "How can I return my bicycle?"));
    let (other, turn) = desk.await_turn("bike-5", 1);
    assert_eq!(turn["state"], "answered", "{turn}");
    wait_until("both answers", || desk.to(ZOE).len() == 2);
    let answer = desk.to(ZOE).into_iter().find(|mail| mail.raw.contains("bike-4")).expect("the answer");

    let post = TcpListener::bind("127.0.0.1:0").expect("a port");
    let mut input = input(&desk);
    input["conversation"] = shown["id"].clone();
    input["other"] = other["id"].clone();
    input["post"] = json!(format!("http://{}/", post.local_addr().expect("an address")));
    thread::scope(|scope| {
        // Whoever asks for it lets the customer write once more.
        scope.spawn(|| {
            let (mut stream, _) = post.accept().expect("a connection");
            let _ = stream.read(&mut [0; 4_096]);
            desk.write(&letter("Re: bike-4", "And where is my parcel?").answering(answer.raw.as_bytes()));
            stream.write_all(b"HTTP/1.1 204 OK\r\nConnection: close\r\n\r\n").expect("it is told");
        });
        chromium::run("assistants_answer", &input)
    });
    let (shown, turn) = desk.await_turn("bike-4", 2);
    assert_eq!((&turn["reason"], &shown["assistant"]), (&json!("nothing-found"), &Value::Null));
    assert!(notes(&shown)[0].contains("The customer looks for a parcel."));
    let other = desk.at.shown(other["id"].as_str().expect("an id"));
    assert_eq!((&other["assistant"], &other["assignee"]["email"]), (&Value::Null, &json!(AGENT)));
}
