//! Routing: queues that give out what waits in them, whatever brings a conversation or an agent to them.

use ::desk::{AgentId, ConversationId, Micros, conversation::Status};
use serde_json::{Value, json};

use crate::desk::{Desk, PASSWORD};

/// A desk whose queue gives out what comes to Ben and Cyd; nobody of them is there yet, and no mailbox feeds it.
struct Site {
    desk: Desk,
    queue: String,
    cyd: AgentId,
}

async fn site(routing: &str) -> Site {
    let desk = Desk::new().await;
    let node = desk.web.node.clone();
    let role = ::desk::agent::Role::Agent;
    let cyd = flow::people::add(&node, "cyd@desk.example", "Cyd", PASSWORD, role).await.unwrap();
    let new = json!({"name": "Orders", "members": [desk.ben, cyd], "routing": routing});
    let made = desk.post("/queues", new).await.json_of(201);
    assert_eq!(made["routing"], routing);
    Site { desk, queue: made["id"].as_str().unwrap().to_owned(), cyd }
}

impl Site {
    /// A browser of theirs is open.
    async fn come(&self, agent: AgentId) {
        let now = self.desk.web.node.clock.now();
        self.desk.db().write(move |tx| flow::presence::seen(tx, agent, now)).await.unwrap();
    }

    /// Writes a conversation and moves it into the queue; who has it then.
    async fn arrive(&self) -> (ConversationId, Value) {
        self.desk.later(1);
        let id = self.desk.conversation("A lamp", "It is broken").await;
        let moved = self.desk.patch(&path(id), json!({"queue": self.queue})).await.json_of(200);
        (id, moved["assignee"]["name"].clone())
    }

    async fn assignee(&self, id: ConversationId) -> Value {
        self.desk.get(&path(id)).await.json_of(200)["assignee"]["name"].clone()
    }

    async fn upkeep(&self) {
        let now = self.desk.web.node.clock.now();
        self.desk.db().write(move |tx| flow::upkeep::round(tx, now)).await.unwrap();
    }
}

fn path(id: ConversationId) -> String {
    format!("/conversations/{id}")
}

/// CC-1, CC-3, LD-6: moved into a queue that gives out by load, a conversation goes to whoever has least, of several to who
/// waited longest; the timeline says why.
#[tokio::test]
async fn a_conversation_goes_to_whoever_has_least_and_says_why() {
    let site = site("by_load").await;
    site.come(site.desk.ben).await;
    site.come(site.cyd).await;
    let (first, had) = site.arrive().await;
    assert_eq!(had, "Ben");
    let whole = site.desk.get(&path(first)).await.json_of(200);
    let event = whole["events"].as_array().unwrap().last().unwrap();
    assert_eq!((&event["kind"], &event["actor"]["type"]), (&json!("assigned"), &json!("system")));
    let data =
        json!({"agent": site.desk.ben, "name": "Ben", "why": "longest-idle", "load": 0, "able": 2, "instead_of": null});
    assert_eq!(event["data"], data);
    assert_eq!(site.arrive().await.1, "Cyd");
    assert_eq!(site.arrive().await.1, "Ben");
    site.desk.patch(&path(first), json!({"status": "resolved"})).await.json_of(200);
    let (last, had) = site.arrive().await;
    assert_eq!(had, "Cyd", "as many have as little, and Cyd waited longer");
    let whole = site.desk.get(&path(last)).await.json_of(200);
    assert_eq!(whole["events"].as_array().unwrap().last().unwrap()["data"]["load"], 1);
}

/// LD-6: by turns one gets it after the other, whatever they have.
#[tokio::test]
async fn by_turns_one_gets_it_after_the_other() {
    let site = site("by_turns").await;
    site.come(site.desk.ben).await;
    site.come(site.cyd).await;
    let mut had = Vec::new();
    for _ in 0..5 {
        let (id, name) = site.arrive().await;
        site.desk.patch(&path(id), json!({"status": "resolved"})).await.json_of(200);
        had.push(name);
    }
    assert_eq!(had, ["Ben", "Cyd", "Ben", "Cyd", "Ben"]);
}

/// CC-3: with nobody available it stays in the queue; whoever comes is given what waits, oldest first, up to their capacity,
/// and more when they have done with one.
#[tokio::test]
async fn what_waits_is_given_out_when_somebody_comes_and_when_one_is_done() {
    let site = site("by_load").await;
    site.desk.patch(&format!("/agents/{}", site.desk.ben), json!({"capacity": 2})).await.json_of(200);
    let mut all = Vec::new();
    for _ in 0..4 {
        let (id, had) = site.arrive().await;
        assert_eq!(had, Value::Null);
        all.push(id);
    }
    site.upkeep().await;
    assert_eq!(site.assignee(all[0]).await, Value::Null);
    site.come(site.desk.ben).await;
    let assignees = async || {
        let mut had = Vec::new();
        for id in &all {
            had.push(site.assignee(*id).await);
        }
        had
    };
    assert_eq!(assignees().await, [json!("Ben"), json!("Ben"), Value::Null, Value::Null]);
    site.desk.patch(&path(all[0]), json!({"status": "resolved"})).await.json_of(200);
    assert_eq!(assignees().await[2..], [json!("Ben"), Value::Null]);
    site.desk.patch(&format!("/agents/{}", site.desk.ben), json!({"capacity": 3})).await.json_of(200);
    assert_eq!(site.assignee(all[3]).await, "Ben", "with more room comes more");
}

/// LD-6: what comes back while it is nobody's, and what was in the queue before it gave anything out, is given out too;
/// what was answered waits for the customer and is left alone.
#[tokio::test]
async fn what_comes_back_to_nobody_is_given_to_somebody() {
    let site = site("manual").await;
    site.come(site.desk.ben).await;
    let (waiting, had) = site.arrive().await;
    assert_eq!(had, Value::Null, "agents take them");
    let (done, _) = site.arrive().await;
    site.desk.patch(&path(done), json!({"status": "resolved"})).await.json_of(200);
    let (answered, _) = site.arrive().await;
    site.desk
        .db()
        .write(move |tx| {
            let conversation = store::conversations::by_id(tx, answered)?.unwrap();
            store::conversations::set_status(tx, &conversation, Status::Answered, None, Micros(0))
        })
        .await
        .unwrap();
    let queue = format!("/queues/{}", site.queue);
    site.desk.patch(&queue, json!({"routing": "by_turns"})).await.json_of(200);
    assert_eq!(site.assignee(waiting).await, "Ben");
    assert_eq!(site.assignee(done).await, Value::Null);
    site.desk.patch(&path(done), json!({"status": "open"})).await.json_of(200);
    assert_eq!(site.assignee(done).await, "Ben");
    site.upkeep().await;
    assert_eq!(site.assignee(answered).await, Value::Null);
}

/// LD-6, CC-3: whoever is not there, has no room, or is no member gets nothing.
#[tokio::test]
async fn only_members_who_are_there_and_have_room_are_given_anything() {
    let site = site("by_load").await;
    site.come(site.desk.ana).await;
    assert_eq!(site.arrive().await.1, Value::Null, "Ana is no member");
    site.come(site.desk.ben).await;
    site.desk.by(&site.desk.ben_token, "PATCH", "/me", Some(json!({"presence": "offline"}))).await.json_of(200);
    assert_eq!(site.arrive().await.1, Value::Null, "Ben chose to be offline");
    site.desk.patch(&format!("/agents/{}", site.cyd), json!({"capacity": 0})).await.json_of(200);
    site.come(site.cyd).await;
    assert_eq!(site.arrive().await.1, Value::Null, "Cyd is given nothing");
    let (last, _) = site.arrive().await;
    site.desk.by(&site.desk.ben_token, "PATCH", "/me", Some(json!({"presence": "online"}))).await.json_of(200);
    assert_eq!(site.assignee(last).await, "Ben");
}

#[tokio::test]
async fn a_capacity_has_bounds() {
    let desk = Desk::new().await;
    let path = format!("/agents/{}", desk.ben);
    assert_eq!(desk.get(&path).await.json_of(200)["capacity"], 20);
    for beyond in [-1, 501] {
        let refused = desk.patch(&path, json!({"capacity": beyond})).await.problem(422, "field_invalid");
        assert!(refused["fields"]["capacity"].is_string(), "{refused}");
    }
    for fits in [0, 500] {
        assert_eq!(desk.patch(&path, json!({"capacity": fits})).await.json_of(200)["capacity"], fits);
    }
    desk.patch("/queues/1", json!({"routing": "by magic"})).await.problem(422, "field_invalid");
}

/// LD-6: in a queue that wants it, a customer who writes anew gets the agent who had them last, while that one has room and is
/// there; else whoever it would be without.
#[tokio::test]
async fn a_customer_gets_the_agent_who_had_them_last() {
    let site = site("by_load").await;
    site.come(site.desk.ben).await;
    site.come(site.cyd).await;
    let (first, had) = site.arrive().await;
    assert_eq!(had, "Ben");
    assert_eq!(site.arrive().await.1, "Cyd");
    let other = site.desk.patch(&path(first), json!({"assignee": site.desk.ben})).await;
    other.json_of(200);
    site.desk.patch(&format!("/queues/{}", site.queue), json!({"returns_to_last": true})).await.json_of(200);
    // All of them are of the same customer; Cyd had the one that changed last.
    let (back, had) = site.arrive().await;
    assert_eq!(had, "Cyd");
    let whole = site.desk.get(&path(back)).await.json_of(200);
    let data = &whole["events"].as_array().unwrap().last().unwrap()["data"];
    assert_eq!((&data["why"], &data["able"]), (&json!("returning"), &json!(2)));
    site.desk.by(&site.desk.ben_token, "GET", "/me", None).await.json_of(200);
    site.desk.patch(&format!("/agents/{}", site.cyd), json!({"capacity": 2})).await.json_of(200);
    assert_eq!(site.arrive().await.1, "Ben", "Cyd has no room");
}

/// LD-6: what waits for an agent who is offline for longer than the queue allows is given to another, with the reason; what
/// was answered stays, and so does all where nobody else is there.
#[tokio::test]
async fn what_waits_for_somebody_who_is_gone_is_given_to_another() {
    let site = site("by_load").await;
    site.desk
        .patch(&format!("/queues/{}", site.queue), json!({"reassign_minutes": 4}))
        .await
        .problem(422, "field_invalid");
    site.desk.patch(&format!("/queues/{}", site.queue), json!({"reassign_minutes": 30})).await.json_of(200);
    site.come(site.desk.ben).await;
    let (waiting, had) = site.arrive().await;
    assert_eq!(had, "Ben");
    let (answered, _) = site.arrive().await;
    site.desk.patch(&path(answered), json!({"status": "answered"})).await.json_of(200);
    site.desk.later(300 + 29 * 60);
    site.come(site.cyd).await;
    site.upkeep().await;
    assert_eq!(site.assignee(waiting).await, "Ben", "not for long enough");
    site.desk.later(60);
    site.upkeep().await;
    assert_eq!(site.assignee(waiting).await, "Cyd");
    assert_eq!(site.assignee(answered).await, "Ben", "nobody waits for it");
    let whole = site.desk.get(&path(waiting)).await.json_of(200);
    assert_eq!(whole["events"].as_array().unwrap().last().unwrap()["data"]["instead_of"], "Ben");
    // Now Cyd is gone as well, and nobody is there.
    site.desk.later(36_000);
    site.upkeep().await;
    assert_eq!(site.assignee(waiting).await, "Cyd", "there is nobody else");
}
