//! Following and mentions, and the lists that every agent has of their own.

use ::desk::{ConversationId, NoticeId, notify::Occasion};
use flow::notices::{self, notification};
use serde_json::{Value, json};

use crate::desk::{Desk, Seed, ids, note};

async fn members_only(desk: &Desk, id: ConversationId, members: Value) {
    let queue = json!({"name": "Board", "members_only": true, "members": members});
    let queue = desk.post("/queues", queue).await.json_of(201)["id"].clone();
    desk.patch(&format!("/conversations/{id}"), json!({"queue": queue})).await.json_of(200);
}

/// Waits for what is collected, and gives whom it was mailed to, with the text.
async fn mailed(desk: &Desk, id: ConversationId, after: &mut NoticeId) -> Vec<(String, String)> {
    desk.later(61);
    while notification::round(&desk.web.node).await.unwrap() > 0 {}
    let from = *after;
    let all = desk.db().read(move |tx| store::notices::of(tx, id, from, 100)).await.unwrap();
    *after = all.last().map_or(from, |last| last.id);
    all.into_iter().map(|one| (one.recipient.address, one.text)).collect()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

/// LA-1: whom a note mentions is kept as who they are, and they follow; whoever follows is told of messages and notes.
#[tokio::test]
async fn who_is_mentioned_follows_and_is_told() {
    let desk = Desk::new().await;
    let (id, first) =
        desk.seed(Seed { subject: "Order", text: "One", assignee: Some(desk.ana), ..Seed::default() }).await;
    let (path, mut after) = (format!("/conversations/{id}"), NoticeId(0));
    let body = json!({"kind": "note", "text": "Who knows?", "mentions": [desk.ben, desk.ben]});
    let written = desk.post(&format!("{path}/messages"), body).await.json_of(201);
    assert_eq!(names(&written["mentions"]), ["Ben"], "though no word of it names him");
    let shown = desk.get(&path).await.json_of(200);
    assert_eq!((names(&shown["followers"]), &shown["following"]), (vec!["Ben"], &json!(false)));
    let told = mailed(&desk, id, &mut after).await;
    assert!(told.len() == 1 && told[0].1.contains("Ana mentioned you in a note"), "{told:?}");
    // The conversation is Ana's: Ben is told since he follows.
    let (_, second) = desk.seed(Seed { text: "Two", within: Some(id), ..Seed::default() }).await;
    let now = desk.web.node.clock.now();
    let inbound = Occasion::Inbound { automatic: false, quiet: false };
    desk.db().write(move |tx| notices::tell(tx, id, second, &inbound, None, now)).await.unwrap();
    let told = mailed(&desk, id, &mut after).await;
    assert_eq!(told.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["ana@desk.example", "ben@desk.example"]);
    desk.post(&format!("{path}/messages"), note("It was sent")).await.json_of(201);
    let told = mailed(&desk, id, &mut after).await;
    assert!(told.len() == 1 && told[0].1.contains("Ana wrote a note"), "{told:?}");
    assert_eq!(desk.by(&desk.ben_token, "DELETE", &format!("{path}/follow"), None).await.status, 204);
    desk.post(&format!("{path}/messages"), note("It has arrived")).await.json_of(201);
    assert!(mailed(&desk, id, &mut after).await.is_empty(), "Ben follows no longer; {first} was long ago");
}

/// LA-1: a note that says nobody is read for names once; an answer mentions nobody.
#[tokio::test]
async fn names_in_a_note_are_mentions_where_nothing_else_is_said() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "One").await;
    let messages = format!("/conversations/{id}/messages");
    let named = desk.post(&messages, note("@Ben, can you look?")).await.json_of(201);
    assert_eq!(names(&named["mentions"]), ["Ben"]);
    let said = json!({"kind": "note", "text": "write to @Ben's shop", "mentions": []});
    assert_eq!(desk.post(&messages, said).await.json_of(201)["mentions"], json!([]));
    let reply = json!({"kind": "reply", "text": "Hello", "mentions": [desk.ben]});
    let problem = desk.post(&messages, reply).await.problem(422, "field_invalid");
    assert!(problem["fields"]["mentions"].is_string(), "{problem}");
    for (mentions, what) in [(json!(["999"]), "nobody has this number"), (json!(vec!["1"; 51]), "too many")] {
        let body = json!({"kind": "note", "text": "Look", "mentions": mentions});
        let problem = desk.post(&messages, body).await.problem(422, "field_invalid");
        assert!(problem["fields"]["mentions"].is_string(), "{what}: {problem}");
    }
}

/// A3, D3: a mention of somebody who may not see the conversation is refused at its field, and in words it is none.
#[tokio::test]
async fn nobody_is_mentioned_who_may_not_see_the_conversation() {
    let desk = Desk::new().await;
    let id = desk.conversation("Salary", "One").await;
    members_only(&desk, id, json!([desk.ana])).await;
    let path = format!("/conversations/{id}");
    let listed = desk.get(&format!("{path}/agents")).await.json_of(200);
    assert_eq!(names(&listed["items"]), ["Ana"]);
    let body = json!({"kind": "note", "text": "@Ben", "mentions": [desk.ben]});
    let problem = desk.post(&format!("{path}/messages"), body).await.problem(422, "field_invalid");
    assert!(problem["fields"]["mentions"].as_str().unwrap().contains("may not see this conversation"), "{problem}");
    let named = desk.post(&format!("{path}/messages"), note("@Ben, look")).await.json_of(201);
    assert_eq!(named["mentions"], json!([]));
    for (method, end) in [("PUT", "follow"), ("DELETE", "follow"), ("GET", "agents")] {
        desk.by(&desk.ben_token, method, &format!("{path}/{end}"), None).await.problem(404, "not_found");
    }
    assert_eq!(desk.by(&desk.ana_token, "PUT", &format!("{path}/follow"), None).await.status, 204);
    assert_eq!(desk.get(&format!("{path}/agents")).await.json_of(200)["items"][0]["following"], json!(true));
}

/// mentions by the newest mention, sent by the newest mail, drafts by when they were saved; each once, page by page, for
/// nobody else.
#[tokio::test]
async fn everybody_has_lists_of_their_own() {
    let desk = Desk::new().await;
    let mut all = Vec::new();
    for subject in ["Keys", "Door", "Lamp"] {
        all.push(desk.conversation(subject, "Hello").await.to_string());
    }
    for id in [&all[0], &all[2], &all[1], &all[0]] {
        desk.later(1);
        let messages = format!("/conversations/{id}/messages");
        desk.post(&messages, json!({"kind": "note", "text": "Look", "mentions": [desk.ben]})).await.json_of(201);
        desk.post(&messages, json!({"kind": "reply", "text": "Hello"})).await.json_of(201);
        let draft = json!({"kind": "note", "text": "Begun"});
        desk.by(&desk.ana_token, "PUT", &format!("/conversations/{id}/draft"), Some(draft)).await.json_of(200);
    }
    let expected = [all[0].clone(), all[1].clone(), all[2].clone()];
    for (view, token, other) in [
        ("mentions", &desk.ben_token, &desk.ana_token),
        ("sent", &desk.ana_token, &desk.ben_token),
        ("drafts", &desk.ana_token, &desk.ben_token),
    ] {
        let path = format!("/conversations?view={view}");
        assert_eq!(ids(&desk.by(token, "GET", &path, None).await.json_of(200)), expected, "{view}");
        assert!(ids(&desk.by(other, "GET", &path, None).await.json_of(200)).is_empty(), "{view}");
        let (mut paged, mut next) = (Vec::new(), Some(String::new()));
        while let Some(cursor) = next {
            let page = desk.by(token, "GET", &format!("{path}&limit=1{cursor}"), None).await.json_of(200);
            paged.extend(ids(&page));
            next = page["next"].as_str().map(|cursor| format!("&after={cursor}"));
        }
        assert_eq!(paged, expected, "{view}");
        for typed in ["Door", "subject:Door", "status:answered Door", "in:all Door"] {
            let found = desk.by(token, "GET", &format!("{path}&q={}", typed.replace(' ', "%20")), None).await;
            assert_eq!(ids(&found.json_of(200)), [all[1].clone()], "{view} {typed}");
        }
        let elsewhere = desk.by(other, "GET", &format!("/conversations?view=all&q=in:{view}"), None).await;
        assert!(ids(&elsewhere.json_of(200)).is_empty(), "{view}");
        let within = desk.by(token, "GET", &format!("/conversations?view=all&q=in:{view}"), None).await;
        assert_eq!(ids(&within.json_of(200)).len(), 3, "{view}");
    }
    let counted = async |token: &str, view: &str| {
        let views = desk.by(token, "GET", "/views", None).await.json_of(200);
        let shown = views["items"].as_array().unwrap().iter().find(|one| one["id"] == view).unwrap().clone();
        (shown["count"].clone(), shown["unread"].clone())
    };
    assert_eq!(counted(&desk.ana_token, "drafts").await, (json!(3), Value::Null));
    assert_eq!(counted(&desk.ana_token, "sent").await, (json!(3), Value::Null));
    assert_eq!(counted(&desk.ben_token, "mentions").await, (json!(3), json!(3)));
    desk.by(&desk.ben_token, "PUT", &format!("/conversations/{}/read", all[0]), None).await;
    assert_eq!(counted(&desk.ben_token, "mentions").await, (json!(3), json!(2)));
    // What is set aside, sent or thrown away is in them no longer.
    desk.patch(&format!("/conversations/{}", all[1]), json!({"status": "spam"})).await.json_of(200);
    assert_eq!(counted(&desk.ben_token, "mentions").await, (json!(2), json!(1)));
    assert_eq!(counted(&desk.ana_token, "sent").await.0, json!(2));
    assert_eq!(counted(&desk.ana_token, "drafts").await.0, json!(3), "nothing that was begun is lost to sight");
    desk.delete(&format!("/conversations/{}/draft", all[1])).await;
    assert_eq!(counted(&desk.ana_token, "drafts").await.0, json!(2));
}

/// a merge brings followers and mentions along, and undone it takes those back that it brought.
#[tokio::test]
async fn a_merge_carries_followers_and_mentions_along() {
    let desk = Desk::new().await;
    let (gone, kept) = (desk.conversation("Order", "One").await, desk.conversation("Refund", "Two").await);
    let body = json!({"kind": "note", "text": "Look", "mentions": [desk.ben]});
    desk.post(&format!("/conversations/{gone}/messages"), body).await.json_of(201);
    assert_eq!(desk.by(&desk.ana_token, "PUT", &format!("/conversations/{kept}/follow"), None).await.status, 204);
    desk.post(&format!("/conversations/{gone}/merge"), json!({"into": kept.to_string()})).await.json_of(200);
    let followers = async |id: ConversationId| {
        let shown = desk.get(&format!("/conversations/{id}")).await.json_of(200);
        names(&shown["followers"]).join(" ")
    };
    let mentions =
        async || ids(&desk.by(&desk.ben_token, "GET", "/conversations?view=mentions", None).await.json_of(200));
    assert_eq!((followers(kept).await.as_str(), mentions().await), ("Ana Ben", vec![kept.to_string()]));
    desk.delete(&format!("/conversations/{gone}/merge")).await.json_of(200);
    assert_eq!((followers(kept).await.as_str(), followers(gone).await.as_str()), ("Ana", "Ben"));
    assert_eq!(mentions().await, [gone.to_string()]);
}
