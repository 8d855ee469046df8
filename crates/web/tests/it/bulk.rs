//! One change to many conversations.

use serde_json::{Value, json};

use crate::desk::Desk;

async fn some(desk: &Desk, count: usize) -> Vec<String> {
    let mut made = Vec::new();
    for number in 0..count {
        made.push(desk.conversation(&format!("Order {number}"), "Hello").await.to_string());
    }
    made
}

fn problems(answer: &Value) -> Vec<Option<&str>> {
    answer["items"].as_array().unwrap().iter().map(|one| one["problem"]["code"].as_str()).collect()
}

#[tokio::test]
async fn one_request_changes_many_and_tells_of_each() {
    let desk = Desk::new().await;
    let ids = some(&desk, 60).await;
    desk.patch(&format!("/conversations/{}", ids[0]), json!({"tags": ["old", "vip"]})).await.json_of(200);
    let body = json!({
        "ids": ids, "status": "resolved", "priority": "high", "assignee": desk.ben.to_string(),
        "tags_add": ["vip", "late"], "tags_remove": ["old"], "read": true
    });
    let answer = desk.post("/conversations/bulk", body).await.json_of(200);
    let told: Vec<&str> = answer["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(told, ids);
    assert!(problems(&answer).iter().all(Option::is_none));
    for id in &ids {
        let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
        assert_eq!((&shown["status"], &shown["tags"]), (&json!("resolved"), &json!(["late", "vip"])));
        assert_eq!(shown["priority"], "high");
        assert_eq!((&shown["assignee"]["name"], &shown["unread"]), (&json!("Ben"), &json!(false)));
    }
    let unread = desk.post("/conversations/bulk", json!({"ids": [ids[1], ids[1]], "read": false})).await.json_of(200);
    assert_eq!(unread["items"].as_array().unwrap().len(), 1);
    assert_eq!(desk.get(&format!("/conversations/{}", ids[1])).await.json_of(200)["unread"], true);
}

/// D3: each conversation is authorised on its own; what one may not see is not there, and keeps no other from its change.
#[tokio::test]
async fn what_one_may_not_see_is_told_as_not_there() {
    let desk = Desk::new().await;
    let ids = some(&desk, 2).await;
    let hidden = json!({"name": "Board", "members_only": true, "members": [desk.ana.to_string()]});
    let queue = desk.post("/queues", hidden).await.json_of(201);
    desk.patch(&format!("/conversations/{}", ids[0]), json!({"queue": queue["id"]})).await.json_of(200);
    let body = json!({"ids": [ids[0], ids[1], "999999"], "status": "trash"});
    let answer = desk.by(&desk.ben_token, "POST", "/conversations/bulk", Some(body)).await.json_of(200);
    assert_eq!(problems(&answer), [Some("not_found"), None, Some("not_found")]);
    assert_eq!(desk.get(&format!("/conversations/{}", ids[0])).await.json_of(200)["status"], "new");
    assert_eq!(desk.get(&format!("/conversations/{}", ids[1])).await.json_of(200)["status"], "trash");
}

#[tokio::test]
async fn a_change_that_fits_none_is_refused_at_its_field() {
    let desk = Desk::new().await;
    let ids = some(&desk, 1).await;
    let many: Vec<String> = (1..=201).map(|id: i64| id.to_string()).collect();
    for (body, field) in [
        (json!({"ids": []}), "ids"),
        (json!({"ids": many, "read": true}), "ids"),
        (json!({"ids": ["x"]}), "ids[0]"),
        (json!({"read": true}), "ids"),
        (json!({"ids": ids, "status": "new"}), "status"),
        (json!({"ids": ids, "status": "postponed"}), "postponed_until"),
        (json!({"ids": ids, "postponed_until": "2030-01-01T00:00:00Z"}), "postponed_until"),
        (json!({"ids": ids, "priority": "soon"}), "priority"),
        (json!({"ids": ids, "tags_add": ["x".repeat(61)]}), "tags"),
        (json!({"ids": ids, "tags_add": [""]}), "tags"),
        (json!({"ids": ids, "colour": "red"}), "colour"),
    ] {
        let problem = desk.post("/conversations/bulk", body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
    }
    // What fits some and not others is told of each.
    let answer = desk.post("/conversations/bulk", json!({"ids": ids, "assignee": "999"})).await.json_of(200);
    assert_eq!(problems(&answer), [Some("field_invalid")]);
}
