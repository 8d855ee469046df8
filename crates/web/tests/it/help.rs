//! Help for agents (SO-17): a model that somebody chose says something to an agent, and nothing to anybody else.

use serde_json::{Value, json};

use crate::{
    desk::{Desk, Seed},
    model::Model,
};

/// Adds an assistant with this model, and has it help agents; its id.
pub async fn hire(desk: &Desk, model: &Model) -> Value {
    let new = json!({"name": "Ada", "model": {"base_url": model.base_url, "model": "small"}, "most_a_day": 5});
    let id = desk.post("/assistants", new).await.json_of(201)["id"].clone();
    let helper = desk.by(&desk.ana_token, "PUT", "/helper", Some(json!({"assistant": id}))).await.json_of(200);
    assert_eq!(helper["assistant"], json!({"id": id, "name": "Ada"}));
    id
}

fn told(problem: &Value, field: &str) -> String {
    problem["fields"][field].as_str().unwrap_or_default().to_string()
}

/// SO-17: a summary, a translation and another tone are asked of the model with this conversation alone, or with the agent's own
/// words; links that stood nowhere before are left out, and the exchange is kept for agents to see.
#[tokio::test]
async fn a_model_summarises_translates_and_changes_the_tone() {
    let desk = Desk::new().await;
    desk.conversation("Other", "Zanzibar is a secret of somebody else").await;
    let within = desk.conversation("Parcel", "Where is parcel 4711?").await;
    let model =
        Model::saying("**Your** parcel left.\n\nSee https://evil.example/track and https://shop.example/a").await;
    hire(&desk, &model).await;
    let path = format!("/conversations/{within}/help");
    let ask = async |body: Value| desk.by(&desk.ben_token, "POST", &path, Some(body)).await.json_of(200);
    let note = json!({"kind": "note", "text": "Only we know this"});
    desk.post(&format!("/conversations/{within}/messages"), note).await.json_of(201);

    let summary = ask(json!({"kind": "summary", "language": "de"})).await;
    assert_eq!((&summary["text"], &summary["left_out"]), (&json!("Your parcel left.\n\nSee  and"), &json!(2)));
    let tone = json!({"kind": "tone", "tone": "formal", "text": "It left, see https://shop.example/a."});
    assert_eq!(ask(tone).await["text"], "Your parcel left.\n\nSee  and https://shop.example/a");
    ask(json!({"kind": "translation", "text": "It left."})).await;
    let asked = model.asked();
    assert!(asked[0].contains("Where is parcel 4711?") && asked[0].contains("tag de"), "{asked:?}");
    assert!(asked[1].contains("more formal") && asked[1].contains("It left, see") && !asked[1].contains("4711"));
    assert!(asked[2].contains("the one that the customer writes") && asked[2].contains("Where is parcel 4711?"));
    for words in &asked {
        assert!(!words.contains("Zanzibar") && !words.contains("Only we know"), "{words}");
    }
    let turns = desk.get(&format!("/conversations/{within}/assistant-turns")).await.json_of(200);
    let kept: Vec<(&Value, &Value)> =
        turns["items"].as_array().unwrap().iter().map(|turn| (&turn["state"], &turn["reason"])).collect();
    let helped = json!("helped");
    assert_eq!(kept, [(&helped, &json!("translation")), (&helped, &json!("tone")), (&helped, &json!("summary"))]);
    assert!(turns["items"][0]["said"].as_str().unwrap().contains("evil.example"), "what was said is kept as it was");
    assert_eq!(turns["items"][0]["tokens_in"], 40);
    let log = desk.get("/audit?noun=conversation").await.json_of(200);
    assert_eq!(
        (&log["items"][0]["action"], &log["items"][0]["actor"]["name"]),
        (&json!("conversation.helped"), &json!("Ben"))
    );
    assert_eq!(
        desk.get(&format!("/conversations/{within}")).await.json_of(200)["messages"].as_array().unwrap().len(),
        2
    );
}

/// SO-17: an answer is suggested from what the knowledge finds, with what it cites; without a passage the model is not asked at
/// all, and one that cites nothing is no answer.
#[tokio::test]
async fn an_answer_is_suggested_from_the_knowledge_or_not_at_all() {
    let desk = Desk::new().await;
    let within = desk.conversation("Shoes", "How can I return my shoes?").await;
    let model = Model::saying("You can return shoes within 30 days [1].").await;
    hire(&desk, &model).await;
    let ask = async || desk.post(&format!("/conversations/{within}/help"), json!({"kind": "answer"})).await;
    let problem = ask().await.problem(422, "field_invalid");
    assert!(told(&problem, "kind").contains("Nothing in the knowledge"), "{problem}");
    assert!(model.asked().is_empty(), "nothing leaves the desk for what it cannot answer");
    let article = json!({"title": "Returning goods", "body": "You can return shoes within 30 days.", "state": "published",
        "link": "https://help.example.org/returns"});
    desk.post("/articles", article).await.json_of(201);
    let answer = ask().await.json_of(200);
    assert_eq!((&answer["text"], &answer["doubt"]), (&json!("You can return shoes within 30 days."), &Value::Null));
    assert_eq!((&answer["found"][0]["title"], &answer["found"][0]["named"]), (&json!("Returning goods"), &json!(true)));
    let other = Model::saying("Trust me.").await;
    hire(&desk, &other).await;
    assert!(told(&ask().await.problem(422, "field_invalid"), "kind").contains("of no use"));
}

/// SO-17: without a model nothing is there; what does not fit, is too much for a day, or is not answered says what to do.
#[tokio::test]
async fn without_a_model_and_without_an_answer_it_says_what_to_do() {
    let desk = Desk::new().await;
    let (within, _) = desk.seed(Seed { subject: "Parcel", text: "Where is it?", ..Seed::default() }).await;
    let path = format!("/conversations/{within}/help");
    assert_eq!(desk.get("/helper").await.json_of(200)["assistant"], Value::Null);
    let ask = async |body: Value| desk.post(&path, body).await.problem(422, "field_invalid");
    assert!(told(&ask(json!({"kind": "summary"})).await, "kind").contains("No model helps agents here"));
    for body in [
        json!({"kind": "tone", "text": "Hello"}),
        json!({"kind": "translation", "text": " "}),
        json!({"kind": "translation", "text": "Hello", "language": "not a tag"}),
        json!({"kind": "tone", "tone": "shorter", "text": "x".repeat(20_001)}),
    ] {
        let problem = ask(body.clone()).await;
        assert!(problem["fields"].as_object().unwrap().keys().all(|field| field != "kind"), "{problem}");
    }
    let script = json!({"name": "Script", "script": [{"questions": ["hours"], "answer": "From 9 to 17."}]});
    let script = desk.post("/assistants", script).await.json_of(201)["id"].clone();
    let choose = async |id: &Value| desk.by(&desk.ana_token, "PUT", "/helper", Some(json!({"assistant": id}))).await;
    choose(&script).await.problem(422, "field_invalid");
    let id = hire(&desk, &Model::saying("").await).await;
    assert!(told(&ask(json!({"kind": "summary"})).await, "kind").contains("The model did not answer"));
    for _ in 0..4 {
        ask(json!({"kind": "summary"})).await;
    }
    assert!(told(&ask(json!({"kind": "summary"})).await, "kind").contains("as often today"));
    let turns = desk.get(&format!("/conversations/{within}/assistant-turns")).await.json_of(200);
    assert_eq!(turns["items"].as_array().unwrap().len(), 5, "what failed is kept too");
    desk.patch(&format!("/assistants/{}", id.as_str().unwrap()), json!({"enabled": false})).await.json_of(200);
    assert_eq!(desk.get("/helper").await.json_of(200)["assistant"], Value::Null, "one that is off helps nobody");
}
