//! Webhooks: what happens reaches a real receiver on loopback, signed, at least once, and nothing that it was not told.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use ::desk::{ConversationId, webhook};
use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch, time::Instant};

use crate::desk::{Desk, Seed, note};

/// What a receiver got.
#[derive(Clone, Debug)]
pub struct Got {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// True where one of the signatures is by this secret.
    fn is_signed_by(&self, secret: &str) -> bool {
        let at_s = self.header("webhook-timestamp").parse().unwrap();
        let expected = webhook::signatures(&[secret.to_string()], self.header("webhook-id"), at_s, &self.body);
        self.header("webhook-signature").split(' ').any(|one| one == expected)
    }
}

/// A real HTTP server that answers with the status that it is told to.
pub struct Receiver {
    pub url: String,
    got: Arc<Mutex<Vec<Got>>>,
    pub status: Arc<AtomicU16>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in", listener.local_addr().unwrap());
        let (got, status) = (Arc::<Mutex<Vec<Got>>>::default(), Arc::new(AtomicU16::new(200)));
        let (kept, told) = (got.clone(), status.clone());
        let answer = async move |headers: HeaderMap, body: Bytes| {
            kept.lock().unwrap().push(Got { headers, body: body.to_vec() });
            (StatusCode::from_u16(told.load(Ordering::SeqCst)).unwrap(), "what I say")
        };
        tokio::spawn(axum::serve(listener, Router::new().route("/in", post(answer))).into_future());
        Self { url, got, status }
    }

    pub fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    pub async fn wait_for(&self, count: usize) -> Vec<Got> {
        let until = Instant::now() + Duration::from_secs(30);
        while self.got().len() < count {
            let bodies =
                || self.got().iter().map(|got| String::from_utf8_lossy(&got.body).into_owned()).collect::<Vec<_>>();
            assert!(Instant::now() < until, "only {:?}", bodies());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.got()
    }

    fn kinds(&self) -> Vec<String> {
        let mut kinds: Vec<String> =
            self.got().iter().map(|got| got.json()["kind"].as_str().unwrap().to_string()).collect();
        kinds.sort();
        kinds
    }
}

/// The worker that tells endpoints; it ends with this.
struct Telling {
    shutdown: watch::Sender<bool>,
}

impl Telling {
    fn start(desk: &Desk) -> Self {
        let (shutdown, heard) = watch::channel(false);
        let show = web::shown::webhooks::show(desk.web.clone());
        tokio::spawn(flow::webhooks::work(desk.web.node.clone(), show, heard));
        Self { shutdown }
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        self.shutdown.send_replace(true);
    }
}

async fn webhook(desk: &Desk, url: &str, kinds: Option<Vec<&str>>) -> (String, String) {
    let mut new = json!({"url": url, "description": "Order system"});
    if let Some(kinds) = kinds {
        new["kinds"] = json!(kinds);
    }
    let made = desk.post("/webhooks", new).await.json_of(201);
    (made["made"]["id"].as_str().unwrap().to_string(), made["secret"].as_str().unwrap().to_string())
}

/// The only delivery of an endpoint, once it is in this state.
async fn delivery(desk: &Desk, id: &str, state: &str) -> Value {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        let log = desk.get(&format!("/webhooks/{id}/deliveries")).await.json_of(200);
        let newest = log["items"][0].clone();
        if newest["state"] == state {
            return newest;
        }
        assert!(Instant::now() < until, "{newest}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// a happening reaches the endpoint signed, as the API shows it.
#[tokio::test]
async fn what_happens_is_told_signed_and_as_the_api_shows_it() {
    let desk = Desk::new().await;
    let receiver = Receiver::start().await;
    let (id, secret) = webhook(&desk, &receiver.url, None).await;
    let conversation = desk.conversation("Order 4711", "Where is it?").await;
    let _telling = Telling::start(&desk);
    let got = receiver.wait_for(2).await;
    assert_eq!(receiver.kinds(), ["conversation.created", "message.inbound"]);
    for one in &got {
        assert!(one.is_signed_by(&secret), "{one:?}");
        assert_eq!(one.header("content-type"), "application/json");
        let body = one.json();
        assert_eq!(body["id"], one.header("webhook-id"));
        assert_eq!(body["conversation"]["id"], conversation.to_string());
        assert_eq!((&body["event"], &body["cut"]), (&Value::Null, &json!(false)));
    }
    let told = got.iter().map(Got::json).find(|body| body["kind"] == "message.inbound").unwrap();
    let shown = desk.get(&format!("/conversations/{conversation}")).await.json_of(200);
    assert_eq!(told["message"], shown["messages"][0]);
    let logged = delivery(&desk, &id, "delivered").await;
    assert_eq!((&logged["status"], &logged["response"]), (&json!(200), &json!("what I say")));
    assert_eq!((&logged["attempts"], &logged["problem"]), (&json!(1), &Value::Null));
    let health = desk.get(&format!("/webhooks/{id}")).await.json_of(200);
    assert_eq!(health["health"], "working", "{health}");
}

/// changes of a conversation are told as its timeline shows them.
#[tokio::test]
async fn changes_of_a_conversation_are_told_with_their_event() {
    let desk = Desk::new().await;
    let receiver = Receiver::start().await;
    let conversation = desk.conversation("Order 4711", "Where is it?").await;
    let kinds = vec!["conversation.status_changed", "conversation.assigned", "conversation.tagged"];
    webhook(&desk, &receiver.url, Some(kinds.clone())).await;
    let change = json!({"status": "resolved", "assignee": desk.ben.to_string(), "tags": ["vip"]});
    assert_eq!(desk.patch(&format!("/conversations/{conversation}"), change).await.status, 200);
    let _telling = Telling::start(&desk);
    let got = receiver.wait_for(3).await;
    assert_eq!(receiver.kinds(), ["conversation.assigned", "conversation.status_changed", "conversation.tagged"]);
    let status = got.iter().map(Got::json).find(|body| body["kind"] == kinds[0]).unwrap();
    assert_eq!(status["event"]["data"], json!({"from": "new", "to": "resolved"}));
    assert_eq!(status["event"]["actor"]["name"], "Ana");
    assert_eq!((&status["conversation"]["status"], &status["message"]), (&json!("resolved"), &Value::Null));
}

/// SO-15, X-7: what was written into fields is told, and what stands there is told with every happening.
#[tokio::test]
async fn what_stands_in_fields_is_told() {
    let desk = Desk::new().await;
    let receiver = Receiver::start().await;
    let new = json!({"name": "Order", "kind": "text"});
    let field = desk.post("/category-fields", new).await.json_of(201)["id"].as_str().unwrap().to_string();
    let conversation = desk.conversation("Order 4711", "Where is it?").await;
    let kinds = vec!["conversation.fields_set", "conversation.tagged"];
    webhook(&desk, &receiver.url, Some(kinds)).await;
    let change = json!({"fields": {&field: "4711"}, "tags": ["vip"]});
    desk.patch(&format!("/conversations/{conversation}"), change).await.json_of(200);
    let _telling = Telling::start(&desk);
    let got = receiver.wait_for(2).await;
    let stands = json!([{"field": field, "name": "Order", "value": "4711"}]);
    assert!(got.iter().map(Got::json).all(|body| body["conversation"]["fields"] == stands), "{got:?}");
    let told = got.iter().map(Got::json).find(|body| body["kind"] == "conversation.fields_set").unwrap();
    let data = json!({"fields": [{"field": field, "name": "Order", "from": null, "to": "4711"}]});
    assert_eq!((&told["event"]["data"], &told["event"]["actor"]["name"]), (&data, &json!("Ana")));
}

/// LA-5, D3: an endpoint that was not told of notes never learns a word of one, not even from the line that lists show.
#[tokio::test]
async fn a_note_is_told_only_to_whoever_chose_notes() {
    let desk = Desk::new().await;
    let (plain, curious) = (Receiver::start().await, Receiver::start().await);
    let conversation = desk.conversation("Order 4711", "Where is it?").await;
    webhook(&desk, &plain.url, None).await;
    webhook(&desk, &curious.url, Some(vec!["message.note", "conversation.tagged"])).await;
    desk.post(&format!("/conversations/{conversation}/messages"), note("He is a liar")).await.json_of(201);
    desk.patch(&format!("/conversations/{conversation}"), json!({"tags": ["vip"]})).await.json_of(200);
    let _telling = Telling::start(&desk);
    curious.wait_for(2).await;
    assert_eq!(curious.kinds(), ["conversation.tagged", "message.note"]);
    plain.wait_for(1).await;
    assert_eq!(plain.kinds(), ["conversation.tagged"]);
    assert!(!String::from_utf8_lossy(&plain.got()[0].body).contains("liar"), "{:?}", plain.got());
    assert!(curious.got().iter().all(|got| String::from_utf8_lossy(&got.body).contains("liar")));
}

/// an answer is told when it leaves, and one that is undone never.
#[tokio::test]
async fn an_answer_that_is_undone_is_never_told() {
    let desk = Desk::new().await;
    let receiver = Receiver::start().await;
    let conversation = desk.conversation("Order 4711", "Where is it?").await;
    let (id, _) = webhook(&desk, &receiver.url, Some(vec!["message.outbound", "conversation.tagged"])).await;
    let path = format!("/conversations/{conversation}/messages");
    let sent = desk.post(&path, json!({"kind": "reply", "text": "On its way"})).await.json_of(201);
    let _telling = Telling::start(&desk);
    let message = sent["id"].as_str().unwrap();
    let undone = desk.delete(&format!("/messages/{message}/sending")).await;
    assert!(undone.status.is_success(), "{}", undone.text());
    desk.later(3_600);
    desk.patch(&format!("/conversations/{conversation}"), json!({"tags": ["vip"]})).await.json_of(200);
    receiver.wait_for(1).await;
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        let log = desk.get(&format!("/webhooks/{id}/deliveries")).await.json_of(200);
        if log["items"].as_array().unwrap().len() == 1 {
            break;
        }
        assert!(Instant::now() < until, "{log}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(receiver.kinds(), ["conversation.tagged"]);
}

/// an endpoint that fails is tried again with the same id and body, told as failing, and works again.
#[tokio::test]
async fn what_is_not_taken_is_tried_again_with_the_same_id_and_body() {
    let desk = Desk::new().await;
    let receiver = Receiver::start().await;
    receiver.status.store(503, Ordering::SeqCst);
    let (id, _) = webhook(&desk, &receiver.url, Some(vec!["message.inbound"])).await;
    let conversation = desk.conversation("Order 4711", "Where is it?").await;
    let _telling = Telling::start(&desk);
    let logged = delivery(&desk, &id, "deferred").await;
    assert_eq!((&logged["status"], &logged["problem"]), (&json!(503), &json!("refused")));
    assert!(logged["next_attempt_at"].is_string());
    assert_eq!(desk.get(&format!("/webhooks/{id}")).await.json()["health"], "failing");
    // What changes meanwhile changes nothing of what is sent.
    desk.patch(&format!("/conversations/{conversation}"), json!({"tags": ["vip"]})).await.json_of(200);
    receiver.status.store(204, Ordering::SeqCst);
    desk.later(10);
    let got = receiver.wait_for(2).await;
    assert_eq!(got[0].body, got[1].body);
    assert_eq!(got[0].header("webhook-id"), got[1].header("webhook-id"));
    assert_ne!(got[0].header("webhook-timestamp"), got[1].header("webhook-timestamp"));
    assert_eq!(delivery(&desk, &id, "delivered").await["attempts"], 2);
    assert_eq!(desk.get(&format!("/webhooks/{id}")).await.json()["health"], "working");
}

/// three days of failing switch an endpoint off, visibly; what failed can be sent again.
#[tokio::test]
async fn an_endpoint_that_fails_for_three_days_is_switched_off_and_can_hear_it_all_again() {
    let desk = Desk::new().await;
    let receiver = Receiver::start().await;
    receiver.status.store(500, Ordering::SeqCst);
    let (id, _) = webhook(&desk, &receiver.url, Some(vec!["message.inbound"])).await;
    let since = desk.get("/webhooks").await.json()["items"][0]["created_at"].clone();
    desk.conversation("Order 4711", "Where is it?").await;
    let _telling = Telling::start(&desk);
    for attempt in 1..=10 {
        receiver.wait_for(attempt).await;
        let state = if attempt < 10 { "deferred" } else { "failed" };
        assert_eq!(delivery(&desk, &id, state).await["attempts"], attempt, "{attempt}");
        desk.later(2 * 86_400);
        if attempt == 3 {
            break;
        }
    }
    let off = async || desk.get(&format!("/webhooks/{id}")).await.json();
    let until = Instant::now() + Duration::from_secs(30);
    while off().await["health"] != "switched_off" {
        assert!(Instant::now() < until, "{}", off().await);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(off().await["enabled"], false);
    let entry = desk.get("/audit?kind=webhook").await.json_of(200)["items"][0].clone();
    assert_eq!((&entry["action"], &entry["actor"]), (&json!("webhook.switched_off"), &Value::Null));
    desk.later(2 * 86_400);
    let failed = delivery(&desk, &id, "failed").await;
    assert_eq!(failed["problem"], "off");
    let replay = |body| desk.post("/webhooks/1/replays", body);
    replay(json!({"since": since})).await.problem(422, "field_invalid");
    receiver.status.store(200, Ordering::SeqCst);
    desk.patch(&format!("/webhooks/{id}"), json!({"enabled": true})).await.json_of(200);
    assert_eq!(replay(json!({"since": since})).await.json_of(201)["count"], 1);
    delivery(&desk, &id, "delivered").await;
    let again = format!("/webhook-deliveries/{}/replay", failed["id"].as_str().unwrap());
    desk.post(&again, json!({})).await.json_of(201);
    assert_eq!(delivery(&desk, &id, "delivered").await["attempts"], 1);
    assert_eq!(off().await["health"], "working");
}

/// after a new secret both sign for a day, then only the new one.
#[tokio::test]
async fn a_new_secret_and_the_one_before_sign_for_a_day() {
    let desk = Desk::new().await;
    let receiver = Receiver::start().await;
    let (id, old) = webhook(&desk, &receiver.url, None).await;
    let rotated = desk.post(&format!("/webhooks/{id}/secret"), json!({})).await.json_of(201);
    let new = rotated["secret"].as_str().unwrap();
    assert!(new != old && rotated["old_secret_until"].is_string());
    let _telling = Telling::start(&desk);
    desk.post(&format!("/webhooks/{id}/tests"), json!({})).await.json_of(201);
    let got = receiver.wait_for(1).await;
    assert!(got[0].is_signed_by(&old) && got[0].is_signed_by(new));
    assert_eq!((&got[0].json()["kind"], &got[0].json()["conversation"]), (&json!("webhook.test"), &Value::Null));
    desk.later(86_401);
    desk.post(&format!("/webhooks/{id}/tests"), json!({})).await.json_of(201);
    let got = receiver.wait_for(2).await;
    assert!(!got[1].is_signed_by(&old) && got[1].is_signed_by(new));
}

/// the secret is told once, to whoever made it; a repeated request learns nothing more.
#[tokio::test]
async fn a_secret_is_told_once() {
    let desk = Desk::new().await;
    let new = json!({"url": "https://shop.example/in"});
    let bearer = format!("Bearer {}", desk.ana_token);
    let ask = || {
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", "one")];
        desk.ask(crate::desk::request("POST", "/webhooks", &headers, Some(new.clone())))
    };
    let first = ask().await.json_of(201);
    let second = ask().await.json_of(201);
    assert_eq!(first["made"], second["made"]);
    assert!(first["secret"].as_str().unwrap().starts_with("whsec_") && second["secret"].is_null());
    let listed = desk.get("/webhooks").await;
    assert!(!listed.text().contains("whsec_") && listed.json()["items"].as_array().unwrap().len() == 1);
    assert_eq!(first["made"]["health"], "untried");
    let kinds = first["made"]["kinds"].as_array().unwrap();
    assert!(kinds.len() == 15 && !kinds.contains(&json!("message.note")));
}

/// C5: an address within the desk's own reach is refused at its field, and nothing is sent to it.
#[tokio::test]
async fn security_c05_an_address_of_an_inner_network_is_refused_at_its_field() {
    let desk = Desk::new().await;
    for url in ["https://10.0.0.1/", "https://169.254.169.254/", "http://shop.example/", "https://[::1]/", "x", ""] {
        let refused = desk.post("/webhooks", json!({"url": url})).await.problem(422, "field_invalid");
        assert!(refused["fields"]["url"].is_string(), "{url}: {refused}");
    }
    // A name that resolves into one is refused when it is sent to.
    let (id, _) = webhook(&desk, "https://localhost.localdomain.invalid/", None).await;
    let _telling = Telling::start(&desk);
    desk.post(&format!("/webhooks/{id}/tests"), json!({})).await.json_of(201);
    let logged = delivery(&desk, &id, "deferred").await;
    assert_eq!((&logged["problem"], &logged["status"]), (&json!("unresolved"), &Value::Null));
}

#[tokio::test]
async fn fields_of_an_endpoint_have_bounds() {
    let desk = Desk::new().await;
    let good = json!({"url": "https://shop.example/in"});
    for (field, value) in [
        ("url", json!(format!("https://shop.example/{}", "x".repeat(1_000)))),
        ("description", json!("x".repeat(201))),
        ("description", json!("a\nb")),
        ("kinds", json!([])),
        ("kinds", json!(["webhook.test"])),
        ("kinds", json!(["x"])),
    ] {
        let mut new = good.clone();
        new[field] = value;
        let refused = desk.post("/webhooks", new).await.problem(422, "field_invalid");
        assert!(refused["fields"][field].is_string(), "{refused}");
    }
    for _ in 0..20 {
        desk.post("/webhooks", good.clone()).await.json_of(201);
    }
    desk.post("/webhooks", good).await.problem(422, "field_invalid");
    for _ in 0..30 {
        desk.post("/webhooks/1/tests", json!({})).await.json_of(201);
    }
    desk.post("/webhooks/1/tests", json!({})).await.problem(422, "field_invalid");
    let page = desk.get("/webhooks/1/deliveries?limit=20&state=queued").await.json_of(200);
    let rest = desk.get(&format!("/webhooks/1/deliveries?limit=20&after={}", page["next"].as_str().unwrap())).await;
    assert_eq!(rest.json_of(200)["items"].as_array().unwrap().len(), 10);
    desk.get("/webhooks/1/deliveries?state=x").await.problem(400, "parameter_invalid");
    desk.get("/webhooks/1/deliveries?after=x").await.problem(400, "invalid_cursor");
    assert_eq!(desk.delete("/webhooks/1").await.status, 204);
    desk.get("/webhooks/1").await.problem(404, "not_found");
    desk.get("/webhooks/1/deliveries").await.problem(404, "not_found");
}

#[tokio::test]
async fn whoever_saves_an_endpoint_on_an_older_version_is_told() {
    let desk = Desk::new().await;
    let (id, _) = webhook(&desk, "https://shop.example/in", None).await;
    let path = format!("/webhooks/{id}");
    let tag = desk.get(&path).await.header("etag").to_string();
    desk.patch(&path, json!({"description": "Other"})).await.json_of(200);
    let bearer = format!("Bearer {}", desk.ana_token);
    let headers = [("authorization", bearer.as_str()), ("if-match", tag.as_str())];
    let change = json!({"enabled": false});
    desk.ask(crate::desk::request("PATCH", &path, &headers, Some(change))).await.problem(412, "changed_meanwhile");
}

/// D3: only administrators; for everybody else there is nothing to see and nothing to do.
#[tokio::test]
async fn only_an_administrator_has_to_do_with_webhooks() {
    let desk = Desk::new().await;
    let (id, _) = webhook(&desk, "https://shop.example/in", None).await;
    for (method, path, body) in [
        ("GET", "/webhooks".to_string(), None),
        ("GET", format!("/webhooks/{id}"), None),
        ("GET", format!("/webhooks/{id}/deliveries"), None),
        ("POST", "/webhooks".to_string(), Some(json!({"url": "https://shop.example/in"}))),
        ("PATCH", format!("/webhooks/{id}"), Some(json!({"enabled": false}))),
        ("DELETE", format!("/webhooks/{id}"), None),
        ("POST", format!("/webhooks/{id}/secret"), None),
        ("POST", format!("/webhooks/{id}/tests"), None),
        ("POST", format!("/webhooks/{id}/replays"), Some(json!({"since": "2026-11-01T00:00:00Z"}))),
        ("POST", "/webhook-deliveries/1/replay".to_string(), None),
    ] {
        desk.by(&desk.ben_token, method, &path, body).await.problem(403, "forbidden");
    }
}

/// What is too long to be sent whole is sent without its HTML, then with less text, and says so.
#[tokio::test]
async fn a_very_long_message_is_cut_and_says_so() {
    let desk = Desk::new().await;
    let receiver = Receiver::start().await;
    webhook(&desk, &receiver.url, Some(vec!["message.inbound"])).await;
    let text = "é".repeat(900_000);
    let long = Seed { subject: "Long", text: &text, ..Seed::default() };
    let (conversation, _): (ConversationId, _) = desk.seed(long).await;
    let _telling = Telling::start(&desk);
    let got = receiver.wait_for(1).await;
    assert!(got[0].body.len() <= 1024 * 1024, "{}", got[0].body.len());
    let body = got[0].json();
    assert_eq!((&body["cut"], &body["conversation"]["id"]), (&json!(true), &json!(conversation.to_string())));
    assert!(body["message"]["text"].as_str().unwrap().starts_with("éé"));
}
