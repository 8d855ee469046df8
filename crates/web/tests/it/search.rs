//! Search within a view.

use std::collections::HashSet;

use serde_json::json;

use crate::desk::{Desk, Seed, ids};

#[tokio::test]
async fn search_finds_words_within_the_view_only() {
    let desk = Desk::new().await;
    let first = desk.conversation("Order 4711", "Žádost o vrácení peněz").await.to_string();
    let second = desk.conversation("Order 4712", "Please refund me").await.to_string();
    desk.patch(&format!("/conversations/{second}"), json!({"status": "spam"})).await.json_of(200);
    for (query, found) in [
        ("view=open&q=zadost", vec![&first]),
        ("view=open&q=order", vec![&first]),
        ("view=spam&q=order", vec![&second]),
        ("view=all&q=order", vec![&first]),
        ("view=open&q=order%20refund", vec![]),
        ("view=spam&q=%22refund%20me%22", vec![&second]),
        ("view=open&q=nothing", vec![]),
        ("view=open&q=%21%21%21", vec![]),
        ("view=mine&q=order", vec![]),
    ] {
        let page = desk.get(&format!("/conversations?{query}")).await.json_of(200);
        assert_eq!(ids(&page).iter().collect::<Vec<_>>(), found, "{query}");
        assert!(page["next"].is_null(), "{query}");
    }
}

#[tokio::test]
async fn found_conversations_come_once_over_all_pages() {
    let desk = Desk::new().await;
    let mut made = Vec::new();
    for number in 0..30 {
        desk.later(1);
        made.push(desk.conversation(&format!("Order {number}"), "refund").await);
    }
    // Many messages of one conversation answer, spread over what the pages look at.
    for id in made.iter().step_by(3) {
        desk.later(1);
        desk.seed(Seed { subject: "Order", text: "refund again", within: Some(*id), ..Seed::default() }).await;
    }
    let mut expected: Vec<String> = made.iter().step_by(3).rev().map(ToString::to_string).collect();
    expected.extend(made.iter().enumerate().filter(|(n, _)| n % 3 != 0).rev_sorted());
    for limit in [1, 4, 7, 30] {
        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let page = desk.get(&format!("/conversations?view=open&q=refund&limit={limit}{next}")).await.json_of(200);
            seen.extend(ids(&page));
            match page["next"].as_str() {
                Some(cursor) => next = format!("&after={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, expected, "limit {limit}");
    }
}

trait RevSorted {
    fn rev_sorted(self) -> Vec<String>;
}

impl<'a, I: Iterator<Item = (usize, &'a ::desk::ConversationId)>> RevSorted for I {
    fn rev_sorted(self) -> Vec<String> {
        let mut all: Vec<(usize, String)> = self.map(|(n, id)| (n, id.to_string())).collect();
        all.sort_unstable_by_key(|(n, _)| std::cmp::Reverse(*n));
        all.into_iter().map(|(_, id)| id).collect()
    }
}

#[tokio::test]
async fn a_number_goes_to_its_conversation_if_the_view_holds_it() {
    let desk = Desk::new().await;
    let first = desk.conversation("Hello", "Hello").await.to_string();
    let second = desk.conversation("About it", &format!("This is about {first}")).await.to_string();
    let desk = &desk;
    let find = |view: &'static str, typed: String| async move {
        desk.get(&format!("/conversations?view={view}&q={typed}")).await
    };
    assert_eq!(ids(&find("open", format!("%23{first}")).await.json_of(200)), vec![first.clone()]);
    // Without the sign it may be any number: the conversation first, then what mentions it.
    assert_eq!(ids(&find("open", first.clone()).await.json_of(200)), [first.clone(), second.clone()]);
    desk.patch(&format!("/conversations/{first}"), json!({"status": "trash"})).await.json_of(200);
    assert_eq!(ids(&find("open", format!("%23{first}")).await.json_of(200)), vec![second.clone()]);
    assert_eq!(ids(&find("trash", format!("%23{first}")).await.json_of(200)), [first]);
}

#[tokio::test]
async fn a_search_that_must_look_far_gives_short_pages_and_goes_on() {
    let desk = Desk::new().await;
    let wanted = desk.conversation("Oldest", "refund").await;
    let other = desk.conversation("Other", "refund").await;
    for _ in 0..1_100 {
        desk.seed(Seed { subject: "Other", text: "refund", within: Some(other), ..Seed::default() }).await;
    }
    let assigned = desk.patch(&format!("/conversations/{wanted}"), json!({"assignee": desk.ana.to_string()})).await;
    assigned.json_of(200);
    let (mut seen, mut next, mut pages) = (HashSet::new(), String::new(), 0);
    loop {
        let page = desk.get(&format!("/conversations?view=mine&q=refund{next}")).await.json_of(200);
        pages += 1;
        seen.extend(ids(&page));
        match page["next"].as_str() {
            Some(cursor) => next = format!("&after={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, HashSet::from([wanted.to_string()]));
    assert_eq!(pages, 2);
}

/// operators narrow what words find, and work without words.
#[tokio::test]
async fn operators_find_what_they_say() {
    let desk = Desk::new().await;
    let first = desk.conversation("Order 4711", "Žádost o vrácení peněz").await.to_string();
    desk.later(3 * 86_400);
    let second = desk.conversation("Lamp", "The order has a fissure").await.to_string();
    let third = desk.conversation("Refund", "Please refund my order").await.to_string();
    let file = desk.file("photo.png", "image/png", b"png", None);
    let files = vec![(file, ::desk::message::AttachmentState::Available)];
    let (fourth, _) = desk.seed(Seed { subject: "Photo", text: "See the photo", files, ..Seed::default() }).await;
    let fourth = fourth.to_string();
    desk.patch(&format!("/conversations/{first}"), json!({"tags": ["VIP", "big customer"]})).await.json_of(200);
    let mine = json!({"assignee": desk.ana.to_string(), "tags": ["vip"], "priority": "urgent"});
    desk.patch(&format!("/conversations/{second}"), mine).await.json_of(200);
    desk.patch(&format!("/conversations/{third}"), json!({"status": "resolved"})).await.json_of(200);
    desk.by(&desk.ana_token, "PUT", &format!("/conversations/{second}/read"), None).await;
    let queue = desk.post("/queues", json!({"name": "Žižkov orders"})).await.json_of(201);
    desk.patch(&format!("/conversations/{fourth}"), json!({"queue": queue["id"]})).await.json_of(200);
    for (view, typed, mut expected) in [
        ("open", "subject:order", vec![&first]),
        ("open", "order", vec![&first, &second]),
        ("open", "from:zoe order", vec![&first, &second]),
        ("open", "from:ben order", vec![]),
        ("open", "to:support@desk.example subject:lam", vec![&second]),
        ("open", "tag:vip", vec![&first, &second]),
        ("open", "tag:\"BIG customer\"", vec![&first]),
        ("open", "tag:vip tag:big", vec![&first]),
        ("open", "tag:big ", vec![]),
        ("open", "tag:vip assignee:me", vec![&second]),
        ("open", "assignee:an", vec![&second]),
        ("open", "assignee:nobody", vec![&first, &fourth]),
        ("open", "is:unread", vec![&first, &fourth]),
        ("open", "is:read", vec![&second]),
        ("open", "priority:urgent", vec![&second]),
        ("open", "priority:normal lamp", vec![]),
        ("open", "has:attachment", vec![&fourth]),
        ("open", "has:attachment lamp", vec![]),
        ("open", "in:zizkov", vec![&fourth]),
        ("open", "in:support tag:vip", vec![&first, &second]),
        ("open", "in:nowhere ", vec![]),
        ("open", "status:resolved", vec![&third]),
        ("mine", "status:resolved", vec![]),
        ("open", "status:resolved status:new order", vec![&first, &second, &third]),
        ("open", "in:all refund", vec![&third]),
        ("spam", "in:all subject:lamp", vec![&second]),
        ("open", "before:2026-11-24", vec![&first]),
        ("open", "before:2026-11-24 order", vec![&first]),
        ("open", "after:2026-11-23", vec![&second, &fourth]),
        ("open", "after:2026-11-23 order", vec![&second]),
        ("open", "after:2026-11-25", vec![]),
        ("open", "before:2026 order", vec![]),
        ("open", "colour:red order", vec![]),
        ("open", "subject:", vec![&first, &second, &fourth]),
        ("open", "#", vec![]),
    ] {
        let typed = percent(typed);
        let page = desk.get(&format!("/conversations?view={view}&q={typed}")).await.json_of(200);
        let mut found = ids(&page);
        found.sort();
        expected.sort();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{view}: {typed}");
        assert!(page["next"].is_null(), "{typed}");
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn a_list_that_operators_narrow_is_paged_without_gap() {
    let desk = Desk::new().await;
    let mut expected = Vec::new();
    for number in 0..40 {
        desk.later(1);
        let id = desk.conversation(&format!("Order {number}"), "refund").await.to_string();
        if number % 3 == 0 {
            desk.later(1);
            desk.patch(&format!("/conversations/{id}"), json!({"tags": ["vip"]})).await.json_of(200);
            expected.insert(0, id);
        }
    }
    for limit in [1, 4, 13, 14, 50] {
        let (mut seen, mut next) = (Vec::new(), String::new());
        loop {
            let page = desk.get(&format!("/conversations?q=tag:vip&limit={limit}{next}")).await.json_of(200);
            seen.extend(ids(&page));
            match page["next"].as_str() {
                Some(cursor) => next = format!("&after={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, expected, "limit {limit}");
    }
    let page = desk.get("/conversations?q=tag:vip&limit=1").await.json_of(200);
    let cursor = page["next"].as_str().unwrap();
    for other in ["tag:vip order", "order", "tag:other"] {
        let asked = format!("/conversations?q={}&after={cursor}", percent(other));
        desk.get(&asked).await.problem(400, "invalid_cursor");
    }
}

/// D3: no operator shows what a queue hides.
#[tokio::test]
async fn operators_show_nothing_of_a_queue_for_members_only() {
    let desk = Desk::new().await;
    let id = desk.conversation("Salary", "Confidential order").await.to_string();
    let hidden = json!({"name": "Board", "members_only": true, "members": [desk.ana.to_string()]});
    let queue = desk.post("/queues", hidden).await.json_of(201);
    desk.patch(&format!("/conversations/{id}"), json!({"queue": queue["id"], "tags": ["vip"]})).await.json_of(200);
    for typed in ["tag:vip", "from:zoe", "in:board", "subject:salary", "order", "is:unread", &format!("#{id}")] {
        let asked = format!("/conversations?q={}", percent(typed));
        assert_eq!(ids(&desk.get(&asked).await.json_of(200)), std::slice::from_ref(&id), "{typed}");
        let others = desk.by(&desk.ben_token, "GET", &asked, None).await.json_of(200);
        assert!(ids(&others).is_empty(), "{typed}: {others}");
    }
}
