//! A language model, by a scripted server: it answers from what was found and from nothing else.

use journeys::model_server::{ModelServer, Reply};
use journeys::wait::wait_until;
use serde_json::{Value, json};

use super::{Assisted, letter, notes};
use crate::automatic::ZOE;

pub(super) fn model(server: &ModelServer) -> Value {
    json!({"name": "Ada", "mode": "answer", "most_turns": 5, "key": "sk-4711",
        "model": {"base_url": server.url(), "model": "small", "instructions": "We sell bicycles.", "tone": "brief"}})
}

pub(super) const RETURNS: &str = "You can return a bicycle within 30 days. Bring it to the shop or send it back.";
pub(super) const GOOD: &str = "You can return the bicycle within 30 days. Bring it to the shop. [1]";

/// LD-5: the model is asked with the article that was found and with this conversation alone, its answer is streamed, cites the
/// article, and leaves; without the article nothing is answered, and people have it (shown by deleting the article).
#[test]
fn a_model_answers_only_from_what_was_found() {
    let desk = Assisted::open();
    let server = ModelServer::start(|question| match question.user().contains("Sources:") {
        true => Reply::Pieces(GOOD.split_inclusive(' ').map(ToString::to_string).collect()),
        false => Reply::Says("The customer wants to return a bicycle.".into()),
    });
    desk.hire(&model(&server));
    let article = desk.article("Returns", RETURNS, Some("https://acme.example/help/returns"));
    desk.write(&letter("return-1", "How can I return a bicycle?"));
    let (shown, turn) = desk.await_turn("return-1", 1);
    assert_eq!(turn["state"], "answered", "{turn}");
    assert_eq!((&turn["found"][0]["title"], &turn["found"][0]["named"]), (&json!("Returns"), &json!(true)));
    assert!(turn["asked"].as_str().expect("text").contains(RETURNS) && turn["said"] == GOOD, "{turn}");
    assert_eq!(shown["assistant"]["name"], "Ada");
    let asked = server.asked();
    assert_eq!((asked.len(), asked[0].key.as_deref(), &asked[0].body["stream"]), (1, Some("sk-4711"), &json!(true)));
    assert!(asked[0].system().contains("We sell bicycles."));
    wait_until("the answer", || desk.to(ZOE).len() == 1);
    let answer = desk.to(ZOE)[0].raw.clone();
    for words in ["You can return the bicycle within 30 days.", "Returns: https://acme.example/help/returns"] {
        assert!(answer.contains(words), "{words} is missing in {answer}");
    }
    assert!(!answer.contains("[1]"), "{answer}");

    desk.at.desk.api.delete(&format!("/articles/{article}")).accept(204);
    desk.write(&letter("return-2", "How can I return a bicycle?"));
    let (shown, turn) = desk.await_turn("return-2", 1);
    assert_eq!((&turn["state"], &turn["reason"]), (&json!("handed_over"), &json!("nothing-found")));
    assert_eq!(shown["assistant"], Value::Null);
    assert!(notes(&shown)[0].contains("The customer wants to return a bicycle."), "the model's own summary");
    assert!(server.asked().iter().all(|one| !one.user().contains("return-2") || !one.user().contains("Sources:")));
    assert_eq!(desk.to(ZOE).len(), 1);
}

/// LD-5: what the model says and its sources do not is never sent; where it fits agents all the same they have it as a draft,
/// with the reason.
#[test]
fn what_its_sources_do_not_say_is_not_sent() {
    let desk = Assisted::open();
    let server = ModelServer::replying(vec![Reply::Says("HANDOVER".into())]);
    desk.hire(&model(&server));
    desk.article("Returns", RETURNS, None);
    for (number, (said, reason, drafted)) in [
        ("HANDOVER", "unsure", false),
        ("You can return a bicycle within 30 days.", "no-source", false),
        ("You can return a bicycle within 30 days. [7]", "wrong-source", false),
        ("You can return a bicycle within 90 days. [1]", "strange", true),
        ("Bring the bicycle to the shop; see https://evil.example/x [1]", "foreign", false),
        ("Bring the bicycle to the shop. ![x](https://evil.example/a.png) [1]", "markup", false),
        ("Our president promises everybody a thousand golden horses forever. [1]", "not-in-sources", true),
    ]
    .into_iter()
    .enumerate()
    {
        server.script(move |question| match question.user().contains("Sources:") {
            true => Reply::Says(said.into()),
            false => Reply::Refuses(400, "no".into()),
        });
        let subject = format!("unfit-{number}");
        let question = format!("How can I return a bicycle of sort {}?", ["a", "b", "c", "d", "e", "f", "g"][number]);
        desk.write(&letter(&subject, &question));
        let (shown, turn) = desk.await_turn(&subject, 1);
        assert_eq!((&turn["state"], &turn["reason"]), (&json!("handed_over"), &json!(reason)), "{said}: {turn}");
        assert_eq!(shown["suggestion"].is_object(), drafted, "{said}");
        assert!(notes(&shown)[0].contains(&question), "without a summary the customer's own words");
    }
    assert!(desk.to(ZOE).is_empty(), "{:?}", desk.to(ZOE));
}
