//! Calls that a phone system reports, and what those who are in one are meanwhile.

use ::desk::{AgentId, ConversationId};
use serde_json::{Value, json};

use crate::desk::Desk;

/// A desk whose queue takes calls and e-mail, and gives e-mail to Ben.
struct Site {
    desk: Desk,
    queue: Value,
}

impl Site {
    async fn new() -> Self {
        let desk = Desk::new().await;
        desk.patch("/settings", json!({"email_channel": true})).await.json_of(200);
        let new = json!({"name": "Orders", "members": [desk.ben], "takes_calls": true, "routing": "by_load"});
        let queue = desk.post("/queues", new).await.json_of(201)["id"].clone();
        let site = Self { desk, queue };
        site.come(site.desk.ben).await;
        site
    }

    async fn come(&self, agent: AgentId) {
        let now = self.desk.web.node.clock.now();
        self.desk.db().write(move |tx| flow::presence::seen(tx, agent, now)).await.unwrap();
    }

    async fn upkeep(&self) {
        let now = self.desk.web.node.clock.now();
        self.desk.db().write(move |tx| flow::upkeep::round(tx, now)).await.unwrap();
    }

    async fn ring(&self) -> Value {
        let new = json!({"caller": "+420 601 123 456", "called": "+420 222 333 444", "queue": self.queue});
        self.desk.post("/calls", new).await.json_of(201)
    }

    async fn answer(&self, call: &Value, agent: AgentId) -> Value {
        self.desk.post(&format!("/calls/{}/answer", id(call)), json!({"agent": agent})).await.json_of(200)
    }

    async fn end(&self, call: &Value) -> Value {
        self.desk.post(&format!("/calls/{}/end", id(call)), json!({})).await.json_of(200)
    }

    async fn presence(&self, token: &str) -> String {
        let me = self.desk.by(token, "GET", "/me", None).await.json_of(200);
        me["presence"].as_str().unwrap().to_owned()
    }

    async fn ben(&self) -> String {
        self.presence(&self.desk.ben_token).await
    }

    async fn choose(&self, presence: &str) {
        let change = json!({"presence": presence});
        self.desk.by(&self.desk.ben_token, "PATCH", "/me", Some(change)).await.json_of(200);
    }

    async fn arrive(&self) -> ConversationId {
        let id = self.desk.conversation("A lamp", "It is broken").await;
        self.desk.patch(&format!("/conversations/{id}"), json!({"queue": self.queue})).await.json_of(200);
        id
    }

    async fn assignee(&self, id: ConversationId) -> Value {
        self.desk.get(&format!("/conversations/{id}")).await.json_of(200)["assignee"]["name"].clone()
    }
}

fn id(call: &Value) -> &str {
    call["id"].as_str().unwrap()
}

fn offered(call: &Value) -> Vec<&str> {
    call["offered"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

/// CC-2, CC-3: whoever is in e-mail is offered calls; answering one makes them in_call, whatever they are, and leaving the last of
/// several restores what was before, which is no setting: in_email again, and offline if that was chosen meanwhile.
#[tokio::test]
async fn a_call_overrides_presence_and_leaving_restores_it() {
    let site = Site::new().await;
    site.choose("in_email").await;
    let call = site.ring().await;
    assert_eq!((call["state"].as_str(), offered(&call)), (Some("ringing"), vec!["Ben"]));
    let answered = site.answer(&call, site.desk.ben).await;
    assert_eq!((answered["state"].as_str(), answered["agent"]["name"].as_str()), (Some("answered"), Some("Ben")));
    assert_eq!(site.ben().await, "in_call");
    let second = site.ring().await;
    assert!(offered(&second).is_empty(), "whoever is in a call is offered none");
    site.answer(&second, site.desk.ben).await;
    site.end(&call).await;
    assert_eq!(site.ben().await, "in_call", "the other one goes on");
    assert_eq!(site.end(&second).await["state"], "ended");
    assert_eq!(site.ben().await, "in_email");

    let third = site.ring().await;
    site.answer(&third, site.desk.ben).await;
    site.choose("offline").await;
    assert_eq!(site.ben().await, "in_call");
    site.end(&third).await;
    site.end(&third).await;
    assert_eq!(site.ben().await, "offline");
    let gone = json!({"agent": site.desk.ben});
    site.desk.post(&format!("/calls/{}/answer", id(&third)), gone).await.problem(422, "field_invalid");
}

/// CC-3: whoever is in a call is given nothing by queues, and what waited when it is over.
#[tokio::test]
async fn nothing_is_given_to_whoever_is_in_a_call() {
    let site = Site::new().await;
    let call = site.ring().await;
    site.answer(&call, site.desk.ben).await;
    let waiting = site.arrive().await;
    assert_eq!(site.assignee(waiting).await, Value::Null);
    site.end(&call).await;
    assert_eq!(site.assignee(waiting).await, "Ben");
}

/// CC-3: a call handed on is the other's; without a browser a call goes on, and one that nobody ended is over by itself.
#[tokio::test]
async fn calls_are_handed_on_and_end_by_themselves() {
    let site = Site::new().await;
    site.come(site.desk.ana).await;
    let call = site.ring().await;
    site.answer(&call, site.desk.ben).await;
    let handed = site.answer(&call, site.desk.ana).await;
    assert_eq!(handed["agent"]["name"], "Ana");
    assert_eq!((site.ben().await.as_str(), site.presence(&site.desk.ana_token).await.as_str()), ("online", "in_call"));
    site.desk.later(3 * 3_600);
    site.upkeep().await;
    assert_eq!(site.presence(&site.desk.ana_token).await, "in_call", "the browser is gone, the call is not");
    site.answer(&call, site.desk.ana).await;
    site.desk.later(4 * 3_600 - 60);
    site.upkeep().await;
    assert_eq!(site.presence(&site.desk.ana_token).await, "in_call", "it was told again");
    site.desk.later(120);
    site.upkeep().await;
    assert_eq!(site.presence(&site.desk.ana_token).await, "offline");
    assert_eq!(site.desk.get(&format!("/calls/{}", id(&call))).await.json_of(200)["state"], "ended");
    assert_eq!(site.desk.get("/calls").await.json_of(200)["items"], json!([]));
}

/// CC-3: only who leads the team reports calls; what does not fit is said at its field.
#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let site = Site::new().await;
    site.desk.by(&site.desk.ben_token, "POST", "/calls", Some(json!({}))).await.problem(403, "forbidden");
    site.desk.post("/calls", json!({"caller": "9".repeat(121)})).await.problem(422, "field_invalid");
    site.desk.post("/calls", json!({"queue": "999999"})).await.problem(422, "field_invalid");
    let mail = site.desk.post("/queues", json!({"name": "Mail"})).await.json_of(201)["id"].clone();
    site.desk.post("/calls", json!({"queue": mail})).await.problem(422, "field_invalid");
    let bare = site.desk.post("/calls", json!({})).await.json_of(201);
    assert!(offered(&bare).is_empty());
    let stranger = json!({"agent": "999999"});
    site.desk.post(&format!("/calls/{}/answer", id(&bare)), stranger).await.problem(422, "field_invalid");
    site.desk.post("/calls/999999/end", json!({})).await.problem(404, "not_found");
}
