//! Presence: what agents set themselves and managers set for them, and what the board shows of it.

use ::desk::{AgentId, agent::Role};
use serde_json::{Value, json};

use crate::desk::{Desk, PASSWORD};

async fn come(desk: &Desk, agent: AgentId) {
    let now = desk.web.node.clock.now();
    desk.db().write(move |tx| flow::presence::seen(tx, agent, now)).await.unwrap();
}

async fn on_board(desk: &Desk, name: &str) -> Value {
    let board = desk.get("/board").await.json_of(200);
    board["items"].as_array().unwrap().iter().find(|one| one["agent"]["name"] == name).unwrap().clone()
}

/// CC-2: in_email is set only while the channel is on and one belongs to a queue; when that ends it becomes online, and it is
/// never set by itself.
#[tokio::test]
async fn in_email_has_its_condition_and_becomes_online_when_it_ends() {
    let desk = Desk::new().await;
    let set =
        async |presence: &str| desk.by(&desk.ben_token, "PATCH", "/me", Some(json!({"presence": presence}))).await;
    let me = async || desk.by(&desk.ben_token, "GET", "/me", None).await.json_of(200);
    come(&desk, desk.ben).await;
    set("in_email").await.problem(422, "field_invalid");
    desk.patch("/settings", json!({"email_channel": true})).await.json_of(200);
    set("in_email").await.problem(422, "field_invalid");
    let queue = desk.post("/queues", json!({"name": "Orders", "members": [desk.ben]})).await.json_of(201)["id"].clone();
    let queue = format!("/queues/{}", queue.as_str().unwrap());
    assert_eq!(me().await["takes_email"], true);
    assert_eq!(set("in_email").await.json_of(200)["presence"], "in_email");

    desk.patch(&queue, json!({"members": [desk.ana]})).await.json_of(200);
    assert_eq!((me().await["presence"].as_str(), me().await["takes_email"].as_bool()), (Some("online"), Some(false)));
    desk.patch(&queue, json!({"members": [desk.ben]})).await.json_of(200);
    assert_eq!(me().await["presence"], "online", "it is never set by itself");

    set("in_email").await.json_of(200);
    desk.patch("/settings", json!({"email_channel": false})).await.json_of(200);
    assert_eq!(me().await["presence"], "online");
    desk.patch("/settings", json!({"email_channel": true})).await.json_of(200);
    set("in_email").await.json_of(200);
    desk.delete(&queue).await;
    assert_eq!(me().await["presence"], "online");
}

/// CC-2, CC-3: whoever leads the team sees what everybody does and has, and sets it; an agent does neither.
#[tokio::test]
async fn managers_see_the_board_and_set_presence() {
    let desk = Desk::new().await;
    let node = desk.web.node.clone();
    flow::people::add(&node, "mia@desk.example", "Mia", PASSWORD, Role::Manager).await.unwrap();
    let (_, mia) = flow::people::sign_in(&node, "mia@desk.example", PASSWORD).await.unwrap();
    let path = format!("/agents/{}/presence", desk.ben);
    let set = async |token: &str, to: &str| desk.by(token, "PUT", &path, Some(json!({"presence": to}))).await;
    set(&desk.ben_token, "away").await.problem(403, "forbidden");
    desk.by(&desk.ben_token, "GET", "/board", None).await.problem(403, "forbidden");

    assert_eq!(
        set(&mia, "away").await.json_of(200),
        json!({"presence": "offline", "presence_chosen": "away", "presence_own": null})
    );
    come(&desk, desk.ben).await;
    let id = desk.conversation("A lamp", "It is broken").await;
    desk.patch(&format!("/conversations/{id}"), json!({"assignee": desk.ben})).await.json_of(200);
    let ben = on_board(&desk, "Ben").await;
    assert_eq!(
        (ben["presence"].as_str(), ben["load"].as_i64(), ben["capacity"].as_i64()),
        (Some("away"), Some(1), Some(20))
    );
    set(&mia, "in_email").await.problem(422, "field_invalid");
    set(&mia, "in_call").await.problem(422, "field_invalid");
    let logged = desk.get("/audit").await.json_of(200);
    assert_eq!(
        (&logged["items"][0]["action"], &logged["items"][0]["data"]["presence"]),
        (&json!("agent.presence_set"), &json!("away"))
    );
    desk.later(300);
    assert_eq!(on_board(&desk, "Ben").await["presence"], "offline", "no browser for five minutes");
}

/// CC-3: automatic assignment takes whoever is online or in e-mail, and nobody who is away; coming back brings what waits.
#[tokio::test]
async fn queues_give_to_whoever_is_online_or_in_email_and_to_nobody_who_is_away() {
    let desk = Desk::new().await;
    desk.patch("/settings", json!({"email_channel": true})).await.json_of(200);
    let new = json!({"name": "Orders", "members": [desk.ben], "routing": "by_load"});
    let queue = desk.post("/queues", new).await.json_of(201)["id"].clone();
    come(&desk, desk.ben).await;
    let set = async |to: &str| {
        desk.by(&desk.ben_token, "PATCH", "/me", Some(json!({"presence": to}))).await.json_of(200);
    };
    let path = async || format!("/conversations/{}", desk.conversation("A lamp", "It is broken").await);
    let assignee = async |path: &str| desk.get(path).await.json_of(200)["assignee"]["name"].clone();
    for (presence, has) in [("in_email", json!("Ben")), ("away", Value::Null), ("offline", Value::Null)] {
        set(presence).await;
        let path = path().await;
        desk.patch(&path, json!({"queue": queue})).await.json_of(200);
        assert_eq!(assignee(&path).await, has, "{presence}");
        set("in_email").await;
        assert_eq!(assignee(&path).await, "Ben", "after {presence}");
    }
}

/// CC-14: admins add, rename and delete presences of the desk's own; each counts as online or away, and whoever chose one that is
/// deleted is what it counted as.
#[tokio::test]
async fn presences_of_ones_own_count_as_online_or_away() {
    let desk = Desk::new().await;
    come(&desk, desk.ben).await;
    let new = json!({"name": " Lunch ", "counts_as": "away"});
    desk.by(&desk.ben_token, "POST", "/presences", Some(new.clone())).await.problem(403, "forbidden");
    let lunch = desk.post("/presences", new).await.json_of(201);
    let id = lunch["id"].as_str().unwrap().to_owned();
    assert_eq!((&lunch["name"], &lunch["counts_as"]), (&json!("Lunch"), &json!("away")));
    let stock = desk.post("/presences", json!({"name": "In the stock", "counts_as": "online"})).await.json_of(201);
    desk.post("/presences", json!({"name": "LUNCH", "counts_as": "online"})).await.problem(422, "field_invalid");
    desk.post("/presences", json!({"name": "Asleep", "counts_as": "offline"})).await.problem(422, "field_invalid");
    let names = |list: Value| -> Vec<String> {
        list["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    let listed = desk.by(&desk.ben_token, "GET", "/presences", None).await.json_of(200);
    assert_eq!(names(listed), ["In the stock", "Lunch"]);

    let set = async |own: &Value| desk.by(&desk.ben_token, "PATCH", "/me", Some(json!({"presence_own": own}))).await;
    let me = set(&lunch["id"]).await.json_of(200);
    assert_eq!((&me["presence"], &me["presence_own"]["name"]), (&json!("away"), &json!("Lunch")));
    let both = json!({"presence": "online", "presence_own": id});
    desk.by(&desk.ben_token, "PATCH", "/me", Some(both)).await.problem(422, "field_invalid");
    desk.patch(&format!("/presences/{id}"), json!({"name": "At lunch"})).await.json_of(200);
    assert_eq!(on_board(&desk, "Ben").await["presence_own"]["name"], "At lunch");
    desk.delete(&format!("/presences/{id}")).await;
    let ben = on_board(&desk, "Ben").await;
    assert_eq!((&ben["presence"], &ben["presence_own"]), (&json!("away"), &Value::Null));
    set(&json!(id)).await.problem(422, "field_invalid");

    let path = format!("/agents/{}/presence", desk.ben);
    let put = async |body: Value| desk.by(&desk.ana_token, "PUT", &path, Some(body)).await;
    let by_admin = put(json!({"own": stock["id"]})).await.json_of(200);
    assert_eq!((&by_admin["presence"], &by_admin["presence_own"]["name"]), (&json!("online"), &json!("In the stock")));
    put(json!({})).await.problem(422, "field_invalid");
    put(json!({"presence": "away"})).await.json_of(200);
    assert_eq!(on_board(&desk, "Ben").await["presence_own"], Value::Null, "what every desk has has no name of its own");
}

/// CC-2: a queue that takes calls only makes nobody able to be in e-mail, and nothing of e-mail goes into it.
#[tokio::test]
async fn a_queue_for_calls_takes_no_email() {
    let desk = Desk::new().await;
    desk.patch("/settings", json!({"email_channel": true})).await.json_of(200);
    let new = json!({"name": "Telephone", "members": [desk.ben], "takes_email": false, "takes_calls": true});
    let queue = desk.post("/queues", new).await.json_of(201)["id"].clone();
    come(&desk, desk.ben).await;
    let in_email = || desk.by(&desk.ben_token, "PATCH", "/me", Some(json!({"presence": "in_email"})));
    in_email().await.problem(422, "field_invalid");
    let id = desk.conversation("A lamp", "It is broken").await;
    desk.patch(&format!("/conversations/{id}"), json!({"queue": queue})).await.problem(422, "field_invalid");
    let path = format!("/queues/{}", queue.as_str().unwrap());
    desk.patch(&path, json!({"mailboxes": [desk.mailbox]})).await.problem(422, "field_invalid");
    desk.patch(&path, json!({"takes_email": true, "mailboxes": [desk.mailbox]})).await.json_of(200);
    in_email().await.json_of(200);
    desk.patch(&path, json!({"takes_email": false})).await.problem(422, "field_invalid");
}
