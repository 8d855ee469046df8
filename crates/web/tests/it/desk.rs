//! A desk for one test: its own folder and database, a clock that the test moves, and requests without a network.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use ::desk::{
    AgentId, ConversationId, MailboxId, MessageId, Micros,
    agent::Role,
    conversation::Status,
    evidence::{Evidence, Level},
    mailbox::{Outgoing, Purpose, Tls},
    message::{AttachmentState, Author, Kind, Person, Recipients},
    token::Keys,
};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, Response, StatusCode},
};
use flow::{Clock, Node, Random, Tuning};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use store::{Db, attachments, blobs::Blobs, conversations, mailboxes, messages, participants, seal::Sealer, search};
use tower::ServiceExt;
use web::Web;

pub const PASSWORD: &str = "a long enough password";
/// 22 November 2026, in microseconds.
pub const TODAY: i64 = 1_795_305_600_000_000;

pub struct Desk {
    pub web: Web,
    pub router: Router,
    pub now: Arc<AtomicI64>,
    pub mailbox: MailboxId,
    pub ana: AgentId,
    pub ana_token: String,
    pub ben: AgentId,
    pub ben_token: String,
    _folder: tempfile::TempDir,
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    pub fn json_of(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        self.json()
    }

    /// Checks the status and the code of a problem, and gives it.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        let problem = self.json_of(status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("about:blank#{code}"));
        for name in ["title", "detail", "fields", "steps"] {
            assert!(problem.get(name).is_some(), "{name} is missing in {problem}");
        }
        assert!(!problem["title"].as_str().unwrap().is_empty() && problem["title"] != code, "{problem}");
        problem
    }
}

/// Reads an answer whole.
pub async fn read(response: Response<Body>) -> Answer {
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.into_body().collect().await.unwrap().to_bytes().to_vec();
    Answer { status, headers, bytes }
}

pub fn node(folder: &std::path::Path, now: &Arc<AtomicI64>, base_url: &str) -> Node {
    let db = Db::open(&format!("sqlite:{}", folder.join("desk.sqlite").display())).unwrap();
    let clock = now.clone();
    let trust = flow::ClientTrust::only("").unwrap().config();
    let poster = flow::Poster::new(trust, "127.0.0.0/8".parse().unwrap());
    let drawn = AtomicU64::new(1);
    Node {
        db,
        blobs: Arc::new(Blobs::open(&folder.join("blobs")).unwrap().without_sync()),
        sealer: Sealer::new([7; 32]),
        keys: Keys(vec![[9; 32]]),
        clock: Clock::new(move || Micros(clock.load(Ordering::SeqCst))),
        random: Random::new(move |bytes| {
            for byte in bytes.chunks_mut(8) {
                let number = drawn.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst).to_le_bytes();
                byte.copy_from_slice(&number[..byte.len()]);
            }
        }),
        name: "test:1".into(),
        base_url: base_url.into(),
        hostname: "desk.example".into(),
        demo: true,
        trust: flow::ClientTrust::only("").unwrap(),
        // The servers of these tests are made up: no mail to itself proves their mailboxes.
        tuning: Arc::new(Tuning { proof: None, ..Tuning::default() }),
        names: flow::Resolver::none(),
        dialogflow: flow::Dialogflow::new(poster.clone()),
        poster,
        fresh: flow::inbound::Handover::default(),
        ended: Arc::default(),
    }
}

impl Desk {
    pub async fn new() -> Self {
        Self::at("http://desk.example").await
    }

    pub async fn at(base_url: &str) -> Self {
        Self::breathing(base_url, Duration::from_secs(15)).await
    }

    pub async fn breathing(base_url: &str, breath: Duration) -> Self {
        Self::furnished(base_url, breath, true).await
    }

    /// A desk with people, but without a mailbox.
    pub async fn empty() -> Self {
        Self::furnished("http://desk.example", Duration::from_secs(15), false).await
    }

    async fn furnished(base_url: &str, breath: Duration, furnished: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(TODAY));
        let node = node(folder.path(), &now, base_url);
        store::migrations::migrate(&node.db).await.unwrap();
        let ana = flow::people::add(&node, "ana@desk.example", "Ana", PASSWORD, Role::Admin).await.unwrap();
        let ben = flow::people::add(&node, "ben@desk.example", "Ben", PASSWORD, Role::Agent).await.unwrap();
        let (_, ana_token) = flow::people::sign_in(&node, "ana@desk.example", PASSWORD).await.unwrap();
        let (_, ben_token) = flow::people::sign_in(&node, "ben@desk.example", PASSWORD).await.unwrap();
        let draft = mailboxes::Draft {
            name: "Support".into(),
            address: "support@desk.example".into(),
            aliases: vec!["help@desk.example".into()],
            purpose: Purpose::ReceiveAndSend,
            enabled: true,
            generated: true,
            incoming: None,
            incoming_secret: None,
            outgoing: Some(Outgoing { host: "127.0.0.1".into(), port: 25, tls: Tls::None, login: None, sender: None }),
            outgoing_secret: None,
            signature: Default::default(),
        };
        let mailbox = match furnished {
            true => node.db.write(move |tx| mailboxes::add(tx, &draft, Micros(TODAY))).await.unwrap(),
            false => MailboxId(0),
        };
        let web = Web::breathing(node, breath);
        let router = web::router(web.clone());
        Self { web, router, now, mailbox, ana, ana_token, ben, ben_token, _folder: folder }
    }

    pub fn db(&self) -> &Db {
        &self.web.node.db
    }

    pub fn later(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        read(self.send(request).await).await
    }

    /// As Ana, the administrator.
    pub async fn get(&self, path: &str) -> Answer {
        self.by(&self.ana_token, "GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.by(&self.ana_token, "POST", path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.by(&self.ana_token, "PATCH", path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.by(&self.ana_token, "DELETE", path, None).await
    }

    /// As whoever has this token.
    pub async fn by(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.ask(request(method, path, &[("authorization", &format!("Bearer {token}"))], body)).await
    }

    /// A conversation with one mail from a customer; its id.
    pub async fn conversation(&self, subject: &str, text: &str) -> ConversationId {
        self.seed(Seed { subject, text, ..Seed::default() }).await.0
    }

    pub async fn seed(&self, seed: Seed<'_>) -> (ConversationId, MessageId) {
        let (mailbox, now) = (self.mailbox, self.web.node.clock.now());
        let seed = Owned::from(seed);
        let written = self.db().write(move |tx| {
            let person = Person { name: Some("Zoë Kůň".into()), address: "zoe@shop.example".into() };
            let contact = store::contacts::find_or_add(tx, person.name.as_deref(), &person.address, now)?;
            let new = conversations::New {
                subject: &seed.subject,
                status: Status::New,
                mailbox,
                contact,
                assignee: seed.assignee,
            };
            let id = match seed.within {
                Some(id) => id,
                None => conversations::add(tx, &new, now)?,
            };
            participants::add(tx, id, &person, "contact", true)?;
            let to = Person { name: None, address: "support@desk.example".into() };
            let evidence = seed.proved.then(proved);
            let new = messages::New {
                conversation: id,
                kind: Kind::Inbound,
                author: Author::Contact(contact),
                person: &person,
                recipients: &Recipients { to: vec![to], ..Recipients::default() },
                subject: &seed.subject,
                automatic: false,
                internet_id: None,
                references: &[],
                arrival: None,
                raw: seed.raw.as_deref(),
                text: &seed.text,
                html: seed.html.as_deref(),
                reply_text: &seed.text,
                trace: &[],
                evidence: evidence.as_ref(),
                agents_only: false,
                flags: &[],
            };
            let message = messages::add(tx, &new, now)?;
            for (position, (file, state)) in (0..).zip(&seed.files) {
                attachments::add(tx, file, attachments::Owner::Message(message, position), *state, now)?;
            }
            let grown = conversations::Grown {
                message,
                preview: &seed.text,
                sender: "Zoë Kůň",
                attachments: !seed.files.is_empty(),
            };
            conversations::grow(tx, id, &grown, now)?;
            let words = search::Words {
                from: "Zoë Kůň zoe@shop.example",
                to: "support@desk.example",
                subject: &seed.subject,
                text: &seed.text,
            };
            search::add(tx, message, id, &words)?;
            Ok((id, message))
        });
        written.await.unwrap()
    }

    /// A file whose bytes are stored, as the sender of a mail gave it.
    pub fn file(&self, name: &str, content_type: &str, bytes: &[u8], content_id: Option<&str>) -> attachments::New {
        attachments::New {
            filename: Some(name.into()),
            content_type: content_type.into(),
            size: bytes.len() as i64,
            blob: self.web.node.blobs.put(bytes).unwrap(),
            inline: content_id.is_some(),
            content_id: content_id.map(ToString::to_string),
        }
    }

    /// How many conversations there are, by way of the API.
    pub async fn count(&self) -> usize {
        let page = self.get("/conversations?view=all&limit=200").await.json_of(200);
        page["items"].as_array().unwrap().len()
    }
}

/// What a conversation or message is made of.
#[derive(Default)]
pub struct Seed<'a> {
    pub subject: &'a str,
    pub text: &'a str,
    pub html: Option<&'a str>,
    pub raw: Option<&'a str>,
    pub within: Option<ConversationId>,
    pub assignee: Option<AgentId>,
    pub files: Vec<(attachments::New, AttachmentState)>,
    /// Whether its sender is proved.
    pub proved: bool,
}

struct Owned {
    subject: String,
    text: String,
    html: Option<String>,
    raw: Option<String>,
    within: Option<ConversationId>,
    assignee: Option<AgentId>,
    files: Vec<(attachments::New, AttachmentState)>,
    proved: bool,
}

impl From<Seed<'_>> for Owned {
    fn from(seed: Seed<'_>) -> Self {
        Self {
            subject: seed.subject.into(),
            text: seed.text.into(),
            html: seed.html.map(Into::into),
            raw: seed.raw.map(Into::into),
            within: seed.within,
            assignee: seed.assignee,
            files: seed.files,
            proved: seed.proved,
        }
    }
}

fn proved() -> Evidence {
    Evidence { level: Level::E3, reasons: Vec::new(), signs_threading: true, from_domain: Some("shop.example".into()) }
}

/// A request from this machine; paths are relative to `/api/v1`, unless they begin with `//`.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Request<Body> {
    let path = path.strip_prefix('/').filter(|path| path.starts_with('/')).map_or(format!("/api/v1{path}"), Into::into);
    let mut request = Request::builder().method(method).uri(path).header("host", "desk.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if body.is_some() {
        request = request.header("content-type", "application/json");
    }
    let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
    let mut request = request.body(body).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 4711))));
    request
}

/// Strings of the items of a list.
pub fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_string()).collect()
}

pub fn note(text: &str) -> Value {
    json!({"kind": "note", "text": text})
}
