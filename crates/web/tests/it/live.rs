//! Live news: order, resuming, reset, and the end of a session.

use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::desk::{Desk, Seed, note, request};

/// Without news for so long a test has failed; the comments come more often.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open stream, read event by event.
struct Stream {
    body: Body,
    rest: String,
}

#[derive(Debug, PartialEq)]
struct News {
    id: i64,
    event: String,
    data: Value,
}

impl Stream {
    async fn open(desk: &Desk, token: &str, last: Option<&str>) -> Self {
        let bearer = format!("Bearer {token}");
        let mut headers = vec![("authorization", bearer.as_str()), ("accept-encoding", "gzip")];
        headers.extend(last.map(|last| ("last-event-id", last)));
        let response = desk.send(request("GET", "/events", &headers, None)).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert!(response.headers().get("content-encoding").is_none());
        Self { body: response.into_body(), rest: String::new() }
    }

    /// The next block, comments included; none at the end.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.rest.split_once("\n\n") {
                let block = block.to_string();
                self.rest = rest.to_string();
                return Some(block);
            }
            let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await.expect("something is told")?.unwrap();
            self.rest.push_str(std::str::from_utf8(&frame.into_data().unwrap()).unwrap());
        }
    }

    async fn next(&mut self) -> Option<News> {
        loop {
            let block = self.block().await?;
            if block.starts_with(':') {
                continue;
            }
            let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_string();
            let data = serde_json::from_str(&line("data:")).unwrap();
            let event = line("event:");
            if event == "presence.changed" {
                continue;
            }
            return Some(News { id: line("id:").parse().unwrap(), event, data });
        }
    }

    async fn some(&mut self, count: usize) -> Vec<News> {
        let mut all = Vec::new();
        while all.len() < count {
            all.push(self.next().await.expect("the stream goes on"));
        }
        all
    }
}

/// news come in the order of the database, each once, to everybody.
#[tokio::test]
async fn news_come_in_order_to_every_browser() {
    let desk = Desk::new().await;
    desk.conversation("Before", "Nobody listens yet").await;
    let mut ana = Stream::open(&desk, &desk.ana_token, None).await;
    let mut ben = Stream::open(&desk, &desk.ben_token, None).await;
    let mut wanted = Vec::new();
    for number in 0..20 {
        let id = desk.conversation(&format!("Order {number}"), "Hello").await.to_string();
        wanted.push(("conversation.changed".to_string(), id.clone()));
        wanted.push(("message.created".to_string(), id));
    }
    let told = ana.some(40).await;
    assert_eq!(told, ben.some(40).await);
    let names: Vec<(String, String)> =
        told.iter().map(|news| (news.event.clone(), news.data["id"].as_str().unwrap().to_string())).collect();
    assert_eq!(names, wanted);
    assert!(told.windows(2).all(|pair| pair[0].id < pair[1].id));
    assert!(told.iter().all(|news| news.data["seq"] == news.id));
}

/// X-7, D4: a new message says who wrote and where it stands, to whoever sees its conversation and to nobody else; nothing
/// has to be asked to know whether it is news.
#[tokio::test]
async fn a_new_message_says_who_wrote_to_those_who_see_it() {
    let desk = Desk::new().await;
    let (open, _) =
        desk.seed(Seed { subject: "Order 4711", text: "Hello", assignee: Some(desk.ana), ..Seed::default() }).await;
    let hidden = desk.conversation("Secret", "Hello").await;
    let queue = json!({"name": "Team", "members_only": true, "members": [desk.ana]});
    let queue = desk.post("/queues", queue).await.json_of(201)["id"].clone();
    desk.patch(&format!("/conversations/{hidden}"), json!({"queue": queue})).await.json_of(200);
    let mut ana = Stream::open(&desk, &desk.ana_token, None).await;
    let mut ben = Stream::open(&desk, &desk.ben_token, None).await;
    desk.seed(Seed { subject: "Secret", text: "Zanzibar", within: Some(hidden), ..Seed::default() }).await;
    let (_, message) =
        desk.seed(Seed { subject: "Re", text: "Where is it?", within: Some(open), ..Seed::default() }).await;
    let told = ben.next().await.unwrap();
    assert_eq!((told.event.as_str(), &told.data["id"]), ("message.created", &json!(open)), "nothing of the hidden one");
    let expected = json!({"id": message, "kind": "inbound", "from": {"name": "Zoë Kůň", "address": "zoe@shop.example"},
        "automatic": false, "created_at": "2026-11-22T00:00:00Z", "subject": "Order 4711", "preview": "Where is it?",
        "status": "new", "assignee": desk.ana, "queue": null});
    assert_eq!(told.data["message"], expected);
    let to_ana = ana.some(2).await;
    assert_eq!(
        (&to_ana[0].data["message"]["preview"], &to_ana[0].data["message"]["queue"]),
        (&json!("Zanzibar"), &queue)
    );
    assert_eq!(to_ana[1], told);
    desk.post(&format!("/conversations/{open}/messages"), note("Look")).await.json_of(201);
    let told = loop {
        let one = ben.next().await.unwrap();
        if one.event == "message.created" {
            break one;
        }
    };
    assert_eq!((&told.data["message"]["kind"], &told.data["message"]["from"]["name"]), (&json!("note"), &json!("Ana")));
}

#[tokio::test]
async fn a_browser_that_comes_back_goes_on_where_it_was() {
    let desk = Desk::new().await;
    let mut first = Stream::open(&desk, &desk.ana_token, None).await;
    for number in 0..10 {
        desk.conversation(&format!("Order {number}"), "Hello").await;
    }
    let all = first.some(20).await;
    drop(first);
    for (earlier, from) in [0, 7, 18].into_iter().enumerate() {
        let mut again = Stream::open(&desk, &desk.ana_token, Some(&all[from].id.to_string())).await;
        assert_eq!(again.some(19 - from).await, all[from + 1..]);
        // Those of the rounds before, then what happens from now on, without a gap.
        again.some(earlier * 2).await;
        let id = desk.conversation("New", "Hello").await.to_string();
        assert_eq!(again.next().await.unwrap().data["id"], id);
    }
}

#[tokio::test]
async fn a_place_that_is_not_known_any_more_is_a_reset() {
    let desk = Desk::new().await;
    for number in 0..5 {
        desk.conversation(&format!("Order {number}"), "Hello").await;
    }
    // That a browser came is news to others; from the second on it is none.
    drop(Stream::open(&desk, &desk.ana_token, None).await);
    let newest = desk.db().read(store::changes::newest).await.unwrap();
    for unknown in ["x", "-5", &(newest + 100).to_string()] {
        let mut stream = Stream::open(&desk, &desk.ana_token, Some(unknown)).await;
        let reset = stream.next().await.unwrap();
        assert_eq!(reset, News { id: newest, event: "reset".into(), data: json!({"seq": newest, "id": null}) });
    }
}

#[tokio::test]
async fn a_place_that_is_no_longer_kept_is_a_reset() {
    let desk = Desk::new().await;
    desk.conversation("Old", "Hello").await;
    // More than are kept.
    for _ in 0..21 {
        let id = desk.conversation("Many", "Hello").await;
        let write = desk.db().write(move |tx| {
            for number in 0..1_000 {
                tx.change(store::changes::Change::DeliveryChanged(id, ::desk::MessageId(number + 1)));
            }
            Ok(())
        });
        write.await.unwrap();
    }
    desk.db().write(store::changes::trim).await.unwrap();
    let (oldest, newest) =
        desk.db().read(|tx| Ok((store::changes::oldest(tx)?, store::changes::newest(tx)?))).await.unwrap();
    let mut stream = Stream::open(&desk, &desk.ana_token, Some("1")).await;
    assert_eq!(stream.next().await.unwrap().event, "reset");
    let id = desk.conversation("New", "Hello").await.to_string();
    let next = stream.next().await.unwrap();
    assert!(next.id > newest && next.data["id"] == id);
    // 20,000 are kept, and all of them are told.
    let mut stream = Stream::open(&desk, &desk.ana_token, Some(&(oldest - 1).to_string())).await;
    let kept = usize::try_from(newest - oldest).unwrap() + 1;
    assert!(kept >= 10_000);
    let all = stream.some(kept).await;
    assert_eq!((all[0].id, all[kept - 1].id), (oldest, newest));
}

#[tokio::test]
async fn a_delivery_names_its_conversation_and_a_setting_its_name() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let mut stream = Stream::open(&desk, &desk.ana_token, None).await;
    let change = store::changes::Change::DeliveryChanged(id, ::desk::MessageId(5));
    let write = desk.db().write(move |tx| {
        tx.change(change.clone());
        Ok(())
    });
    write.await.unwrap();
    let news = stream.next().await.unwrap();
    assert_eq!(news.data, json!({"seq": news.id, "id": "5", "conversation": id.to_string()}));
    desk.patch("/settings", json!({"company_name": "Shop"})).await.json_of(200);
    let news = stream.next().await.unwrap();
    assert_eq!((news.event.as_str(), &news.data["id"]), ("settings.changed", &json!("company_name")));
}

#[tokio::test]
async fn signing_out_ends_the_stream_of_this_session_only() {
    let desk = Desk::new().await;
    let mut ana = Stream::open(&desk, &desk.ana_token, None).await;
    let mut ben = Stream::open(&desk, &desk.ben_token, None).await;
    assert_eq!(desk.by(&desk.ana_token, "DELETE", "/session", None).await.status, 204);
    assert_eq!(ana.next().await, None);
    let id = desk.conversation("Order", "Hello").await.to_string();
    assert_eq!(ben.next().await.unwrap().data["id"], "sessions", "each stream looks whether its own stands");
    assert_eq!(ben.next().await.unwrap().data["id"], id);
}

#[tokio::test]
async fn a_session_that_another_node_ended_ends_its_stream_too() {
    let desk = Desk::breathing("http://desk.example", Duration::from_millis(20)).await;
    let mut stream = Stream::open(&desk, &desk.ana_token, None).await;
    // The first comment comes at once, the second when the session was looked at.
    assert!(stream.block().await.unwrap().starts_with(':'));
    assert!(stream.block().await.unwrap().starts_with(':'));
    flow::people::sign_out(&desk.web.node, &desk.ana_token).await.unwrap();
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn a_browser_that_reads_slowly_misses_nothing() {
    let desk = Desk::new().await;
    // That a browser came is news to others; from the second on it is none.
    drop(Stream::open(&desk, &desk.ana_token, None).await);
    let start = desk.db().read(store::changes::newest).await.unwrap();
    let mut stream = Stream::open(&desk, &desk.ana_token, None).await;
    let id = desk.conversation("Order", "Hello").await;
    for _ in 0..4 {
        let write = desk.db().write(move |tx| {
            for number in 0..1_000 {
                tx.change(store::changes::Change::DeliveryChanged(id, ::desk::MessageId(number + 1)));
            }
            Ok(())
        });
        write.await.unwrap();
    }
    desk.seed(Seed { subject: "Order", text: "Last", within: Some(id), ..Seed::default() }).await;
    desk.post(&format!("/conversations/{id}/messages"), note("x")).await.json_of(201);
    let newest = desk.db().read(store::changes::newest).await.unwrap();
    let all = stream.some(usize::try_from(newest - start).unwrap()).await;
    assert!(all.windows(2).all(|pair| pair[0].id + 1 == pair[1].id));
}

/// D4: what is moved out of somebody's sight while their browser listens is told to them no more.
#[tokio::test]
async fn a_conversation_that_is_moved_away_is_told_no_more() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let queue = desk.post("/queues", json!({"name": "Board", "members_only": true, "members": [desk.ana]})).await;
    let queue = queue.json_of(201)["id"].clone();
    let mut ben = Stream::open(&desk, &desk.ben_token, None).await;
    let path = format!("/conversations/{id}");
    let heard = async |ben: &mut Stream, mark: &str| {
        let mark = desk.conversation(mark, "Hello").await.to_string();
        let mut heard = 0;
        loop {
            let news = ben.next().await.unwrap();
            if news.data["id"] == mark {
                return heard;
            }
            heard += usize::from(news.data["id"] == id.to_string());
        }
    };
    desk.post(&format!("{path}/messages"), note("Ben may read this")).await.json_of(201);
    assert!(heard(&mut ben, "Before").await > 0);
    desk.patch(&path, json!({"queue": queue})).await.json_of(200);
    desk.post(&format!("{path}/messages"), note("Ben may not read this")).await.json_of(201);
    assert_eq!(heard(&mut ben, "After").await, 0);
}

/// D4, D5: whoever is switched off or gets another role hears nothing any more, at once and on every node.
#[tokio::test]
async fn a_stream_ends_with_the_switching_off_and_with_the_role() {
    let desk = Desk::new().await;
    for change in [json!({"role": "manager"}), json!({"active": false})] {
        let (_, token) =
            flow::people::sign_in(&desk.web.node, "ben@desk.example", crate::desk::PASSWORD).await.unwrap();
        let mut ana = Stream::open(&desk, &desk.ana_token, None).await;
        let mut ben = Stream::open(&desk, &token, None).await;
        desk.patch(&format!("/agents/{}", desk.ben), change).await.json_of(200);
        let id = desk.conversation("Secret", "Hello").await.to_string();
        while let Some(news) = ben.next().await {
            assert_ne!(news.data["id"], id, "Ben is told what came after");
        }
        while ana.next().await.unwrap().data["id"] != id {}
    }
}

/// A3: what is news to one agent is told to no other: mentions, what is given to them, what happens where they follow.
#[tokio::test]
async fn what_is_news_to_one_agent_is_told_to_them_alone() {
    let desk = Desk::new().await;
    let id = desk.conversation("Order", "Hello").await;
    let (mut bens, mut anas) =
        (Stream::open(&desk, &desk.ben_token, None).await, Stream::open(&desk, &desk.ana_token, None).await);
    let path = format!("/conversations/{id}");
    let mentioning = json!({"kind": "note", "text": "Look", "mentions": [desk.ben]});
    desk.post(&format!("{path}/messages"), mentioning).await.json_of(201);
    desk.patch(&path, json!({"assignee": desk.ana.to_string()})).await.json_of(200);
    desk.patch(&path, json!({"status": "resolved"})).await.json_of(200);
    desk.by(&desk.ana_token, "PUT", &format!("{path}/draft"), Some(note("Begun"))).await.json_of(200);
    desk.post("/queues", json!({"name": "The end"})).await.json_of(201);
    let told = |all: Vec<News>| -> Vec<String> {
        let own = all.into_iter().filter(|one| matches!(one.event.as_str(), "news.created" | "drafts.changed"));
        own.map(|one| format!("{} {}", one.event, one.data["why"].as_str().unwrap_or_default())).collect()
    };
    let of_ben = told(until_settings(&mut bens).await);
    assert_eq!(of_ben, ["news.created mentioned", "news.created handed", "news.created status"]);
    assert_eq!(told(until_settings(&mut anas).await), ["drafts.changed "]);
}

/// All news before something of the settings changes.
async fn until_settings(stream: &mut Stream) -> Vec<News> {
    let mut all = Vec::new();
    while let Some(news) = stream.next().await.filter(|news| news.event != "settings.changed") {
        all.push(news);
    }
    all
}
