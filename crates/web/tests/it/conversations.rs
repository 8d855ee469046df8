//! Lists, views, one conversation, changes.

use std::collections::HashSet;

use ::desk::conversation::Status;
use serde_json::{Value, json};

use crate::desk::{Desk, Seed, ids};

/// every page continues exactly where the one before ended.
#[tokio::test]
async fn paging_through_120_conversations_leaves_no_gap_and_repeats_none() {
    let desk = Desk::new().await;
    let mut made = Vec::new();
    for number in 0..120 {
        // Several share an instant, so that the id has to decide.
        if number % 7 == 0 {
            desk.later(1);
        }
        made.push(desk.conversation(&format!("Order {number}"), "Where is it?").await.to_string());
    }
    made.reverse();
    for limit in [1, 7, 50, 119, 120, 200] {
        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let page = desk.get(&format!("/conversations?view=open&limit={limit}{next}")).await.json_of(200);
            let page_ids = ids(&page);
            assert!(page_ids.len() <= limit && !page_ids.is_empty());
            seen.extend(page_ids);
            match page["next"].as_str() {
                Some(cursor) => next = format!("&after={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, made, "limit {limit}");
    }
}

#[tokio::test]
async fn conversations_that_change_while_paging_are_not_lost() {
    let desk = Desk::new().await;
    for number in 0..20 {
        desk.later(1);
        desk.conversation(&format!("Order {number}"), "Hello").await;
    }
    let first = desk.get("/conversations?view=open&limit=10").await.json_of(200);
    desk.later(1);
    let newer = desk.conversation("Newer", "Hello").await;
    let next = first["next"].as_str().unwrap();
    let second = desk.get(&format!("/conversations?view=open&limit=10&after={next}")).await.json_of(200);
    let all: HashSet<String> = ids(&first).into_iter().chain(ids(&second)).collect();
    assert_eq!(all.len(), 20);
    assert!(!all.contains(&newer.to_string()));
}

#[tokio::test]
async fn each_view_holds_what_the_contract_says() {
    let desk = Desk::new().await;
    let mut by_status = Vec::new();
    for status in ["new", "open", "answered", "resolved", "closed", "postponed", "spam", "trash"] {
        let id = desk.conversation(status, "Hello").await;
        let body = match status {
            "new" => None,
            "postponed" => Some(json!({"status": status, "postponed_until": "2030-01-01T00:00:00Z"})),
            // An answer with a status of its own, so that `open` is really set.
            "open" => Some(json!({"status": "answered"})),
            _ => Some(json!({"status": status})),
        };
        if let Some(body) = body {
            desk.patch(&format!("/conversations/{id}"), body).await.json_of(200);
        }
        if status == "open" {
            desk.patch(&format!("/conversations/{id}"), json!({"status": "open"})).await.json_of(200);
        }
        by_status.push((status, id.to_string()));
    }
    let mine = by_status[1].1.clone();
    let me = desk.ana.to_string();
    desk.patch(&format!("/conversations/{mine}"), json!({"assignee": me})).await.json_of(200);
    let views = desk.get("/views").await.json_of(200);
    for (view, expected) in [
        ("open", vec!["new", "open", "answered"]),
        ("unassigned", vec!["new", "answered"]),
        ("mine", vec!["open"]),
        ("all", vec!["new", "open", "answered", "resolved", "closed", "postponed"]),
        ("postponed", vec!["postponed"]),
        ("spam", vec!["spam"]),
        ("trash", vec!["trash"]),
    ] {
        let page = desk.get(&format!("/conversations?view={view}")).await.json_of(200);
        let mut found: Vec<&str> =
            page["items"].as_array().unwrap().iter().map(|item| item["status"].as_str().unwrap()).collect();
        let mut expected = expected;
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{view}");
        let shown = views["items"].as_array().unwrap().iter().find(|shown| shown["id"] == view).unwrap();
        assert_eq!(shown["count"], expected.len(), "{view}");
        assert_eq!(shown["more"], false);
    }
    assert_eq!(views["held"], 0);
    // Without a view it is `open`.
    assert_eq!(desk.get("/conversations").await.json_of(200)["items"].as_array().unwrap().len(), 3);
    assert_eq!(Status::ALL.len(), by_status.len());
}

#[tokio::test]
async fn unread_is_the_callers_own() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let unread = |token: String| {
        let desk = &desk;
        async move {
            let page = desk.by(&token, "GET", "/conversations", None).await.json_of(200);
            page["items"][0]["unread"].as_bool().unwrap()
        }
    };
    assert!(unread(desk.ana_token.clone()).await && unread(desk.ben_token.clone()).await);
    assert_eq!(desk.by(&desk.ana_token, "PUT", &format!("/conversations/{id}/read"), None).await.status, 204);
    assert!(!unread(desk.ana_token.clone()).await && unread(desk.ben_token.clone()).await);
    desk.seed(Seed { subject: "Order", text: "Still nothing", within: Some(id), ..Seed::default() }).await;
    assert!(unread(desk.ana_token.clone()).await, "a new message makes it unread again");
    desk.by(&desk.ana_token, "PUT", &format!("/conversations/{id}/read"), None).await;
    assert_eq!(desk.by(&desk.ana_token, "DELETE", &format!("/conversations/{id}/read"), None).await.status, 204);
    assert!(unread(desk.ana_token.clone()).await);
}

/// every field is there; what is absent is null.
#[tokio::test]
async fn a_conversation_has_every_field() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order 4711", "Where is it?").await;
    let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
    let fields = |value: &Value| {
        let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names.join(" ")
    };
    let item = "assignee assistant category channel contact due fields has_attachments id mailbox message_count number postponed_until preview priority queue status subject tags unread updated_at";
    let page = desk.get("/conversations").await.json_of(200);
    assert_eq!(fields(&page["items"][0]), item);
    let beside = [
        "answers_to",
        "answers_to_unconfirmed",
        "events",
        "followers",
        "following",
        "messages",
        "participants",
        "suggestion",
        "surveys",
        "template",
    ];
    let mut whole: Vec<&str> = item.split(' ').chain(beside).collect();
    whole.sort_unstable();
    assert_eq!(fields(&shown), whole.join(" "));
    let message = &shown["messages"][0];
    assert_eq!(
        fields(message),
        "attachments author automatic cc created_at delivery evidence flags from html id kind mentions parts_hidden remote_images reply_text subject text to trace"
    );
    assert_eq!(shown["number"].as_i64().unwrap().to_string(), shown["id"].as_str().unwrap());
    assert_eq!(shown["contact"]["address"], "zoe@shop.example");
    assert_eq!(shown["mailbox"]["address"], "support@desk.example");
    assert_eq!(
        shown["participants"][0],
        json!({"address": "zoe@shop.example", "name": "Zoë Kůň", "role": "contact", "ticked": true, "bounced": null})
    );
    assert_eq!(message["author"]["type"], "contact");
    assert_eq!(message["from"], json!({"name": "Zoë Kůň", "address": "zoe@shop.example"}));
    assert_eq!(message["to"], json!([{"name": null, "address": "support@desk.example"}]));
    assert!(message["delivery"].is_null() && message["html"].is_null());
    assert_eq!(shown["updated_at"], "2026-11-22T00:00:00Z");
}

#[tokio::test]
async fn changes_are_told_in_the_timeline_and_refused_where_they_do_not_fit() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let path = format!("/conversations/{id}");
    let ben = desk.ben.to_string();
    let shown = desk
        .patch(&path, json!({"status": "resolved", "assignee": ben, "priority": "high", "tags": ["b", "a"]}))
        .await
        .json_of(200);
    assert_eq!(
        (&shown["status"], &shown["assignee"]["id"], &shown["tags"]),
        (&json!("resolved"), &json!(ben), &json!(["a", "b"]))
    );
    let kinds: Vec<&str> =
        shown["events"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["status_changed", "assigned", "priority_changed", "tagged"]);
    assert_eq!(shown["events"][2]["data"], json!({"from": "normal", "to": "high"}));
    assert_eq!(shown["events"][0]["actor"], json!({"type": "agent", "name": "Ana"}));
    assert!(desk.patch(&path, json!({"assignee": null})).await.json_of(200)["assignee"].is_null());
    for (body, field) in [
        (json!({"status": "new"}), "status"),
        (json!({"status": "gone"}), "status"),
        (json!({"status": "postponed"}), "postponed_until"),
        (json!({"assignee": "999"}), "assignee"),
        (json!({"assignee": "x"}), "assignee"),
        (json!({"queue": "1"}), "queue"),
        (json!({"tags": [""]}), "tags"),
        (json!({"colour": "red"}), "colour"),
        // The status would fit: nothing of a refused change stays.
        (json!({"status": "closed", "tags": [""]}), "tags"),
    ] {
        let problem = desk.patch(&path, body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
    }
    assert_eq!(desk.get(&path).await.json_of(200)["status"], "resolved");
    desk.patch(&path, json!({"queue": null, "category": null})).await.json_of(200);
}

#[tokio::test]
async fn of_a_very_long_conversation_the_newest_messages_are_shown() {
    let desk = Desk::new().await;
    let id = desk.conversation("Long", "first").await;
    for number in 0..510 {
        desk.seed(Seed { subject: "Long", text: &format!("number {number}"), within: Some(id), ..Seed::default() })
            .await;
    }
    let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
    let messages = shown["messages"].as_array().unwrap();
    assert_eq!(shown["message_count"], 511);
    assert_eq!(messages.len(), 500);
    assert_eq!(messages[499]["text"], "number 509");
    assert_eq!(messages[0]["text"], "number 10");
}
