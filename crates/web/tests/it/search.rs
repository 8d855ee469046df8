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
