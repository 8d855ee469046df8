//! Edits on a version that is old are refused, with who was faster.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, request};

async fn patch_on(desk: &Desk, path: &str, version: &str, body: Value) -> Answer {
    let bearer = format!("Bearer {}", desk.ana_token);
    desk.ask(request("PATCH", path, &[("authorization", &bearer), ("if-match", version)], Some(body))).await
}

/// whatever can be edited has a version; what was read before somebody else's edit cannot be saved over it.
#[tokio::test]
async fn an_edit_on_an_old_version_is_refused_and_names_who_was_faster() {
    let desk = Desk::new().await;
    let queue = desk.post("/queues", json!({"name": "Orders"})).await.json_of(201)["id"].as_str().unwrap().to_string();
    let category = desk.post("/categories", json!({"name": "Late"})).await.json_of(201)["id"].clone();
    let conversation = desk.conversation("Order", "Hello").await;
    let contact = desk.get("/contacts").await.json_of(200)["items"][0]["id"].as_str().unwrap().to_string();
    let company =
        desk.post("/companies", json!({"name": "Acme"})).await.json_of(201)["id"].as_str().unwrap().to_string();
    for (path, first, second) in [
        (format!("/contacts/{contact}"), json!({"name": "Zoe"}), json!({"name": "Zoë"})),
        (format!("/companies/{company}"), json!({"name": "Lumen"}), json!({"name": "Lamps"})),
        (format!("/queues/{queue}"), json!({"name": "Claims"}), json!({"name": "Returns"})),
        (format!("/categories/{}", category.as_str().unwrap()), json!({"name": "Lost"}), json!({"name": "Found"})),
        (format!("/agents/{}", desk.ben), json!({"name": "Benno"}), json!({"name": "Benjamin"})),
        (format!("/mailboxes/{}", desk.mailbox), json!({"name": "Help"}), json!({"name": "Desk"})),
        ("/settings".to_string(), json!({"company_name": "Lumen"}), json!({"company_name": "Lamps"})),
        (format!("/conversations/{conversation}"), json!({"tags": ["a"]}), json!({"tags": ["b"]})),
    ] {
        let read = desk.get(&path).await;
        let version = read.header("etag").to_string();
        assert!(version.starts_with('"') && version.len() > 10, "{path}: {version:?}");
        assert_eq!(desk.get(&path).await.header("etag"), version, "{path} changes by itself");
        desk.later(1);
        let saved = patch_on(&desk, &path, &version, first).await;
        saved.json_of(200);
        assert_ne!(saved.header("etag"), version, "{path}");
        assert_eq!(desk.get(&path).await.header("etag"), saved.header("etag"), "{path}");
        let refused = patch_on(&desk, &path, &version, second.clone()).await.problem(412, "changed_meanwhile");
        assert_eq!(refused["changed"]["by"], "Ana", "{path}: {refused}");
        assert!(refused["changed"]["at"].is_string(), "{path}: {refused}");
        patch_on(&desk, &path, &format!("\"other\", {}", saved.header("etag")), second).await.json_of(200);
        patch_on(&desk, &path, "*", json!({})).await.json_of(200);
    }
}

/// the health of a mailbox, and who is there, make no new version.
#[tokio::test]
async fn what_changes_by_itself_makes_no_new_version() {
    let desk = Desk::new().await;
    let path = format!("/agents/{}", desk.ben);
    let version = desk.get(&path).await.header("etag").to_string();
    let ben = desk.ben;
    desk.db().write(move |tx| store::presence::seen(tx, ben, ::desk::Micros(crate::desk::TODAY))).await.unwrap();
    let now = desk.get(&path).await;
    assert_eq!((now.json()["presence"].as_str(), now.header("etag")), (Some("online"), version.as_str()));
}
