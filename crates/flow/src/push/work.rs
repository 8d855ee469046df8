//! Tells browsers of news: claims what is queued, looks whether it is still news to its person, encrypts it, and posts it
//! to the browser's push service through the client that reaches into no closed network. At most a few times, and never
//! late: what is older than its time is no news.

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use desk::{Micros, PushNewsId, limits, message::Kind, permit::Action};
use serde_json::json;
use store::{
    Tx, agents, conversations,
    jobs::{self, Job},
    messages, push,
    push::{News, Subscription},
    viewers,
};
use tokio::sync::watch;

use super::{own, seal::Own};
use crate::{
    Node, access,
    claims::{self, Places},
    words,
};

/// Posts on their way at once; news are ours for longer than an attempt can take.
const PLACES: Places = Places { kind: jobs::PUSH, fresh: 6, repeated: 2, lease_s: 60 };
/// Seconds before each further attempt.
const WAITS_S: [i64; 3] = [10, 60, 300];
/// How long a proof of who sends is good, seconds (RFC 8292 allows a day).
const PROOF_S: i64 = 12 * 3_600;
/// Characters of a name, a subject and a text that a browser is told.
const NAME_CHARS: usize = 60;
const WORDS_CHARS: usize = 120;

/// Tells browsers until the desk shuts down.
pub async fn work(node: Node, shutdown: watch::Receiver<bool>) {
    claims::work(&node, PLACES, shutdown, |job| one(node.clone(), job)).await;
}

async fn one(node: Node, job: Job) {
    let id = PushNewsId(job.subject);
    if let Err(error) = told(&node, job, id).await {
        // Nothing is lost: the lease runs out, and the news are claimed again.
        tracing::error!(%error, news = %id, "news for a browser could not be worked on; it is tried again");
    }
}

/// What becomes of news after an attempt.
enum Then {
    /// They are done with.
    Over,
    /// Their browser is gone.
    Gone,
    /// They are tried again.
    Again,
}

async fn told(node: &Node, job: Job, id: PushNewsId) -> store::Result<()> {
    let now = node.clock.now();
    let ready = node.db.read(move |tx| ready(tx, id, now)).await?;
    let Some((news, text, topic)) = ready else { return record(node, job, id, None, Then::Over).await };
    let left_s = news.created_at.plus_s(limits::PUSH_SECONDS).unix_s() - now.unix_s();
    let then = match posted(node, &news.to, text.as_bytes(), &topic, left_s, now).await? {
        Some(200..=299) => Then::Over,
        Some(404 | 410) => Then::Gone,
        Some(429 | 500..=599) | None => Then::Again,
        Some(status) => {
            tracing::warn!(news = %id, status, "a push service refused news");
            Then::Over
        }
    };
    record(node, job, id, Some(&news.to), then).await
}

/// The news with what is told, where they are still news to their person: they may read the conversation, it is theirs
/// or nobody's, and they do not have it open. What is told follows; and by what newer news take their place.
fn ready(tx: &mut Tx<'_>, id: PushNewsId, now: Micros) -> store::Result<Option<(News, String, String)>> {
    let Some(news) = push::news(tx, id, now)? else { return Ok(None) };
    let Some(message) = messages::by_id(tx, news.message)? else { return Ok(None) };
    let Some(conversation) = conversations::by_id(tx, message.conversation)? else { return Ok(None) };
    let Some(agent) = agents::by_id(tx, news.to.agent)? else { return Ok(None) };
    let late = news.created_at.plus_s(limits::PUSH_SECONDS) <= now;
    let theirs = conversation.assignee == Some(agent.id) || (news.to.draft.waiting && conversation.assignee.is_none());
    if late || conversation.status.is_aside() || !theirs || message.automatic || message.kind != Kind::Inbound {
        return Ok(None);
    }
    let reads = access::may(tx, &agent, Action::Read, conversation.id)?;
    let there = viewers::of(tx, conversation.id, now)?.iter().any(|viewer| viewer.agent == agent.id);
    if !reads || there {
        return Ok(None);
    }
    let number = conversation.id.to_string();
    let (title, body) = if news.to.draft.words {
        let name = message.person.name.as_deref().unwrap_or(&message.person.address);
        let about = [("name", cut(name, NAME_CHARS)), ("subject", cut(&conversation.subject, WORDS_CHARS))];
        let about = about.each_ref().map(|(name, text)| (*name, text.as_str()));
        (words::text("push-from", &about), cut(message.reply_text.trim(), WORDS_CHARS))
    } else {
        (words::text("push-bare", &[("number", &number)]), String::new())
    };
    let topic = format!("conversation-{number}");
    let told = json!({"conversation": conversation.id, "title": title, "body": body}).to_string();
    Ok(Some((news, told, topic)))
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// The status that the push service gave; none where it gave none.
async fn posted(
    node: &Node,
    to: &Subscription,
    plain: &[u8],
    topic: &str,
    left_s: i64,
    now: Micros,
) -> store::Result<Option<u16>> {
    let unavailable = super::unavailable;
    let Ok(url) = node.poster.fit(&to.draft.endpoint) else { return Ok(Some(404)) };
    let origin = url.origin().ascii_serialization();
    let own: Own = own(node).await?;
    let proof = own.authorization(&origin, &node.base_url, now.unix_s() + PROOF_S).map_err(unavailable)?;
    let sealed = super::seal::encrypted(&to.draft.browser_key, &to.draft.secret, node.random.bytes(), plain);
    let headers = [
        ("authorization", proof),
        ("content-type", "application/octet-stream".into()),
        ("content-encoding", "aes128gcm".into()),
        ("ttl", left_s.max(0).to_string()),
        ("urgency", "high".into()),
        ("topic", BASE64URL_NOPAD.encode(topic.as_bytes()).chars().take(32).collect()),
    ];
    let answer = node.poster.post(&to.draft.endpoint, &headers, Bytes::from(sealed.map_err(unavailable)?)).await;
    Ok(answer.ok().map(|answer| answer.status))
}

async fn record(node: &Node, job: Job, id: PushNewsId, to: Option<&Subscription>, then: Then) -> store::Result<()> {
    let (owner, to) = (node.name.clone(), to.map(|to| to.id));
    let wait_s = usize::try_from(job.attempts - 1).ok().and_then(|tried| WAITS_S.get(tried)).copied();
    let next = wait_s.filter(|_| matches!(then, Then::Again)).map(|wait| node.clock.now().plus_s(wait));
    let gone = to.filter(|_| matches!(then, Then::Gone));
    node.db
        .write(move |tx| {
            jobs::attempted(tx, job.id, &owner, next)?;
            if let Some(gone) = gone {
                push::end(tx, gone)?;
            }
            if next.is_none() { push::remove(tx, id) } else { Ok(()) }
        })
        .await
}
