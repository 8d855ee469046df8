//! Categories: who sets them, what new conversations get, and what becomes of what had one that is deleted (SO-6).

use serde_json::{Value, json};

use crate::desk::{Desk, ids};

async fn add(desk: &Desk, name: &str, parent: Option<&str>) -> String {
    let added = desk.post("/categories", json!({"name": name, "parent": parent})).await.json_of(201);
    added["id"].as_str().unwrap().to_string()
}

async fn category_of(desk: &Desk, path: &str) -> Value {
    desk.get(path).await.json_of(200)["category"].clone()
}

/// SO-6: the mailbox's category, else the channel's; the queue with it; and both are shown by the mailbox.
#[tokio::test]
async fn a_new_conversation_gets_the_queue_and_category_of_its_mailbox_or_the_channels() {
    let desk = Desk::new().await;
    let (orders, returns) = (add(&desk, "Orders", None).await, add(&desk, "Returns", None).await);
    let queue = desk.post("/queues", json!({"name": "Desk"})).await.json_of(201)["id"].clone();
    let mailbox = format!("/mailboxes/{}", desk.mailbox);
    let shown = desk.get(&mailbox).await.json_of(200);
    assert_eq!((&shown["queue"], &shown["category"]), (&Value::Null, &Value::Null));

    let none = desk.conversation("One", "One").await;
    assert_eq!(category_of(&desk, &format!("/conversations/{none}")).await, Value::Null);
    let settings = desk.patch("/settings", json!({"default_category": orders})).await.json_of(200);
    assert_eq!(settings["default_category"], orders.as_str());
    let by_channel = desk.conversation("Two", "Two").await;
    let whole = category_of(&desk, &format!("/conversations/{by_channel}")).await;
    assert_eq!(whole, json!({"id": orders, "name": "Orders"}));

    let saved = desk.patch(&mailbox, json!({"queue": queue, "category": returns})).await.json_of(200);
    assert_eq!((&saved["queue"], saved["category"].as_str()), (&queue, Some(returns.as_str())));
    assert_eq!(desk.get("/queues").await.json_of(200)["items"][0]["mailboxes"], json!([desk.mailbox]));
    let own = desk.conversation("Three", "Three").await;
    let whole = desk.get(&format!("/conversations/{own}")).await.json_of(200);
    assert_eq!((whole["queue"]["name"].as_str(), whole["category"]["name"].as_str()), (Some("Desk"), Some("Returns")));
    for (field, unknown) in [("queue", json!({"queue": "999"})), ("category", json!({"category": "999"}))] {
        let refused = desk.patch(&mailbox, unknown).await.problem(422, "field_invalid");
        assert!(refused["fields"][field].is_string(), "{refused}");
    }
    desk.patch("/settings", json!({"default_category": "999"})).await.problem(422, "field_invalid");
    let back = desk.patch(&mailbox, json!({"queue": null, "category": null})).await.json_of(200);
    assert_eq!((&back["queue"], &back["category"]), (&Value::Null, &Value::Null));
}

/// SO-6: anybody of the team gives a conversation another one; the timeline tells of it.
#[tokio::test]
async fn a_conversation_has_one_category_and_its_timeline_tells_of_changes() {
    let desk = Desk::new().await;
    let orders = add(&desk, "Orders", None).await;
    let late = add(&desk, "Late", Some(&orders)).await;
    let path = format!("/conversations/{}", desk.conversation("Keys", "Keys").await);
    for _ in 0..2 {
        let by_ben = desk.by(&desk.ben_token, "PATCH", &path, Some(json!({"category": late}))).await.json_of(200);
        assert_eq!(by_ben["category"], json!({"id": late, "name": "Orders › Late"}));
    }
    let listed = desk.get("/conversations").await.json_of(200);
    assert_eq!(listed["items"][0]["category"]["name"], "Orders › Late");
    desk.patch(&path, json!({"category": "999"})).await.problem(422, "field_invalid");
    let whole = desk.patch(&path, json!({"category": null})).await.json_of(200);
    let told: Vec<_> = whole["events"].as_array().unwrap().iter().filter(|one| one["kind"] == "categorised").collect();
    assert_eq!(told.len(), 2, "the same one again is no change");
    assert_eq!((&told[0]["data"]["name"], &told[1]["data"]["name"]), (&json!("Orders › Late"), &Value::Null));
    assert_eq!(whole["category"], Value::Null);
}

/// SO-6: what had a deleted category gets its heir, also where that is deleted later, or none.
#[tokio::test]
async fn what_had_a_deleted_category_gets_another_or_none() {
    let desk = Desk::new().await;
    let (old, new, last) =
        (add(&desk, "Old", None).await, add(&desk, "New", None).await, add(&desk, "Last", None).await);
    let mailbox = format!("/mailboxes/{}", desk.mailbox);
    desk.patch("/settings", json!({"default_category": old})).await.json_of(200);
    desk.patch(&mailbox, json!({"category": old})).await.json_of(200);
    let path = format!("/conversations/{}", desk.conversation("Keys", "Keys").await);
    let used = desk.get(&format!("/categories/{old}")).await.json_of(200);
    assert_eq!((&used["conversations"], &used["more"]), (&json!(1), &json!(false)));
    assert_eq!((&used["mailboxes"], &used["channel_default"]), (&json!([desk.mailbox]), &json!(true)));

    desk.delete(&format!("/categories/{old}?move_to={old}")).await.problem(422, "field_invalid");
    desk.delete(&format!("/categories/{old}?move_to=999")).await.problem(422, "field_invalid");
    assert_eq!(desk.delete(&format!("/categories/{old}?move_to={new}")).await.status, 204);
    assert_eq!(category_of(&desk, &path).await["name"], "New");
    assert_eq!(desk.get(&mailbox).await.json_of(200)["category"], new.as_str());
    assert_eq!(desk.get("/settings").await.json_of(200)["default_category"], new.as_str());
    assert_eq!(desk.get(&format!("/categories/{new}")).await.json_of(200)["conversations"], 1);
    let next = desk.conversation("Next", "Next").await;
    assert_eq!(category_of(&desk, &format!("/conversations/{next}")).await["name"], "New");

    assert_eq!(desk.delete(&format!("/categories/{new}?move_to={last}")).await.status, 204);
    assert_eq!(category_of(&desk, &path).await["name"], "Last");
    assert_eq!(desk.delete(&format!("/categories/{last}")).await.status, 204);
    assert_eq!(category_of(&desk, &path).await, Value::Null);
    assert_eq!(desk.get(&mailbox).await.json_of(200)["category"], Value::Null);
    assert_eq!(desk.get("/settings").await.json_of(200)["default_category"], Value::Null);
    desk.get(&format!("/categories/{old}")).await.problem(404, "not_found");
}

#[tokio::test]
async fn categories_have_two_levels_and_names_of_their_own() {
    let desk = Desk::new().await;
    let orders = add(&desk, "Orders", None).await;
    let late = add(&desk, "Late", Some(&orders)).await;
    let returns = add(&desk, "returns", None).await;
    let also_late = add(&desk, "Late", Some(&returns)).await;
    let all = desk.by(&desk.ben_token, "GET", "/categories", None).await.json_of(200);
    assert_eq!(ids(&all), [&orders, &late, &returns, &also_late].map(Clone::clone));
    for body in [
        json!({"name": " "}),
        json!({"name": "x".repeat(101)}),
        json!({"name": "orders"}),
        json!({"name": "Lost", "parent": "999"}),
        json!({"name": "Very late", "parent": late}),
    ] {
        desk.post("/categories", body).await.problem(422, "field_invalid");
    }
    let path = format!("/categories/{orders}");
    desk.patch(&path, json!({"parent": returns})).await.problem(422, "field_invalid");
    desk.patch(&path, json!({"parent": orders})).await.problem(422, "field_invalid");
    desk.delete(&path).await.problem(422, "field_invalid");
    let moved = desk.patch(&format!("/categories/{late}"), json!({"parent": null})).await.json_of(200);
    assert_eq!((moved["path"].as_str(), &moved["parent"]), (Some("Late"), &Value::Null));
    assert_eq!(desk.delete(&path).await.status, 204);
}

/// D3: categories are set up by admins, and seen by all.
#[tokio::test]
async fn only_admins_change_categories() {
    let desk = Desk::new().await;
    let path = format!("/categories/{}", add(&desk, "Orders", None).await);
    for (method, path, body) in [
        ("POST", "/categories", Some(json!({"name": "Mine"}))),
        ("PATCH", &path, Some(json!({"name": "Mine"}))),
        ("GET", &path, None),
        ("DELETE", &path, None),
    ] {
        desk.by(&desk.ben_token, method, path, body).await.problem(403, "forbidden");
    }
}
