//! Live news for browsers as server-sent events. One task reads the feed of changes for all browsers; each browser first
//! catches up from where it was. News name what changed and never carry it, so nothing is told that a request would not;
//! of a new message they say who wrote and where it stands, so that no browser has to ask whether it is news to somebody.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    http::{HeaderMap, StatusCode},
    response::sse::Event,
};
use desk::{ConversationId, permit::Action};
use serde_json::{Value, json};
use store::{
    Db, Topic,
    agents::Agent,
    changes,
    changes::{Entry, News},
};
use tokio::{
    sync::{Mutex, OwnedSemaphorePermit, Semaphore, broadcast, mpsc, watch},
    time::{Instant, MissedTickBehavior, interval_at, timeout},
};

use crate::{
    Web,
    problem::Problem,
    shown::{conversations::Status, messages::MessageKind, people::Address, time},
    sign_in::Caller,
};

/// News that a browser may lag behind before it reads the database again.
const ROOM: usize = 1_024;
/// Changes read at once.
const BATCH: i64 = 500;
/// A look at the database when no bell rang.
const LOOK: Duration = Duration::from_secs(5);
/// A comment, and a look whether the session still stands.
pub const BREATH: Duration = Duration::from_secs(15);
/// How often the desk is told that a browser is there.
const HEARD_OF_EVERY: Duration = Duration::from_secs(60);
/// A browser that takes nothing for so long is gone.
const STUCK: Duration = Duration::from_secs(60);
/// Open streams of this node; the next is refused with 429.
pub const STREAMS: usize = 2_000;

/// The feed that all streams of this node share.
pub struct Feed {
    db: Db,
    hub: Arc<Mutex<Option<broadcast::Sender<Arc<Entry>>>>>,
    room: Arc<Semaphore>,
    breath: Duration,
}

impl Feed {
    /// Of this database; nothing runs until somebody listens. `breath` is [`BREATH`] and `streams` [`STREAMS`] but for
    /// tests.
    #[must_use]
    pub fn new(db: Db, breath: Duration, streams: usize) -> Self {
        Self { db, hub: Arc::default(), room: Arc::new(Semaphore::new(streams)), breath }
    }

    /// News from now on. What was committed before this returns may be missing, what is committed after is not.
    async fn listen(&self) -> Result<broadcast::Receiver<Arc<Entry>>, Problem> {
        let mut hub = self.hub.lock().await;
        if let Some(sender) = hub.as_ref() {
            return Ok(sender.subscribe());
        }
        // Rings from here on are not lost, so nothing falls between this reading and the task's first.
        let bell = self.db.bells().listen(Topic::Changes);
        let newest = self.db.read(changes::newest).await?;
        let (sender, receiver) = broadcast::channel(ROOM);
        *hub = Some(sender.clone());
        tokio::spawn(feed(self.db.clone(), self.hub.clone(), sender, bell, newest));
        Ok(receiver)
    }
}

/// Reads changes for everybody until nobody listens.
async fn feed(
    db: Db,
    hub: Arc<Mutex<Option<broadcast::Sender<Arc<Entry>>>>>,
    sender: broadcast::Sender<Arc<Entry>>,
    mut bell: watch::Receiver<u64>,
    mut last: i64,
) {
    loop {
        // Whether it rang or took too long: both mean to look. A bell that is gone is replaced by looking.
        let _ = timeout(LOOK, bell.changed()).await;
        {
            let mut hub = hub.lock().await;
            if sender.receiver_count() == 0 {
                *hub = None;
                return;
            }
        }
        if let Err(error) = tell_all(&db, &sender, &mut last).await {
            tracing::warn!(%error, "The feed of changes could not be read; it is tried again.");
            tokio::time::sleep(LOOK).await;
        }
    }
}

async fn tell_all(db: &Db, sender: &broadcast::Sender<Arc<Entry>>, last: &mut i64) -> store::Result<()> {
    loop {
        let from = *last;
        let batch = db.read(move |tx| changes::after(tx, from, BATCH)).await?;
        if batch.is_empty() {
            return Ok(());
        }
        for entry in batch {
            *last = entry.seq;
            // Nobody listening is found out by the caller.
            let _ = sender.send(Arc::new(entry));
        }
    }
}

/// Opens a stream of events for this session, behind `Last-Event-ID` where the browser was here before.
///
/// # Errors
/// 429 when too many are open; the store's own.
pub async fn open(
    web: &Web,
    caller: Caller,
    headers: &HeaderMap,
) -> Result<mpsc::Receiver<Result<Event, Infallible>>, Problem> {
    let feed = &web.feed;
    let full = || Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_streams");
    let permit = feed.room.clone().try_acquire_owned().map_err(|_| full())?;
    // Before the newest change is looked up, so that a browser's own coming is no news to it.
    let (agent, now) = (caller.agent.id, web.node.clock.now());
    web.node.db.write(move |tx| flow::presence::seen(tx, agent, now)).await?;
    let news = feed.listen().await?;
    let newest = web.node.db.read(changes::newest).await?;
    let asked = headers.get("last-event-id").map(|value| value.to_str().ok().and_then(|text| text.parse().ok()));
    let (start, reset) = match asked {
        None => (newest, false),
        Some(Some(seq)) if seq >= 0 && seq <= newest => (seq, false),
        Some(_) => (newest, true),
    };
    let (out, stream) = mpsc::channel(64);
    let Caller { agent, token, .. } = caller;
    let reader = Reader {
        web: web.clone(),
        token,
        agent,
        out,
        last: start,
        heard_of: Instant::now(),
        some_hidden: true,
        _permit: permit,
    };
    tokio::spawn(reader.run(news, reset));
    Ok(stream)
}

/// A new message, as the news tell of it.
fn written(news: &News) -> Value {
    json!({
        "id": news.id,
        "kind": MessageKind::from(news.kind),
        "from": Address::from(news.from.clone()),
        "automatic": news.automatic,
        "created_at": time(news.created_at),
        "subject": news.subject,
        "preview": news.preview,
        "status": Status::from(news.status),
        "assignee": news.assignee,
        "queue": news.queue,
    })
}

/// The stream is over: the browser is gone, or may not listen any more.
struct Over;

struct Reader {
    web: Web,
    token: String,
    agent: Agent,
    out: mpsc::Sender<Result<Event, Infallible>>,
    last: i64,
    /// When the desk was last told that this browser is there.
    heard_of: Instant,
    /// True when there is a queue that this agent does not see: then each news is looked at before it is told (D4).
    some_hidden: bool,
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    async fn run(mut self, news: broadcast::Receiver<Arc<Entry>>, reset: bool) {
        // The end of the stream is all that there is to tell.
        let _ = self.tell_until_over(news, reset).await;
    }

    async fn tell_until_over(&mut self, mut news: broadcast::Receiver<Arc<Entry>>, reset: bool) -> Result<(), Over> {
        let mut ending = self.web.ending();
        if *ending.borrow() {
            return Ok(());
        }
        let every = self.web.feed.breath;
        let mut breath = interval_at(Instant::now() + every, every);
        breath.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // Tells the browser at once that the stream stands, also through proxies that wait for a first byte.
        self.send(Event::default().comment("")).await?;
        self.look_for_hidden().await?;
        if reset {
            self.reset(self.last).await?;
        }
        self.catch_up().await?;
        loop {
            tokio::select! {
                entry = news.recv() => match entry {
                    Ok(entry) => self.tell(&entry).await?,
                    Err(broadcast::error::RecvError::Lagged(_)) => self.catch_up().await?,
                    Err(broadcast::error::RecvError::Closed) => return Ok(()),
                },
                _ = breath.tick() => {
                    self.check_session().await?;
                    self.be_there().await?;
                    self.look_for_hidden().await?;
                    self.send(Event::default().comment("")).await?;
                }
                _ = ending.changed() => return Ok(()),
                () = self.out.closed() => return Ok(()),
            }
        }
    }

    /// Tells what was committed since `last`; `reset` where it is no longer kept.
    async fn catch_up(&mut self) -> Result<(), Over> {
        let last = self.last;
        let kept = self.web.node.db.read(move |tx| Ok((changes::oldest(tx)?, changes::newest(tx)?))).await;
        let (oldest, newest) = kept.map_err(|_| Over)?;
        if last < newest && last + 1 < oldest {
            return self.reset(newest).await;
        }
        loop {
            let from = self.last;
            let batch = self.web.node.db.read(move |tx| changes::after(tx, from, BATCH)).await.map_err(|_| Over)?;
            if batch.is_empty() {
                return Ok(());
            }
            for entry in &batch {
                self.tell(entry).await?;
            }
        }
    }

    async fn tell(&mut self, entry: &Entry) -> Result<(), Over> {
        if entry.seq <= self.last {
            return Ok(());
        }
        self.last = entry.seq;
        // What is one agent's own names them first.
        let own = matches!(entry.event.as_str(), "drafts.changed" | "news.created");
        if own && entry.subject.split(' ').next() != Some(self.agent.id.to_string().as_str()) {
            return Ok(());
        }
        match (entry.event.as_str(), entry.subject.as_str()) {
            ("settings.changed", "queues") => self.look_for_hidden().await?,
            // Somebody was switched off or changed role, signed out, or ended sessions and tokens: whose stream it was hears
            // nothing any more (D4).
            ("settings.changed", "agents") => {
                self.check_session().await?;
                self.look_for_hidden().await?;
            }
            ("settings.changed", "sessions") => self.check_session().await?,
            _ => {}
        }
        if self.some_hidden
            && let Some(conversation) = entry.conversation
            && !self.sees(conversation).await?
        {
            return Ok(());
        }
        let id = match entry.event.as_str() {
            "news.created" => json!(entry.conversation),
            _ => json!(entry.subject),
        };
        let mut data = json!({"seq": entry.seq, "id": id});
        let more = match entry.event.as_str() {
            "delivery.changed" => Some(("conversation", json!(entry.conversation))),
            "news.created" => Some(("why", json!(entry.subject.split(' ').nth(1)))),
            "message.created" => Some(("message", entry.message.as_ref().map_or(Value::Null, written))),
            _ => None,
        };
        if let (Some((name, value)), Some(fields)) = (more, data.as_object_mut()) {
            fields.insert(name.into(), value);
        }
        self.send(Event::default().id(entry.seq.to_string()).event(&entry.event).data(data.to_string())).await
    }

    async fn reset(&mut self, to: i64) -> Result<(), Over> {
        self.last = to;
        let data = json!({"seq": to, "id": null}).to_string();
        self.send(Event::default().id(to.to_string()).event("reset").data(data)).await
    }

    /// Tells the desk that this browser is there, now and then (SB-8).
    async fn be_there(&mut self) -> Result<(), Over> {
        if self.heard_of.elapsed() < HEARD_OF_EVERY {
            return Ok(());
        }
        let (agent, now) = (self.agent.id, self.web.node.clock.now());
        self.web.node.db.write(move |tx| flow::presence::seen(tx, agent, now)).await.map_err(|_| Over)?;
        self.heard_of = Instant::now();
        Ok(())
    }

    async fn look_for_hidden(&mut self) -> Result<(), Over> {
        let agent = self.agent.id;
        let hidden = self.web.node.db.read(move |tx| store::queues::hides_from(tx, agent)).await;
        self.some_hidden = hidden.map_err(|_| Over)?;
        Ok(())
    }

    async fn sees(&self, conversation: ConversationId) -> Result<bool, Over> {
        let agent = self.agent.clone();
        let seen = self.web.node.db.read(move |tx| flow::access::may(tx, &agent, Action::Read, conversation)).await;
        seen.map_err(|_| Over)
    }

    async fn check_session(&mut self) -> Result<(), Over> {
        match flow::people::of_token(&self.web.node, &self.token).await {
            Ok(Some(known)) => {
                self.agent = known.agent;
                Ok(())
            }
            // A database that does not answer cannot say that the session stands; the browser comes back by itself.
            Ok(None) | Err(_) => Err(Over),
        }
    }

    async fn send(&self, event: Event) -> Result<(), Over> {
        match timeout(STUCK, self.out.send(Ok(event))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Over),
        }
    }
}
