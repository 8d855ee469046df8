//! What a team does together: conversations merged, and who is in one just now.

use serde_json::json;

use crate::desk::Desk;

/// LA-7, X-5: the messages, the numbers and the answers of a merged conversation lead into the other; it stands in no list;
/// undone, both are as before.
#[tokio::test]
async fn a_conversation_is_merged_into_another_and_back() {
    let desk = Desk::new().await;
    let (gone, kept) = (desk.conversation("Order", "Where is it").await, desk.conversation("Refund", "Please").await);
    let before = desk.get(&format!("/conversations/{kept}")).await.json_of(200);
    let merged =
        desk.post(&format!("/conversations/{gone}/merge"), json!({"into": kept.to_string()})).await.json_of(200);
    assert_eq!(merged["id"], json!(kept.to_string()));
    assert_eq!(merged["messages"].as_array().unwrap().len(), 2);
    assert_eq!((&merged["message_count"], &merged["preview"]), (&json!(2), &json!("Please")));
    assert_eq!(merged["events"].as_array().unwrap().last().unwrap()["data"], json!({"from": gone.to_string()}));
    assert_eq!(desk.get(&format!("/conversations/{gone}")).await.json_of(200)["id"], json!(kept.to_string()));
    let listed = desk.get("/conversations?view=all").await.json_of(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let urgent = desk.patch(&format!("/conversations/{gone}"), json!({"priority": "urgent"})).await.json_of(200);
    assert_eq!((&urgent["id"], &urgent["priority"]), (&json!(kept.to_string()), &json!("urgent")));
    let note = json!({"kind": "note", "text": "Said to the number that is gone"});
    desk.post(&format!("/conversations/{gone}/messages"), note).await.json_of(201);
    let back = desk.delete(&format!("/conversations/{gone}/merge")).await.json_of(200);
    assert_eq!(back["id"], json!(gone.to_string()));
    assert_eq!(back["messages"].as_array().unwrap().len(), 1);
    let after = desk.get(&format!("/conversations/{kept}")).await.json_of(200);
    assert_eq!(after["messages"].as_array().unwrap().len(), 2, "the note stays where it was written");
    assert_eq!(after["messages"][0]["id"], before["messages"][0]["id"]);
    assert_eq!(desk.get("/conversations?view=all").await.json_of(200)["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_cannot_be_merged_is_refused_at_its_field() {
    let desk = Desk::new().await;
    let (one, other) = (desk.conversation("Order", "Where is it").await, desk.conversation("Refund", "Please").await);
    let merge = async |from: String, into: String| {
        desk.post(&format!("/conversations/{from}/merge"), json!({"into": into})).await
    };
    for into in [one.to_string(), "9999".to_string()] {
        let refused = merge(one.to_string(), into).await.json_of(422);
        assert!(refused["fields"]["into"].is_string(), "{refused}");
    }
    assert_eq!(merge("9999".into(), one.to_string()).await.status, 404);
    merge(one.to_string(), other.to_string()).await.json_of(200);
    // A circle: the other one stands for both now.
    for (from, into) in [(one, other), (other, one)] {
        merge(from.to_string(), into.to_string()).await.json_of(422);
    }
    assert_eq!(desk.delete(&format!("/conversations/{other}/merge")).await.status, 404);
}

/// whoever edits by the number of a merged conversation edits the other one, and on its version.
#[tokio::test]
async fn an_edit_by_a_merged_number_is_asked_for_the_version_of_the_other() {
    let desk = Desk::new().await;
    let (gone, kept) = (desk.conversation("Order", "Where is it").await, desk.conversation("Refund", "Please").await);
    let path = format!("/conversations/{gone}");
    let before = desk.get(&path).await.header("etag").to_string();
    desk.later(1);
    desk.post(&format!("{path}/merge"), json!({"into": kept.to_string()})).await.json_of(200);
    let close = async |version: &str| {
        let bearer = format!("Bearer {}", desk.ana_token);
        let headers = [("authorization", bearer.as_str()), ("if-match", version)];
        desk.ask(crate::desk::request("PATCH", &path, &headers, Some(json!({"status": "closed"})))).await
    };
    close(&before).await.problem(412, "changed_meanwhile");
    let now = desk.get(&path).await.header("etag").to_string();
    assert_eq!(close(&now).await.json_of(200)["id"], json!(kept.to_string()));
}

/// who looks or writes is seen by the others, until they leave or a minute has passed.
#[tokio::test]
async fn who_is_in_a_conversation_is_told() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let path = format!("/conversations/{id}/viewers");
    let there = async || desk.get(&path).await.json_of(200)["items"].clone();
    assert_eq!(there().await, json!([]));
    assert_eq!(desk.by(&desk.ben_token, "PUT", &path, Some(json!({"doing": "writing"}))).await.status, 204);
    assert_eq!(there().await, json!([{"agent": desk.ben.to_string(), "name": "Ben", "doing": "writing"}]));
    assert_eq!(desk.by(&desk.ben_token, "DELETE", &path, None).await.status, 204);
    assert_eq!(there().await, json!([]));
    assert_eq!(desk.by(&desk.ben_token, "PUT", &path, Some(json!({"doing": "sleeping"}))).await.status, 422);
    assert_eq!(desk.get("/conversations/9999/viewers").await.status, 404);
}
