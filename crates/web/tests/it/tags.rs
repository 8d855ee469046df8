//! Tags: listed with how many conversations have them.

use serde_json::json;

use crate::desk::Desk;

#[tokio::test]
async fn tags_are_listed_by_use_as_conversations_get_and_lose_them() {
    let desk = Desk::new().await;
    let first = desk.conversation("One", "Hello").await;
    let second = desk.conversation("Two", "Hello").await;
    assert_eq!(desk.get("/tags").await.json_of(200), json!({"items": [], "next": null}));
    desk.patch(&format!("/conversations/{first}"), json!({"tags": ["vip", "žluť", "vip"]})).await.json_of(200);
    desk.patch(&format!("/conversations/{second}"), json!({"tags": ["vip"]})).await.json_of(200);
    let listed = desk.get("/tags").await.json_of(200);
    let expected = json!([{"name": "vip", "conversations": 2}, {"name": "žluť", "conversations": 1}]);
    assert_eq!(listed["items"], expected);
    desk.patch(&format!("/conversations/{first}"), json!({"tags": ["late"]})).await.json_of(200);
    let listed = desk.by(&desk.ben_token, "GET", "/tags", None).await.json_of(200);
    let expected = json!([{"name": "late", "conversations": 1}, {"name": "vip", "conversations": 1}]);
    assert_eq!(listed["items"], expected);
}
