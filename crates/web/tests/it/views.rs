//! Views of one's own.

use serde_json::{Value, json};

use crate::desk::{Desk, ids};

async fn add(desk: &Desk, token: &str, body: Value) -> String {
    desk.by(token, "POST", "/views", Some(body)).await.json_of(201)["id"].as_str().unwrap().to_string()
}

fn own(views: &Value) -> Vec<(String, Value, bool)> {
    let line = |one: &Value| {
        (one["name"].as_str().unwrap().to_string(), one["count"].clone(), one["changeable"].as_bool().unwrap())
    };
    views["own"].as_array().unwrap().iter().map(line).collect()
}

#[tokio::test]
async fn a_view_shows_what_fits_all_that_its_filter_says() {
    let desk = Desk::new().await;
    let mut made = Vec::new();
    for number in 0..6 {
        desk.later(86_400);
        made.push(desk.conversation(&format!("Order {number}"), "Hello").await.to_string());
    }
    let queue = desk.post("/queues", json!({"name": "Orders"})).await.json_of(201)["id"].clone();
    let category = desk.post("/categories", json!({"name": "Late"})).await.json_of(201)["id"].clone();
    let change = |id: &String, body: Value| {
        let path = format!("/conversations/{id}");
        let desk = &desk;
        async move { desk.patch(&path, body).await.json_of(200) }
    };
    change(&made[0], json!({"tags": ["vip", "late"], "priority": "urgent", "assignee": desk.ana.to_string()})).await;
    change(&made[1], json!({"tags": ["vip"], "queue": queue, "priority": "low"})).await;
    change(&made[2], json!({"category": category, "assignee": desk.ben.to_string()})).await;
    change(&made[3], json!({"status": "spam", "tags": ["vip"]})).await;
    change(&made[4], json!({"status": "resolved"})).await;
    for (filter, expected) in [
        (json!({}), vec![0, 1, 2, 4, 5]),
        (json!({"statuses": ["new", "open", "answered"]}), vec![0, 1, 2, 5]),
        (json!({"statuses": ["resolved", "closed"]}), vec![4]),
        (json!({"statuses": ["spam"], "tags": ["vip"]}), vec![3]),
        (json!({"tags": ["vip"]}), vec![0, 1]),
        (json!({"tags": ["vip", "late"]}), vec![0]),
        (json!({"priorities": ["high", "urgent"]}), vec![0]),
        (json!({"priorities": ["low"], "tags": ["vip"]}), vec![1]),
        (json!({"queue": queue}), vec![1]),
        (json!({"queue": queue, "statuses": ["new"]}), vec![1]),
        (json!({"category": category}), vec![2]),
        (json!({"mailbox": desk.mailbox.to_string(), "assignee": "nobody"}), vec![1, 4, 5]),
        (json!({"mailbox": "999"}), vec![]),
        (json!({"assignee": "me"}), vec![0]),
        (json!({"assignee": desk.ben.to_string()}), vec![2]),
        (json!({"contact": "zoe"}), vec![0, 1, 2, 4, 5]),
        (json!({"contact": "shop.example", "since": "2026-11-27"}), vec![4, 5]),
        (json!({"contact": "maria"}), vec![]),
        (json!({"since": "2026-11-24", "until": "2026-11-24"}), vec![1]),
        (json!({"text": "subject:order 5"}), vec![5]),
        (json!({"text": "tag:vip is:unread"}), vec![0, 1]),
    ] {
        let id = add(&desk, &desk.ana_token, json!({"name": "A view", "filter": filter})).await;
        let page = desk.get(&format!("/conversations?view={id}")).await.json_of(200);
        let mut found = ids(&page);
        found.sort();
        let expected: Vec<String> = expected.into_iter().map(|index: usize| made[index].clone()).collect();
        assert_eq!(found, expected, "{filter}");
        let views = desk.get("/views").await.json_of(200);
        let counted = &views["own"][0]["count"];
        let words = filter["text"].as_str().is_some_and(|text| text.contains("order"));
        assert_eq!(*counted, if words { Value::Null } else { json!(expected.len()) }, "{filter}");
        desk.delete(&format!("/views/{id}")).await;
    }
    // A search looks within the view.
    let id = add(&desk, &desk.ana_token, json!({"name": "VIP", "filter": {"tags": ["vip"]}})).await;
    let page = desk.get(&format!("/conversations?view={id}&q=subject:1")).await.json_of(200);
    assert_eq!(ids(&page), vec![made[1].clone()]);
    let page = desk.get(&format!("/conversations?view={id}&limit=1")).await.json_of(200);
    let next = page["next"].as_str().unwrap();
    let second = desk.get(&format!("/conversations?view={id}&limit=1&after={next}")).await.json_of(200);
    assert_eq!([ids(&page), ids(&second)].concat(), vec![made[1].clone(), made[0].clone()]);
}

/// D3: a view is its owner's until they share it; others use what is shared, and only who leads the team changes it.
#[tokio::test]
async fn a_view_is_private_or_shared_and_shows_nobody_more_than_they_may_see() {
    let desk = Desk::new().await;
    let id = desk.conversation("Salary", "Hello").await.to_string();
    let hidden = json!({"name": "Board", "members_only": true, "members": [desk.ana.to_string()]});
    let queue = desk.post("/queues", hidden).await.json_of(201);
    desk.patch(&format!("/conversations/{id}"), json!({"queue": queue["id"]})).await.json_of(200);
    let body = json!({"name": "Board", "filter": {"queue": queue["id"]}});
    let view = add(&desk, &desk.ana_token, body).await;
    let (path, list) = (format!("/views/{view}"), format!("/conversations?view={view}"));
    let by_ben = |method: &'static str, path: String, body: Option<Value>| {
        let desk = &desk;
        async move { desk.by(&desk.ben_token, method, &path, body).await }
    };
    assert!(own(&by_ben("GET", "/views".into(), None).await.json_of(200)).is_empty());
    by_ben("GET", list.clone(), None).await.problem(400, "unknown_view");
    by_ben("PATCH", path.clone(), Some(json!({"name": "Mine"}))).await.problem(404, "not_found");
    by_ben("DELETE", path.clone(), None).await.problem(404, "not_found");
    desk.patch(&path, json!({"shared": true})).await.json_of(200);
    assert_eq!(ids(&desk.get(&list).await.json_of(200)), [id]);
    assert_eq!(own(&desk.get("/views").await.json_of(200)), [("Board".to_string(), json!(1), true)]);
    assert_eq!(own(&by_ben("GET", "/views".into(), None).await.json_of(200)), [("Board".to_string(), json!(0), false)]);
    assert!(ids(&by_ben("GET", list, None).await.json_of(200)).is_empty());
    by_ben("PATCH", path.clone(), Some(json!({"name": "Mine"}))).await.problem(403, "forbidden");
    by_ben("DELETE", path.clone(), None).await.problem(403, "forbidden");
    let bens = add(&desk, &desk.ben_token, json!({"name": "Ben's", "shared": true, "filter": {}})).await;
    assert_eq!(desk.delete(&format!("/views/{bens}")).await.status, 204, "an admin clears up");
    assert_eq!(desk.delete(&path).await.status, 204);
    desk.delete(&path).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_view_that_does_not_fit_is_refused_at_its_field() {
    let desk = Desk::new().await;
    for (body, field) in [
        (json!({"name": " ", "filter": {}}), "name"),
        (json!({"name": "x".repeat(101), "filter": {}}), "name"),
        (json!({"name": "x"}), "filter"),
        (json!({"name": "x", "filter": {"colour": "red"}}), "filter.colour"),
        (json!({"name": "x", "filter": {"statuses": ["gone"]}}), "filter.statuses[0]"),
        (json!({"name": "x", "filter": {"statuses": ["spam", "open"]}}), "filter.statuses"),
        (json!({"name": "x", "filter": {"assignee": "ana"}}), "filter.assignee"),
        (json!({"name": "x", "filter": {"since": "soon"}}), "filter.since"),
        (json!({"name": "x", "filter": {"tags": [""]}}), "filter.tags"),
        (json!({"name": "x", "filter": {"text": "x".repeat(501)}}), "filter.text"),
    ] {
        let problem = desk.post("/views", body.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{body}: {problem}");
    }
    for _ in 0..50 {
        add(&desk, &desk.ana_token, json!({"name": "x", "filter": {}})).await;
    }
    let problem = desk.post("/views", json!({"name": "x", "filter": {}})).await.problem(422, "field_invalid");
    assert!(problem["fields"]["name"].is_string());
}
