//! Tags: listed with how many conversations have them, named anew, joined and deleted.

use serde_json::{Value, json};

use crate::desk::{Desk, request};

fn counts(listed: &Value) -> Vec<(String, i64)> {
    let of = |one: &Value| (one["name"].as_str().unwrap().into(), one["conversations"].as_i64().unwrap());
    listed["items"].as_array().unwrap().iter().map(of).collect()
}

async fn id_of(desk: &Desk, name: &str) -> String {
    let listed = desk.get("/tags").await.json_of(200);
    let found = listed["items"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap();
    found["id"].as_str().unwrap().to_string()
}

async fn tags_of(desk: &Desk, conversation: impl std::fmt::Display) -> Value {
    desk.get(&format!("/conversations/{conversation}")).await.json_of(200)["tags"].clone()
}

#[tokio::test]
async fn tags_are_listed_by_use_as_conversations_get_and_lose_them() {
    let desk = Desk::new().await;
    let first = desk.conversation("One", "Hello").await;
    let second = desk.conversation("Two", "Hello").await;
    assert_eq!(desk.get("/tags").await.json_of(200), json!({"items": [], "next": null}));
    desk.patch(&format!("/conversations/{first}"), json!({"tags": ["vip", "žluť", "vip"]})).await.json_of(200);
    desk.patch(&format!("/conversations/{second}"), json!({"tags": ["vip"]})).await.json_of(200);
    let listed = desk.get("/tags").await.json_of(200);
    assert_eq!(counts(&listed), [("vip".into(), 2), ("žluť".into(), 1)]);
    desk.patch(&format!("/conversations/{first}"), json!({"tags": ["late"]})).await.json_of(200);
    let listed = desk.by(&desk.ben_token, "GET", "/tags", None).await.json_of(200);
    assert_eq!(counts(&listed), [("late".into(), 1), ("vip".into(), 1)]);
}

/// Issue 5, tags: a new name stands on every conversation and in every view; whoever was slower is told.
#[tokio::test]
async fn a_tag_named_anew_is_so_on_conversations_and_in_views() {
    let desk = Desk::new().await;
    let first = desk.conversation("One", "Hello").await;
    let second = desk.conversation("Two", "Hello").await;
    for (one, tags) in [(first, json!(["vip", "late"])), (second, json!(["vip"]))] {
        desk.patch(&format!("/conversations/{one}"), json!({"tags": tags})).await.json_of(200);
    }
    let searching = desk.post("/views", json!({"name": "Typed", "filter": {"text": "tag:vip"}})).await.json_of(201);
    let view = json!({"name": "Big", "filter": {"tags": ["vip"]}});
    let view = desk.post("/views", view).await.json_of(201)["id"].as_str().unwrap().to_string();
    let path = format!("/tags/{}", id_of(&desk, "vip").await);
    let read = desk.get(&path).await;
    let version = read.header("etag").to_string();
    let read = read.json_of(200);
    assert_eq!((&read["tag"]["conversations"], &read["views"]), (&json!(2), &json!(2)));
    let named = desk.patch(&path, json!({"name": " key customer "})).await.json_of(200);
    assert_eq!((&named["name"], &named["conversations"]), (&json!("key customer"), &json!(2)));
    assert_eq!(tags_of(&desk, first).await, json!(["key customer", "late"]));
    assert_eq!(tags_of(&desk, second).await, json!(["key customer"]));
    let listed = desk.get("/tags").await.json_of(200);
    assert_eq!(counts(&listed), [("key customer".into(), 2), ("late".into(), 1)]);
    let found = desk.get(&format!("/conversations?view={view}")).await.json_of(200);
    assert_eq!(found["items"].as_array().unwrap().len(), 2);
    let searching = format!("/conversations?view={}", searching["id"].as_str().unwrap());
    let found = desk.get(&searching).await.json_of(200);
    assert_eq!(found["items"].as_array().unwrap().len(), 2, "what it searches for has the new name");
    let bearer = format!("Bearer {}", desk.ana_token);
    let headers = [("authorization", bearer.as_str()), ("if-match", version.as_str())];
    let late = desk.ask(request("PATCH", &path, &headers, Some(json!({"name": "other"})))).await;
    let late = late.problem(412, "changed_meanwhile");
    assert!(late["changed"]["by"].is_string(), "{late}");
    let refused = desk.patch(&path, json!({"name": "late"})).await.problem(422, "field_invalid");
    assert!(refused["fields"]["name"].is_string(), "{refused}");
    desk.patch(&path, json!({"name": " "})).await.problem(422, "field_invalid");
    // Back again: the name that conversations have just lost is free.
    desk.patch(&path, json!({"name": "vip"})).await.json_of(200);
    assert_eq!(tags_of(&desk, first).await, json!(["late", "vip"]));
}

#[tokio::test]
async fn a_tag_is_joined_to_another_only_when_that_was_said() {
    let desk = Desk::new().await;
    let both = desk.conversation("One", "Hello").await;
    let one = desk.conversation("Two", "Hello").await;
    desk.patch(&format!("/conversations/{both}"), json!({"tags": ["vip", "VIP"]})).await.json_of(200);
    desk.patch(&format!("/conversations/{one}"), json!({"tags": ["VIP"]})).await.json_of(200);
    let (small, capital) = (id_of(&desk, "vip").await, id_of(&desk, "VIP").await);
    let joined = json!({"name": "vip", "join": true});
    assert_eq!(desk.patch(&format!("/tags/{capital}"), joined).await.json_of(200)["id"], small.as_str());
    assert_eq!((tags_of(&desk, both).await, tags_of(&desk, one).await), (json!(["vip"]), json!(["vip"])));
    assert_eq!(counts(&desk.get("/tags").await.json_of(200)), [("vip".into(), 2)]);
    desk.get(&format!("/tags/{capital}")).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_tag_that_was_made_stands_without_conversations_until_it_is_deleted() {
    let desk = Desk::new().await;
    let made = desk.post("/tags", json!({"name": "vip"})).await.json_of(201);
    desk.post("/tags", json!({"name": "vip"})).await.problem(422, "field_invalid");
    let path = format!("/conversations/{}", desk.conversation("One", "Hello").await);
    desk.patch(&path, json!({"tags": ["vip"]})).await.json_of(200);
    desk.patch(&path, json!({"tags": []})).await.json_of(200);
    assert_eq!(counts(&desk.get("/tags").await.json_of(200)), [("vip".into(), 0)]);
    desk.patch(&path, json!({"tags": ["vip", "late"]})).await.json_of(200);
    let tag = format!("/tags/{}", made["id"].as_str().unwrap());
    desk.by(&desk.ben_token, "DELETE", &tag, None).await.problem(403, "forbidden");
    assert_eq!(desk.delete(&tag).await.status, 204);
    assert_eq!(desk.get(&path).await.json_of(200)["tags"], json!(["late"]));
    assert_eq!(counts(&desk.get("/tags").await.json_of(200)), [("late".into(), 1)]);
    let audited = desk.get("/audit?kind=tag").await.json_of(200);
    let actions: Vec<&str> =
        audited["items"].as_array().unwrap().iter().filter_map(|one| one["action"].as_str()).collect();
    assert_eq!(actions, ["tag.deleted", "tag.added"]);
}

/// More conversations have the tag than follow before a request answers: the rest follows in the upkeep's round.
#[tokio::test]
async fn many_conversations_follow_a_new_name_after_the_answer() {
    let desk = Desk::new().await;
    let made = desk.post("/tags", json!({"name": "vip"})).await.json_of(201);
    let mut last = desk.conversation("One", "Hello").await;
    let mut all = vec![last];
    for _ in 0..201 {
        last = desk.conversation("One", "Hello").await;
        all.push(last);
    }
    let now = desk.web.node.clock.now();
    let tag = move |tx: &mut store::Tx<'_>| {
        for id in &all {
            let stored = store::conversations::by_id(tx, *id)?.unwrap();
            store::conversations::set_tags(tx, &stored, &["vip".into()], now)?;
        }
        Ok(())
    };
    desk.db().write(tag).await.unwrap();
    let (by, id) = (store::events::Actor::System, made["id"].as_str().unwrap().parse().unwrap());
    let rename = move |tx: &mut store::Tx<'_>| Ok(flow::tags::rename(tx, &by, id, "late", false, now).unwrap());
    assert_eq!(desk.db().write(rename).await.unwrap().conversations, 202);
    assert!(!flow::tags::go_on(&desk.web.node, 200).await.unwrap());
    assert_eq!(tags_of(&desk, last).await, json!(["vip"]));
    assert_eq!(counts(&desk.get("/tags").await.json_of(200)), [("late".into(), 202)]);
    desk.post("/tags", json!({"name": "vip"})).await.problem(422, "field_invalid");
    flow::tags::go_on_a_round(&desk.web.node).await.unwrap();
    assert_eq!(tags_of(&desk, last).await, json!(["late"]));
    assert_eq!(counts(&desk.get("/tags").await.json_of(200)), [("late".into(), 202)]);
    desk.post("/tags", json!({"name": "vip"})).await.json_of(201);
}
