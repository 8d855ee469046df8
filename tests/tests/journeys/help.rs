//! Help for agents (SO-17) in the browser, by a scripted model.

use journeys::chromium;
use journeys::model_server::{ModelServer, Question, Reply};
use serde_json::json;

use crate::assistants::{Assisted, letter};
use crate::receiving::{AGENT, AGENT_PASSWORD};

const ASKED: &str = "Wie kann ich meine Schuhe zurückgeben?";

/// What the model says to each kind of question, streamed; to another tone it adds a link of its own.
fn said(question: &Question) -> Reply {
    let system = question.system();
    Reply::Says(
        match &*system {
            one if one.contains("numbered sources") => "Sie können Schuhe innerhalb von 30 Tagen zurückgeben. [1]",
            one if one.starts_with("Rewrite") => "Please send it back, dear Zoe. https://evil.example/x",
            one if one.starts_with("Translate") => "How can I return my shoes?",
            _ => "Zoe wants to return shoes.",
        }
        .into(),
    )
}

/// SO-17: without a model nothing is shown; with one that was chosen, an agent has an answer suggested from the knowledge, the tone of
/// a draft changed and put back, the conversation summed up and a message translated. Nothing of it reaches the customer.
#[test]
fn a_model_helps_an_agent_in_the_browser() {
    let desk = Assisted::open();
    let server = ModelServer::start(said);
    let api = &desk.at.desk.api;
    let new = json!({"name": "Ada", "model": {"base_url": server.url(), "model": "small"}});
    api.post("/assistants", &new).accept(201);
    desk.article("Returning goods", "Sie können Schuhe innerhalb von 30 Tagen zurückgeben.", None);
    desk.write(&letter("Schuhe", ASKED));
    let conversation = api.await_conversation("Schuhe")["id"].clone();
    let input = json!({"address": desk.at.desk.program.address(), "email": AGENT, "password": AGENT_PASSWORD,
        "conversation": conversation, "question": ASKED});
    let seen = chromium::run("help", &input);
    assert_eq!(seen["before"], 0, "nothing of it without a model");
    assert_eq!(seen["answer"], "Sie können Schuhe innerhalb von 30 Tagen zurückgeben.");
    assert_eq!((&seen["sources"], &seen["empty"]), (&json!(1), &json!("")));
    assert_eq!(seen["friendlier"], "Please send it back, dear Zoe.");
    assert_eq!(seen["turns"], 3);
    let all: Vec<String> = server.asked().iter().map(|question| question.all()).collect();
    assert_eq!(all.len(), 4);
    assert!(all[2].contains(ASKED) && !all[1].contains(ASKED), "each sees what it needs: {all:?}");
    let shown = desk.at.shown(conversation.as_str().expect("an id"));
    assert_eq!(shown["messages"].as_array().expect("messages").len(), 1, "nothing was sent, and nothing noted");
}
