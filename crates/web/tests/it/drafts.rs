//! Drafts: kept for whoever writes them and for nobody else, with their files, until they are sent.

use serde_json::{Value, json};

use crate::desk::Desk;

async fn upload(desk: &Desk, token: &str) -> String {
    let form = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"list.txt\"\r\n\r\nlamps\r\n--b--\r\n";
    let request = axum::http::Request::builder()
        .method("POST")
        .uri("/api/v1/attachments")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "multipart/form-data; boundary=b")
        .body(axum::body::Body::from(form))
        .unwrap();
    desk.ask(request).await.json_of(201)["id"].as_str().unwrap().to_string()
}

/// what was typed is there on another machine, and nobody else of the team is ever shown it.
#[tokio::test]
async fn a_draft_is_kept_for_its_agent_and_for_nobody_else() {
    let desk = Desk::new().await;
    let path = format!("/conversations/{}/draft", desk.conversation("Order 4711", "Where is it?").await);
    let none = desk.get(&path).await.json_of(200);
    assert_eq!((&none["updated_at"], &none["text"], &none["kind"]), (&Value::Null, &json!(""), &json!("reply")));

    let file = upload(&desk, &desk.ana_token).await;
    let body = json!({"kind": "note", "text": "It is on its", "html": "<p>It is on its</p>", "note": "Call them",
        "cc": [{"name": null, "address": "unfinished@"}], "mailbox": desk.mailbox.to_string(), "attachments": [file]});
    let saved = desk.by(&desk.ana_token, "PUT", &path, Some(body)).await.json_of(200);
    assert_eq!((&saved["text"], &saved["to"]), (&json!("It is on its"), &Value::Null));
    assert_eq!((&saved["note"], &saved["attachments"][0]["filename"]), (&json!("Call them"), &json!("list.txt")));
    assert_eq!(desk.get(&path).await.json_of(200), saved);
    let new = json!({"kind": "reply", "subject": "Your lamps", "text": "Dear"});
    desk.by(&desk.ana_token, "PUT", "/drafts/new", Some(new)).await.json_of(200);
    let listed = desk.get("/drafts").await.json_of(200);
    let kinds: Vec<_> = listed["items"].as_array().unwrap().iter().map(|one| one["subject"].clone()).collect();
    assert_eq!(kinds.len(), 2, "{listed}");
    assert!(kinds.contains(&json!("Order 4711")) && kinds.contains(&json!("Your lamps")), "{listed}");

    for path in [path.as_str(), "/drafts/new"] {
        let other = desk.by(&desk.ben_token, "GET", path, None).await.json_of(200);
        assert_eq!((&other["text"], &other["updated_at"]), (&json!(""), &Value::Null), "{path}");
        assert_eq!(desk.by(&desk.ben_token, "DELETE", path, None).await.status, 204);
        assert!(desk.get(path).await.json_of(200)["updated_at"].is_string(), "another agent discards nothing: {path}");
    }
    assert_eq!(desk.by(&desk.ben_token, "GET", "/drafts", None).await.json_of(200)["items"], json!([]));
    assert_eq!(desk.delete(&path).await.status, 204);
    assert_eq!(desk.get(&path).await.json_of(200)["updated_at"], Value::Null);
}

/// D4: a draft tells nothing of a conversation that its agent may no longer see.
#[tokio::test]
async fn a_draft_about_a_hidden_conversation_is_404_and_not_listed() {
    let desk = Desk::new().await;
    let id = desk.conversation("Secret", "Hello").await;
    let path = format!("/conversations/{id}/draft");
    let body = json!({"kind": "reply", "text": "Hello"});
    desk.by(&desk.ben_token, "PUT", &path, Some(body.clone())).await.json_of(200);
    let queue = json!({"name": "Board", "members_only": true, "members": [desk.ana]});
    let queue = desk.post("/queues", queue).await.json_of(201)["id"].clone();
    desk.patch(&format!("/conversations/{id}"), json!({"queue": queue})).await.json_of(200);
    desk.by(&desk.ben_token, "GET", &path, None).await.problem(404, "not_found");
    desk.by(&desk.ben_token, "PUT", &path, Some(body)).await.problem(404, "not_found");
    desk.by(&desk.ben_token, "DELETE", &path, None).await.problem(404, "not_found");
    assert_eq!(desk.by(&desk.ben_token, "GET", "/drafts", None).await.json_of(200)["items"], json!([]));
}

#[tokio::test]
async fn what_does_not_fit_into_a_draft_is_told_at_its_field() {
    let desk = Desk::new().await;
    let path = format!("/conversations/{}/draft", desk.conversation("Order", "Hello").await);
    let long = |count: usize| "x".repeat(count);
    let bens = upload(&desk, &desk.ben_token).await;
    let many: Vec<Value> = (0..101).map(|n| json!({"address": format!("a{n}@x.example")})).collect();
    for (field, value) in [
        ("text", json!(long(500_001))),
        ("note", json!(long(500_001))),
        ("html", json!(long(1024 * 1024 + 1))),
        ("subject", json!(long(501))),
        ("to", json!([{"address": long(501)}])),
        ("to", json!(many)),
        ("attachments", json!([bens])),
        ("attachments", json!(["999"])),
    ] {
        let mut body = json!({"kind": "reply"});
        body[field] = value;
        let problem = desk.by(&desk.ana_token, "PUT", &path, Some(body)).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{field}: {problem}");
    }
    let unknown = json!({"kind": "reply", "other": 1});
    desk.by(&desk.ana_token, "PUT", &path, Some(unknown)).await.problem(422, "field_invalid");
}

/// A file lives for as long as a draft holds it, and no longer than others once it is discarded.
#[tokio::test]
async fn the_files_of_a_draft_outlive_the_day_after_which_uploads_are_forgotten() {
    let desk = Desk::new().await;
    let path = format!("/conversations/{}/draft", desk.conversation("Order", "Hello").await);
    let (held, loose) = (upload(&desk, &desk.ana_token).await, upload(&desk, &desk.ana_token).await);
    let body = json!({"kind": "reply", "attachments": [held]});
    desk.by(&desk.ana_token, "PUT", &path, Some(body)).await.json_of(200);
    desk.later(25 * 3600);
    let tidy = |desk: &Desk| {
        let now = desk.web.node.clock.now();
        let db = desk.db().clone();
        async move { db.write(move |tx| flow::upkeep::round(tx, now)).await.unwrap() }
    };
    tidy(&desk).await;
    assert_eq!(desk.get(&format!("/attachments/{held}")).await.status, 200);
    desk.get(&format!("/attachments/{loose}")).await.problem(404, "not_found");
    desk.delete(&path).await;
    tidy(&desk).await;
    desk.get(&format!("/attachments/{held}")).await.problem(404, "not_found");
}

/// What was sent is no draft any more, whatever becomes of the browser; a note that stands beside it stays.
#[tokio::test]
async fn a_draft_ends_in_the_moment_in_which_it_is_sent() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let (draft, messages) = (format!("/conversations/{id}/draft"), format!("/conversations/{id}/messages"));
    let body = json!({"kind": "reply", "text": "On its way", "note": "Call them"});
    desk.by(&desk.ana_token, "PUT", &draft, Some(body)).await.json_of(200);
    desk.post(&messages, json!({"kind": "reply", "text": "By another way"})).await.json_of(201);
    assert_eq!(desk.get(&draft).await.json_of(200)["text"], "On its way", "only who says so ends it");
    desk.post(&messages, json!({"kind": "reply", "text": "On its way", "ends_draft": true})).await.json_of(201);
    let left = desk.get(&draft).await.json_of(200);
    assert_eq!((&left["kind"], &left["text"], &left["note"]), (&json!("note"), &json!(""), &json!("Call them")));
    desk.post(&messages, json!({"kind": "note", "text": "Call them", "ends_draft": true})).await.json_of(201);
    assert_eq!(desk.get(&draft).await.json_of(200)["updated_at"], Value::Null);

    desk.by(&desk.ana_token, "PUT", "/drafts/new", Some(json!({"kind": "reply", "text": "Dear"}))).await.json_of(200);
    let body = json!({"mailbox": desk.mailbox.to_string(), "to": [{"address": "max@x.example"}], "subject": "Lamps",
        "text": "Dear Max", "ends_draft": true});
    desk.post("/conversations", body).await.json_of(201);
    assert_eq!(desk.get("/drafts").await.json_of(200)["items"], json!([]));
}

/// what somebody writes about a conversation follows it when it is merged, whatever number is asked, and takes nothing
/// from what they write about the other.
#[tokio::test]
async fn a_draft_follows_its_conversation_when_it_is_merged() {
    let desk = Desk::new().await;
    let (one, other) = (desk.conversation("Order", "Where?").await, desk.conversation("Refund", "Please").await);
    let path = |id| format!("/conversations/{id}/draft");
    let file = upload(&desk, &desk.ana_token).await;
    let draft = json!({"kind": "reply", "text": "By Ana", "attachments": [file]});
    desk.by(&desk.ana_token, "PUT", &path(one), Some(draft)).await.json_of(200);
    for (id, text) in [(one, "By Ben"), (other, "By Ben about the other")] {
        desk.by(&desk.ben_token, "PUT", &path(id), Some(json!({"kind": "reply", "text": text}))).await.json_of(200);
    }
    desk.post(&format!("/conversations/{one}/merge"), json!({"into": other.to_string()})).await.json_of(200);
    for id in [one, other] {
        let of_ana = desk.get(&path(id)).await.json_of(200);
        assert_eq!((&of_ana["text"], &of_ana["attachments"][0]["filename"]), (&json!("By Ana"), &json!("list.txt")));
        let of_ben = desk.by(&desk.ben_token, "GET", &path(id), None).await.json_of(200);
        assert_eq!(of_ben["text"], "By Ben about the other");
    }
    desk.by(&desk.ana_token, "PUT", &path(one), Some(json!({"kind": "reply", "text": "On"}))).await.json_of(200);
    assert_eq!(desk.get(&path(other)).await.json_of(200)["text"], "On");
}
