//! A repeated request with the same key is answered, not done again.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, note, request};

async fn keyed(desk: &Desk, token: &str, path: &str, key: &str, body: Value) -> Answer {
    let bearer = format!("Bearer {token}");
    desk.ask(request("POST", path, &[("authorization", &bearer), ("idempotency-key", key)], Some(body))).await
}

/// X-7
#[tokio::test]
async fn a_repeated_message_is_written_once() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let path = format!("/conversations/{id}/messages");
    for body in [note("Once."), json!({"kind": "reply", "html": "<p>Once <b>only</b></p>"})] {
        let key = format!("key-{}", body["kind"]).replace('"', "");
        let first = keyed(&desk, &desk.ana_token, &path, &key, body.clone()).await.json_of(201);
        desk.later(3_600);
        let second = keyed(&desk, &desk.ana_token, &path, &key, body.clone()).await.json_of(201);
        assert_eq!(first, second);
    }
    let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
    assert_eq!(shown["messages"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_repeated_conversation_is_started_once_even_at_the_same_time() {
    let desk = Desk::new().await;
    let body =
        json!({"mailbox": desk.mailbox.to_string(), "to": [{"address": "max@x.example"}], "subject": "A", "text": "B"});
    let once = || keyed(&desk, &desk.ana_token, "/conversations", "start", body.clone());
    let (first, second, third) = tokio::join!(once(), once(), once());
    assert_eq!(first.json_of(201), second.json_of(201));
    assert_eq!(first.json_of(201), third.json_of(201));
    assert_eq!(desk.count().await, 1);
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_agent_for_a_day() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let path = format!("/conversations/{id}/messages");
    let first = keyed(&desk, &desk.ana_token, &path, "key", note("One")).await.json_of(201);
    let other = keyed(&desk, &desk.ana_token, &path, "key", note("Two")).await;
    other.problem(422, "idempotency_key_reused");
    let elsewhere = desk.conversation("Other", "Hello").await;
    let elsewhere = format!("/conversations/{elsewhere}/messages");
    keyed(&desk, &desk.ana_token, &elsewhere, "key", note("One")).await.problem(422, "idempotency_key_reused");
    let of_ben = keyed(&desk, &desk.ben_token, &path, "key", note("One")).await.json_of(201);
    assert_ne!(first["id"], of_ben["id"]);
    desk.later(86_400 + 1);
    let next_day = keyed(&desk, &desk.ana_token, &path, "key", note("One")).await.json_of(201);
    assert_ne!(first["id"], next_day["id"]);
}

#[tokio::test]
async fn a_refused_request_keeps_no_answer() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let path = format!("/conversations/{id}/messages");
    keyed(&desk, &desk.ana_token, &path, "key", note(" ")).await.problem(422, "field_invalid");
    assert_eq!(keyed(&desk, &desk.ana_token, &path, "key", note("Better")).await.status, 201);
}

#[tokio::test]
async fn a_repeated_mailbox_is_added_once() {
    let desk = Desk::new().await;
    let body = json!({"address": "sales@desk.example", "incoming": {"kind": "listener"}});
    let first = keyed(&desk, &desk.ana_token, "/mailboxes", "m", body.clone()).await.json_of(201);
    let second = keyed(&desk, &desk.ana_token, "/mailboxes", "m", body).await.json_of(201);
    assert_eq!(first, second);
}

#[tokio::test]
async fn a_key_that_cannot_be_one_is_400() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let path = format!("/conversations/{id}/messages");
    for key in ["", "with space", &"x".repeat(201)] {
        keyed(&desk, &desk.ana_token, &path, key, note("x")).await.problem(400, "idempotency_key_invalid");
    }
}

/// X-7: all POSTs of whoever is signed in; only a second factor begins anew.
#[test]
fn every_post_takes_a_key() {
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    let mut asked = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(post) = operations.get("post").filter(|post| post.get("security").is_none()) else { continue };
        let named = post["parameters"].as_array().into_iter().flatten().any(|one| one["name"] == "Idempotency-Key");
        assert!(named || path.ends_with("/me/second-factor"), "{path} takes no key");
        asked += 1;
    }
    assert!(asked > 15, "only {asked}");
}

/// X-7: also where the work keeps no answer itself; and what was told once is not kept.
#[tokio::test]
async fn a_repeated_removal_and_a_repeated_token_are_done_once() {
    let desk = Desk::new().await;
    let body = json!({"password": crate::desk::PASSWORD});
    let path = "/me/second-factor/removal";
    assert_eq!(keyed(&desk, &desk.ana_token, path, "r", body.clone()).await.status, 204);
    let again = keyed(&desk, &desk.ana_token, path, "r", body.clone()).await;
    assert_eq!((again.status.as_u16(), again.text().as_str()), (204, ""));
    keyed(&desk, &desk.ana_token, path, "r", json!({"password": "other"})).await.problem(422, "idempotency_key_reused");
    keyed(&desk, &desk.ana_token, path, "with space", body.clone()).await.problem(400, "idempotency_key_invalid");
    keyed(&desk, "wrong", path, "r", body).await.problem(401, "not_signed_in");
    let new = json!({"name": "Report"});
    let first = keyed(&desk, &desk.ana_token, "/me/tokens", "t", new.clone()).await.json_of(201);
    let second = keyed(&desk, &desk.ana_token, "/me/tokens", "t", new).await.json_of(201);
    assert_eq!((&first["made"], second["token"].is_null()), (&second["made"], true));
    let list = desk.get("/me/tokens").await.json_of(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}
