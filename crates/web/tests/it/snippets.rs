//! Snippets: an agent's own, and the team's.

use serde_json::{Value, json};

use crate::desk::{Desk, ids};

/// an agent's own snippets are nobody else's; the team's are everybody's.
#[tokio::test]
async fn own_snippets_are_seen_by_their_agent_and_shared_ones_by_the_team() {
    let desk = Desk::new().await;
    let new = json!({"name": " Delayed ", "shortcut": "Delay", "text": "Dear {contact.name}", "html": "<p>Dear</p>"});
    let own = desk.post("/snippets", new).await.json_of(201);
    assert_eq!((&own["name"], &own["shortcut"], &own["shared"]), (&json!("Delayed"), &json!("delay"), &json!(false)));
    let shared = json!({"name": "Hours", "text": "We are there from 9 to 17.", "shared": true});
    let shared = desk.post("/snippets", shared).await.json_of(201);
    let (own, shared) = (own["id"].as_str().unwrap(), shared["id"].as_str().unwrap());
    assert_eq!(ids(&desk.get("/snippets").await.json_of(200)), [own, shared]);
    let ben = |method: &'static str, path: String, body: Option<Value>| {
        let token = desk.ben_token.clone();
        let desk = &desk;
        async move { desk.by(&token, method, &path, body).await }
    };
    assert_eq!(ids(&ben("GET", "/snippets".into(), None).await.json_of(200)), [shared]);
    ben("PATCH", format!("/snippets/{own}"), Some(json!({"name": "X"}))).await.problem(404, "not_found");
    ben("DELETE", format!("/snippets/{own}"), None).await.problem(404, "not_found");
    let changed =
        ben("PATCH", format!("/snippets/{shared}"), Some(json!({"text": "From 8 to 17."}))).await.json_of(200);
    assert_eq!((&changed["text"], &changed["name"]), (&json!("From 8 to 17."), &json!("Hours")));
    let plain = desk.patch(&format!("/snippets/{own}"), json!({"html": null, "shared": true})).await.json_of(200);
    assert_eq!((&plain["html"], &plain["shared"]), (&Value::Null, &json!(true)));
    assert_eq!(ben("DELETE", format!("/snippets/{own}"), None).await.status, 204);
    assert_eq!(ids(&desk.get("/snippets").await.json_of(200)), [shared]);
}

#[tokio::test]
async fn what_does_not_fit_into_a_snippet_is_told_at_its_field() {
    let desk = Desk::new().await;
    let long = |count: usize| "x".repeat(count);
    for (field, value) in [
        ("name", json!(" ")),
        ("name", json!(long(101))),
        ("shortcut", json!("two words")),
        ("shortcut", json!(long(31))),
        ("text", json!(" ")),
        ("text", json!(long(20_001))),
        ("html", json!(long(100 * 1024 + 1))),
    ] {
        let mut body = json!({"name": "Hours", "text": "From 9 to 17."});
        body[field] = value;
        let problem = desk.post("/snippets", body).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{field}: {problem}");
    }
}
