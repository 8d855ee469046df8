//! Assistants over the API: what is refused, what is never shown, which work in a mailbox, and what a try tells.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk};

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_string()
}

async fn put(desk: &Desk, path: &str, body: Value) -> Answer {
    desk.by(&desk.ana_token, "PUT", path, Some(body)).await
}

fn script() -> Value {
    json!({"name": "Ada", "mode": "answer", "script": [{"questions": ["opening hours", "when do you open"], "answer": "From 9 to 17."}]})
}

fn model() -> Value {
    json!({"name": "Max", "model": {"base_url": "https://models.example/v1", "model": "small"}, "key": "sk-secret-4711"})
}

/// LD-5: assistants of each kind are added, changed, ordered in a mailbox, and deleted; a key is never shown.
#[tokio::test]
async fn assistants_are_kept() {
    let desk = Desk::new().await;
    let ada = desk.post("/assistants", script()).await.json_of(201);
    let max = desk.post("/assistants", model()).await.json_of(201);
    assert_eq!(max["has_key"], true);
    assert_eq!((&max["mode"], &max["most_turns"], &ada["has_key"]), (&json!("draft"), &json!(3), &json!(false)));
    let (ada, max) = (text(&ada["id"]), text(&max["id"]));
    let places = json!({"assistants": [{"assistant": max, "enabled": false}, {"assistant": ada, "enabled": true}]});
    let path = format!("/mailboxes/{}/assistants", desk.mailbox);
    put(&desk, &path, places.clone()).await.json_of(200);
    assert_eq!(desk.get(&path).await.json_of(200), places);
    let listed = desk.get("/assistants").await;
    assert!(
        !String::from_utf8_lossy(&listed.bytes).contains("sk-secret"),
        "{}",
        String::from_utf8_lossy(&listed.bytes)
    );
    assert_eq!(listed.json_of(200)["items"][1]["mailboxes"], json!([desk.mailbox.to_string()]));
    // Another address, and the old key stays where it belongs.
    let moved = json!({"model": {"base_url": "https://other.example/v1", "model": "small"}});
    let problem = desk.patch(&format!("/assistants/{max}"), moved.clone()).await.problem(422, "field_invalid");
    assert!(problem["fields"]["key"].is_string(), "{problem}");
    let with_key = json!({"model": moved["model"], "key": null});
    assert_eq!(desk.patch(&format!("/assistants/{max}"), with_key).await.json_of(200)["has_key"], false);
    assert_eq!(desk.delete(&format!("/assistants/{max}")).await.status, 204);
    assert_eq!(desk.get(&path).await.json_of(200)["assistants"].as_array().unwrap().len(), 1);
}

/// LD-5: what does not fit is refused at its field, and says what to do.
#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let desk = Desk::new().await;
    let with = |field: &str, value: Value| {
        let mut draft = script();
        draft[field] = value;
        draft
    };
    for (draft, field) in [
        (json!({"name": "Ada"}), "model"),
        (with("name", json!(" ")), "name"),
        (with("language", json!("de_DE!")), "language"),
        (with("most_turns", json!(0)), "most_turns"),
        (with("most_a_day", json!(1_000_000)), "most_a_day"),
        (with("script", json!([])), "pairs"),
        (with("model", model()["model"].clone()), "model"),
        (json!({"name": "Max", "model": {"base_url": "http://models.example/v1", "model": "m"}}), "base_url"),
        (json!({"name": "Max", "model": {"base_url": "https://192.168.0.1/v1", "model": "m"}}), "base_url"),
        (json!({"name": "Max", "model": {"base_url": "https://models.example/v1", "model": ""}}), "model"),
        (json!({"name": "Max", "dialogflow": {}}), "key"),
        (json!({"name": "Max", "dialogflow": {}, "key": "{}"}), "key"),
    ] {
        let problem = desk.post("/assistants", draft.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{draft}: {problem}");
    }
    let path = format!("/mailboxes/{}/assistants", desk.mailbox);
    let ghost = json!({"assistants": [{"assistant": "99", "enabled": true}]});
    put(&desk, &path, ghost).await.problem(422, "field_invalid");
}

/// LD-5: a question is tried, and what would become of it is told; without an article a model is not even asked.
#[tokio::test]
async fn a_question_is_tried() {
    let desk = Desk::new().await;
    let ada = text(&desk.post("/assistants", script()).await.json_of(201)["id"]);
    let max = text(&desk.post("/assistants", model()).await.json_of(201)["id"]);
    let ask = |text: &str| json!({"mailbox": desk.mailbox.to_string(), "text": text});
    for (id, question, answer, reason) in [
        (&ada, "When do you open?", json!("From 9 to 17."), Value::Null),
        (&ada, "Where is my parcel?", Value::Null, json!("unsure")),
        (&ada, "I want to speak to a human", Value::Null, json!("asked")),
        (&max, "When do you open?", Value::Null, json!("nothing-found")),
    ] {
        let told = desk.post(&format!("/assistants/{id}/trial"), ask(question)).await.json_of(200);
        assert_eq!((&told["answer"], &told["reason"]), (&answer, &reason), "{question}");
    }
    desk.post(&format!("/assistants/{ada}/trial"), ask(" ")).await.problem(422, "field_invalid");
}
