//! A desk with somebody of each sort, and the objects that cells are about: each is made anew for its cell.

use ::desk::{
    AgentId, ConversationId, MailboxId, MessageId,
    agent::Role,
    arrival::{Source, State},
    message::AttachmentState,
};
use axum::body::Body;
use serde_json::{Value, json};
use store::arrivals;

use super::asked::{self, About};
use crate::desk::{Answer, Desk, PASSWORD, Seed, note, read, request};

/// Stands in every object that not everybody sees.
pub const SECRET: &str = "zanzibar";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// Somebody who is not signed in.
    Nobody,
    /// An agent who is no member of the team's queue.
    Outsider,
    /// An agent who is one.
    Member,
    /// A manager.
    Manager,
    /// An admin.
    Admin,
}

impl Person {
    /// In the order of the columns.
    pub const ALL: [Self; 5] = [Self::Nobody, Self::Outsider, Self::Member, Self::Manager, Self::Admin];
}

/// A request before it is sent.
#[derive(Clone)]
pub struct Ask {
    pub method: String,
    /// Behind `/api/v1`.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<Value>,
    /// What is sent instead of JSON.
    pub bytes: Option<Vec<u8>>,
}

impl Ask {
    /// One without a body.
    pub fn of(method: &str, path: &str) -> Self {
        Self { method: method.into(), path: path.into(), headers: Vec::new(), body: None, bytes: None }
    }

    /// The same with this header, which takes the place of one of that name.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same with these bytes instead of JSON.
    pub fn carrying(self, bytes: impl Into<Vec<u8>>) -> Self {
        Self { body: None, bytes: Some(bytes.into()), ..self }
    }

    pub fn request(&self) -> axum::http::Request<Body> {
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        let mut request = request(&self.method, &self.path, &headers, self.body.clone());
        if let Some(bytes) = &self.bytes {
            *request.body_mut() = Body::from(bytes.clone());
        }
        request
    }
}

/// A form with one file.
pub fn form(name: &str, text: &str) -> Vec<u8> {
    let head = format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    format!("{head}{text}\r\n--b--\r\n").into_bytes()
}

/// The desk and its people.
pub struct Site {
    pub desk: Desk,
    queue: String,
    team_mailbox: MailboxId,
    pub people: Vec<(AgentId, &'static str)>,
    /// An agent whom no column stands for: what belongs to them is another's for everybody.
    other: String,
    drawn: std::sync::atomic::AtomicU32,
}

impl Site {
    pub async fn new() -> Self {
        let desk = Desk::new().await;
        let node = &desk.web.node;
        let mut people = vec![(AgentId(0), "nobody@desk.example")];
        // Ana furnishes the desk and stands in no column: some cells end all sessions of who asks.
        let new = [("cyd", Role::Agent), ("eva", Role::Agent), ("mia", Role::Manager), ("zed", Role::Admin)];
        let mut made = Vec::new();
        for (name, role) in new {
            made.push(flow::people::add(node, &format!("{name}@desk.example"), name, PASSWORD, role).await.unwrap());
        }
        people.push((made[0], "cyd@desk.example"));
        people.push((desk.ben, "ben@desk.example"));
        people.push((made[2], "mia@desk.example"));
        people.push((made[3], "zed@desk.example"));
        let (_, other) = flow::people::sign_in(node, "eva@desk.example", PASSWORD).await.unwrap();
        let box_ = json!({"address": "team@desk.example", "purpose": "receive_and_send", "save_anyway": true,
            "outgoing": {"host": "127.0.0.1", "port": 25, "tls": "none"}});
        let box_ = text(&desk.post("/mailboxes", box_).await.json_of(201)["id"]);
        // Eva belongs to it too, so that she has things there.
        let queue = json!({"name": "Team", "members_only": true, "members": [desk.ben, made[1]], "mailboxes": [box_]});
        let queue = text(&desk.post("/queues", queue).await.json_of(201)["id"]);
        let team_mailbox = MailboxId(box_.parse().unwrap());
        Self { desk, queue, team_mailbox, people, other, drawn: 0.into() }
    }

    /// Moves the clock.
    pub fn later(&self, seconds: i64) {
        self.desk.later(seconds);
    }

    pub fn number(&self) -> u32 {
        self.drawn.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    }

    /// A token of whoever asks; a new one each time, since some operations end it.
    pub async fn token(&self, person: Person) -> String {
        if person == Person::Nobody {
            return String::new();
        }
        let index = Person::ALL.iter().position(|one| *one == person).unwrap();
        let token = format!("matrix-token-{}", self.number());
        let (agent, hash, now) = (self.people[index].0, flow::people::hash_of(&token), self.desk.web.node.clock.now());
        let start = move |tx: &mut store::Tx<'_>| store::sessions::start(tx, &hash, agent, &Default::default(), now);
        self.desk.db().write(start).await.unwrap();
        token
    }

    /// Asks as this person about an object made for it, and gives status and text.
    pub async fn ask(&self, person: Person, operation: &str, method: &str, path: &str, object: &str) -> (u16, String) {
        let answer = self.send(&self.prepared(person, operation, method, path, object).await).await;
        (answer.status.as_u16(), answer.text())
    }

    /// The request of this person about an object made for it.
    pub async fn prepared(&self, person: Person, operation: &str, method: &str, path: &str, object: &str) -> Ask {
        let token = self.token(person).await;
        let id = self.object(operation, path, object, &token).await;
        let index = Person::ALL.iter().position(|one| *one == person).unwrap();
        let about = About {
            // What one operation alone refers to is made for it alone.
            open: match operation {
                "mergeConversation" => self.conversation(false).await.0.to_string(),
                _ => String::new(),
            },
            message: match operation {
                "splitConversation" => self.later_message(&id).await,
                _ => String::new(),
            },
            contact: match operation {
                "mergeContact" => self.contact("open").await,
                _ => String::new(),
            },
            address: match operation {
                "eraseContact" => self.address(&id).await,
                _ => String::new(),
            },
            email: match person {
                Person::Nobody => "eva@desk.example".into(),
                _ => self.people[index].1.to_string(),
            },
            agent: self.desk.ben.to_string(),
            number: self.number(),
            id: id.clone(),
        };
        let path = path.replace("{id}", &id).replace("{kind}", &id).replace("{language}", "en");
        let path = format!("{path}{}", asked::query(operation, object));
        let mut ask = Ask { body: asked::body(operation, &about), ..Ask::of(method, &path) };
        if person != Person::Nobody {
            ask = ask.with("authorization", &format!("Bearer {token}"));
        }
        if operation == "uploadAttachment" {
            ask = ask.with("content-type", "multipart/form-data; boundary=b").carrying(form("a.txt", "Hello"));
        }
        ask
    }

    /// Sends a request; of a stream there is only the status.
    pub async fn send(&self, ask: &Ask) -> Answer {
        let response = self.desk.send(ask.request()).await;
        if response.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream") {
            let (parts, _) = response.into_parts();
            return Answer { status: parts.status, headers: parts.headers, bytes: Vec::new() };
        }
        read(response).await
    }

    /// The id of a new object of this sort.
    async fn object(&self, operation: &str, path: &str, object: &str, token: &str) -> String {
        match (path.split('/').nth(1).unwrap_or_default(), object) {
            _ if object == "gone" => "999999".into(),
            _ if object == "-" || object == "all" => String::new(),
            ("conversations", _) if operation == "startConversation" => match object {
                "team" => self.team_mailbox.to_string(),
                _ => self.desk.mailbox.to_string(),
            },
            ("conversations", _) if operation == "undoSplit" => {
                let id = self.conversation_like(object).await.to_string();
                let message = self.later_message(&id).await;
                let split = self.desk.post(&format!("/conversations/{id}/split"), json!({"message": message})).await;
                text(&split.json_of(201)["id"])
            }
            ("conversations", _) => self.conversation_like(object).await.to_string(),
            ("messages", "own") => self.answer(token).await,
            ("messages", "other") => self.answer(&self.other).await,
            ("messages", _) => self.conversation(object == "team").await.1.to_string(),
            ("attachments", _) => self.file(object, token).await,
            ("arrivals", _) => self.arrival(object == "team").await,
            ("agents", "invited") => {
                let new = json!({"email": format!("guest{}@desk.example", self.number()), "role": "agent"});
                text(&self.desk.post("/agents", new).await.json_of(201)["id"])
            }
            ("agents", _) => {
                let (email, now) = (format!("agent{}@desk.example", self.number()), self.desk.web.node.clock.now());
                let factor = object == "second-factor";
                let add = move |tx: &mut store::Tx<'_>| {
                    let id = store::agents::add(tx, &email, "Max", Role::Agent, "none", now)?;
                    if factor {
                        store::second_factors::begin(tx, id, b"sealed")?;
                        store::second_factors::confirm(tx, id, 1, &[], now)?;
                    }
                    Ok(id)
                };
                self.desk.db().write(add).await.unwrap().to_string()
            }
            ("categories", _) => self.made("/categories", json!({"name": format!("Name {}", self.number())})).await,
            ("tags", _) => self.made("/tags", json!({"name": format!("Name {}", self.number())})).await,
            ("presences", _) => {
                let new = json!({"name": format!("Name {}", self.number()), "counts_as": "away"});
                self.made("/presences", new).await
            }
            ("calls", _) => self.made("/calls", json!({})).await,
            ("queues", "team") => self.queue.clone(),
            ("queues", _) => self.made("/queues", json!({"name": format!("Name {}", self.number())})).await,
            ("mailboxes", _) => {
                let new = json!({"address": format!("box{}@desk.example", self.number()), "purpose": "receive"});
                self.made("/mailboxes", new).await
            }
            ("me", _) => self.belonging(path, if object == "own" { token } else { &self.other }).await,
            ("contacts", _) => self.contact(object).await,
            ("contact-notes", _) => self.note(if object == "own" { token } else { &self.other }).await,
            ("contact-fields", _) => {
                let new = json!({"name": format!("Field {}", self.number()), "kind": "text"});
                self.made("/contact-fields", new).await
            }
            ("category-fields", _) => {
                let new = json!({"name": format!("Field {}", self.number()), "kind": "text"});
                self.made("/category-fields", new).await
            }
            ("articles", "own") => {
                let path = format!("/messages/{}/article", self.answer(token).await);
                let made = self.desk.by(token, "POST", &path, None).await;
                if made.status == 201 { text(&made.json()["id"]) } else { "1".into() }
            }
            ("articles", _) => {
                let new = json!({"title": "Returning goods", "body": "You can send shoes back within 30 days.",
                    "state": "published"});
                self.made("/articles", new).await
            }
            ("companies", _) => self.made("/companies", json!({"name": format!("Name {}", self.number())})).await,
            ("templates", _) => "invitation".into(),
            ("rules", _) => self.made("/rules", asked::rule(self.number())).await,
            ("assistants", _) => self.made("/assistants", asked::assistant(self.number())).await,
            ("webhooks", _) => self.webhook().await,
            ("webhook-deliveries", _) => {
                let tested = self.desk.post(&format!("/webhooks/{}/tests", self.webhook().await), json!({})).await;
                text(&tested.json_of(201)["id"])
            }
            ("sandbox", _) => {
                let raw = self.desk.web.node.blobs.put(b"Subject: x\r\n\r\nx").unwrap();
                let now = self.desk.web.node.clock.now();
                let add = move |tx: &mut store::Tx<'_>| {
                    store::sandbox::add(tx, "a@x.example", &["b@x.example".into()], &raw, now)?;
                    Ok(store::sandbox::list(tx)?.last().map(|one| one.id))
                };
                self.desk.db().write(add).await.unwrap().unwrap().to_string()
            }
            ("sla-policies", _) => {
                let new = json!({"name": format!("Name {}", self.number()), "first_response": 60});
                self.made("/sla-policies", new).await
            }
            ("snippets", _) => self.shareable("/snippets", json!({"text": SECRET}), object, token).await,
            ("views", _) => self.shareable("/views", json!({"filter": {"text": SECRET}}), object, token).await,
            (other, _) => panic!("no object {object} of {other}"),
        }
    }

    /// A contact with one conversation; in the team's queue, merged into another, erased, or none of it.
    async fn contact(&self, object: &str) -> String {
        let (number, mailbox, now) = (self.number(), self.desk.mailbox, self.desk.web.node.clock.now());
        let add = move |tx: &mut store::Tx<'_>| {
            let address = format!("max{number}@customer{number}.example");
            let contact = store::contacts::find_or_add(tx, Some(SECRET), &address, now)?;
            let new = store::conversations::New {
                subject: SECRET,
                status: ::desk::conversation::Status::New,
                mailbox,
                contact,
                assignee: None,
            };
            Ok((contact, store::conversations::add(tx, &new, now)?))
        };
        let (contact, conversation) = self.desk.db().write(add).await.unwrap();
        let path = format!("/contacts/{contact}");
        match object {
            "team" => {
                let moved = json!({"queue": self.queue});
                self.desk.patch(&format!("/conversations/{conversation}"), moved).await.json_of(200);
            }
            "merged" => {
                let into = Box::pin(self.contact("open")).await;
                self.desk.post(&format!("{path}/merge"), json!({"into": into})).await.json_of(200);
            }
            "erased" => {
                let address = self.address(&contact.to_string()).await;
                self.desk.post(&format!("{path}/erasure"), json!({"address": address})).await.json_of(202);
            }
            _ => {}
        }
        contact.to_string()
    }

    /// The main address of a contact; empty where the id names none.
    async fn address(&self, id: &str) -> String {
        let found = self.desk.get(&format!("/contacts/{id}")).await;
        if found.status == 200 { text(&found.json()["address"]) } else { String::new() }
    }

    /// A note about a contact, by the person with this token.
    async fn note(&self, token: &str) -> String {
        let path = format!("/contacts/{}/notes", self.contact("open").await);
        let made = self.desk.by(token, "POST", &path, Some(json!({"text": SECRET}))).await;
        if made.status == 201 { text(&made.json()["notes"][0]["id"]) } else { "1".into() }
    }

    /// A new endpoint; the one before goes, since a desk has few.
    async fn webhook(&self) -> String {
        let before = self.desk.get("/webhooks").await.json_of(200);
        for id in crate::desk::ids(&before) {
            assert_eq!(self.desk.delete(&format!("/webhooks/{id}")).await.status, 204);
        }
        let made = self.desk.post("/webhooks", asked::webhook(self.number())).await;
        text(&made.json_of(201)["made"]["id"])
    }

    async fn made(&self, path: &str, body: Value) -> String {
        text(&self.desk.post(path, body).await.json_of(201)["id"])
    }

    /// A session or a token of the person with this token.
    async fn belonging(&self, path: &str, token: &str) -> String {
        if path.contains("tokens") {
            let body = json!({"name": format!("Token {}", self.number())});
            let made = self.desk.by(token, "POST", "/me/tokens", Some(body)).await;
            return if made.status == 201 { text(&made.json()["made"]["id"]) } else { "1".into() };
        }
        let all = self.desk.by(token, "GET", "/me/sessions", None).await;
        if all.status == 200 { text(&all.json()["items"][0]["id"]) } else { "1".into() }
    }

    async fn shareable(&self, path: &str, mut body: Value, object: &str, token: &str) -> String {
        body["name"] = json!(format!("Name {}", self.number()));
        body["shared"] = json!(object == "shared");
        let by = if object == "own" { token } else { &self.other };
        let made = self.desk.by(by, "POST", path, Some(body)).await;
        if made.status == 201 { text(&made.json()["id"]) } else { "1".into() }
    }

    /// A conversation, its message with a raw mail and a file; in the team's queue or in none.
    pub async fn conversation(&self, team: bool) -> (ConversationId, MessageId) {
        let raw = self.desk.web.node.blobs.put(b"Subject: zanzibar\r\n\r\nzanzibar").unwrap();
        let files = vec![
            (self.desk.file("zanzibar.txt", "text/plain", b"zanzibar", None), AttachmentState::Available),
            (self.desk.file("zanzibar.exe", "text/plain", b"zanzibar", None), AttachmentState::Withheld),
        ];
        let (subject, text) = (SECRET, SECRET);
        let (id, message) = self.desk.seed(Seed { subject, text, raw: Some(&raw), files, ..Seed::default() }).await;
        if team {
            self.desk.patch(&format!("/conversations/{id}"), json!({"queue": self.queue})).await.json_of(200);
        }
        (id, message)
    }

    async fn conversation_like(&self, object: &str) -> ConversationId {
        let (id, _) = self.conversation(object.starts_with("team")).await;
        let path = format!("/conversations/{id}");
        match object {
            "trash" | "team-trash" => drop(self.desk.patch(&path, json!({"status": "trash"})).await.json_of(200)),
            "merged" | "merged-into-team" => {
                let (into, _) = self.conversation(object == "merged-into-team").await;
                let merged = self.desk.post(&format!("{path}/merge"), json!({"into": into.to_string()})).await;
                merged.json_of(200);
            }
            _ => {}
        }
        id
    }

    /// A further message of a conversation; of one that is not there, a number that names nothing.
    async fn later_message(&self, id: &str) -> String {
        let shown = self.desk.get(&format!("/conversations/{id}")).await;
        if shown.status != 200 {
            return "999999".into();
        }
        let within = Some(ConversationId(text(&shown.json()["id"]).parse().unwrap()));
        self.desk.seed(Seed { subject: SECRET, text: SECRET, within, ..Seed::default() }).await.1.to_string()
    }

    /// An answer in an open conversation that still waits to be sent.
    async fn answer(&self, token: &str) -> String {
        let (id, _) = self.conversation(false).await;
        let body = json!({"kind": "reply", "text": "Hello", "undo_s": 60});
        let written = self.desk.by(token, "POST", &format!("/conversations/{id}/messages"), Some(body)).await;
        if written.status == 201 { text(&written.json()["id"]) } else { "1".into() }
    }

    async fn file(&self, object: &str, token: &str) -> String {
        if let "own-upload" | "other-upload" | "other-draft" = object {
            let by = if object == "own-upload" { token } else { &self.other };
            let headers =
                [("authorization", &*format!("Bearer {by}")), ("content-type", "multipart/form-data; boundary=b")];
            let mut request = request("POST", "/attachments", &headers, None);
            *request.body_mut() = Body::from(form("z.txt", SECRET));
            let made = self.desk.ask(request).await;
            if made.status != 201 {
                return "1".into();
            }
            let id = text(&made.json()["id"]);
            if object == "other-draft" {
                let (conversation, _) = self.conversation(false).await;
                let mut draft = note(SECRET);
                draft["attachments"] = json!([id]);
                let path = format!("/conversations/{conversation}/draft");
                self.desk.by(&self.other, "PUT", &path, Some(draft)).await.json_of(200);
            }
            return id;
        }
        let (id, _) = self.conversation(object.ends_with("team")).await;
        let whole = self.desk.get(&format!("/conversations/{id}")).await.json_of(200);
        let which = usize::from(object.starts_with("withheld"));
        text(&whole["messages"][0]["attachments"][which]["id"])
    }

    /// A held mail of a mailbox that feeds the team's queue, or none.
    async fn arrival(&self, team: bool) -> String {
        let mailbox = if team { self.team_mailbox } else { self.desk.mailbox };
        let raw = self.desk.web.node.blobs.put(b"From: zoe@shop.example\r\nSubject: zanzibar\r\n\r\nzanzibar").unwrap();
        let new = arrivals::New {
            mailbox,
            key: format!("key {}", self.number()),
            source: Source::Smtp,
            envelope: arrivals::Envelope::default(),
            raw,
            size: 100,
        };
        let now = self.desk.web.node.clock.now();
        let added = self.desk.db().write(move |tx| {
            let arrivals::Stored::New(id) = arrivals::add(tx, &new, arrivals::First::Queued, now)? else {
                panic!("known")
            };
            let ending = arrivals::Ending {
                state: State::Quarantined,
                reason: Some("unreadable"),
                problem: None,
                duplicate_of: None,
                fingerprint: None,
                internet_id: None,
                sender: Some("zoe@shop.example".into()),
                subject: Some(SECRET.into()),
                became: None,
                trace: Vec::new(),
            };
            arrivals::end(tx, id, &ending)?;
            Ok(id)
        });
        added.await.unwrap().to_string()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no id")).to_string()
}
