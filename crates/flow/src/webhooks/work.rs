//! Tells endpoints outside what happened: claims deliveries, has each shown as the API shows it, posts it signed, and
//! writes down what came of it. At least once, and in no certain order; nothing of the desk waits for it.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use desk::{
    Micros, WebhookDeliveryId, WebhookId, limits,
    webhook::{self, Kind, State},
};
use links::post::{Failure, Unfit};
use serde_json::json;
use store::{
    Tx, audit,
    events::Actor,
    jobs::{self, Job},
    messages, outbox, seal,
    webhook_deliveries::{self, Delivery, Tried},
    webhooks::{self, Webhook},
};
use tokio::sync::watch;

use crate::{
    Node,
    claims::{self, Places},
};

/// Deliveries that are on their way at once; each is ours for longer than an attempt can take.
const PLACES: Places = Places { kind: jobs::WEBHOOK, fresh: 12, repeated: 12, lease_s: 60 };
/// Deliveries to one endpoint at once, so that a slow one does not hold up the others.
const AT_ONCE_TO_ONE: usize = 4;
/// How soon a message that should have left by now is looked at again, seconds.
const LEAVES_AGAIN_S: i64 = 2;
/// How often it is written down that an endpoint works, seconds.
const SUCCESS_EVERY_S: i64 = 60;

/// Shows what happened as the API does: JSON, or nothing where it was undone meanwhile. The API gives it.
pub type Show =
    Arc<dyn Fn(Webhook, Delivery) -> Pin<Box<dyn Future<Output = store::Result<Option<String>>> + Send>> + Send + Sync>;

type Busy = Arc<Mutex<HashMap<WebhookId, usize>>>;

/// Tells endpoints until the desk shuts down.
pub async fn work(node: Node, show: Show, shutdown: watch::Receiver<bool>) {
    let busy = Busy::default();
    claims::work(&node, PLACES, shutdown, |job| one(node.clone(), show.clone(), busy.clone(), job)).await;
}

/// A place among the deliveries to one endpoint.
struct Place(Busy, WebhookId);

impl Place {
    fn take(busy: &Busy, id: WebhookId) -> Option<Self> {
        let mut counts = busy.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(id).or_default();
        if *count >= AT_ONCE_TO_ONE {
            return None;
        }
        *count += 1;
        Some(Self(busy.clone(), id))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.1) {
            *count = count.saturating_sub(1);
        }
    }
}

async fn one(node: Node, show: Show, busy: Busy, job: Job) {
    let id = WebhookDeliveryId(job.subject);
    if let Err(error) = told(&node, &show, &busy, job, id).await {
        // Nothing is lost: the lease runs out, and the delivery is claimed again.
        tracing::error!(%error, delivery = %id, "a webhook could not be worked on; it is tried again");
    }
}

/// What a delivery needs before it can be posted.
enum Ready {
    /// It is to be posted.
    Post(Box<(Webhook, Delivery)>),
    /// Its endpoint is off.
    Off,
    /// It waits until then, as what it tells of has not happened yet.
    Wait(Micros),
    /// There is nothing to tell any more.
    Nothing,
}

async fn told(node: &Node, show: &Show, busy: &Busy, job: Job, id: WebhookDeliveryId) -> store::Result<()> {
    let now = node.clock.now();
    let (webhook, delivery) = match node.db.read(move |tx| ready(tx, id, now)).await? {
        Ready::Post(both) => *both,
        Ready::Wait(until) => return give_back(node, job, until).await,
        Ready::Off => {
            return record(node, job, id, None, Tried { problem: Some("off".into()), ..Tried::default() }).await;
        }
        Ready::Nothing => return forget(node, job, id).await,
    };
    let Some(_place) = Place::take(busy, webhook.id) else { return give_back(node, job, now.plus_s(1)).await };
    let body = match delivery.body.clone() {
        Some(frozen) => frozen,
        None => {
            let Some(shown) = show(webhook.clone(), delivery.clone()).await? else {
                return forget(node, job, id).await;
            };
            let frozen = shown.clone();
            node.db.write(move |tx| webhook_deliveries::freeze(tx, id, &frozen)).await?;
            shown
        }
    };
    let tried = post(node, &webhook, id, body).await?;
    record(node, job, id, Some((webhook.id, delivery.attempts)), tried).await
}

fn ready(tx: &mut Tx<'_>, id: WebhookDeliveryId, now: Micros) -> store::Result<Ready> {
    let Some(delivery) = webhook_deliveries::by_id(tx, id)? else { return Ok(Ready::Nothing) };
    let Some(webhook) = webhooks::by_id(tx, delivery.webhook)? else { return Ok(Ready::Nothing) };
    if !webhook.draft.enabled {
        return Ok(Ready::Off);
    }
    if let Some(message) = delivery.message.filter(|_| delivery.body.is_none()) {
        // What was undone, or turned out to be a note, is never told as what it was (LA-5).
        let stands = messages::by_id(tx, message)?.is_some_and(|one| Kind::of_message(one.kind) == delivery.kind);
        if !stands {
            return Ok(Ready::Nothing);
        }
        if delivery.kind == Kind::Outbound
            && let Some(leaves) = outbox::leaves_at(tx, message)?
        {
            // While no attempt was made, its author can still take it back.
            return Ok(Ready::Wait(leaves.max(now.plus_s(LEAVES_AGAIN_S))));
        }
    }
    Ok(Ready::Post(Box::new((webhook, delivery))))
}

async fn post(node: &Node, webhook: &Webhook, id: WebhookDeliveryId, body: String) -> store::Result<Tried> {
    let now = node.clock.now();
    let old = webhook.old_secret.as_ref().filter(|(_, until)| *until > now).map(|(sealed, _)| sealed);
    let sealed = std::iter::once(&webhook.secret).chain(old);
    let secrets = sealed.map(|sealed| node.sealer.open(sealed, seal::WEBHOOK)).collect::<store::Result<Vec<_>>>()?;
    let (name, at_s) = (format!("msg_{id}"), now.0.div_euclid(1_000_000));
    let signature = webhook::signatures(&secrets, &name, at_s, body.as_bytes());
    let headers = [("webhook-id", name), ("webhook-timestamp", at_s.to_string()), ("webhook-signature", signature)];
    let begun = Instant::now();
    let answered = node.poster.post(&webhook.draft.url, &headers, body.into()).await;
    let took_ms = i64::try_from(begun.elapsed().as_millis()).ok();
    Ok(match answered {
        Ok(answer) => Tried {
            took_ms,
            status: Some(answer.status.into()),
            response: Some(answer.beginning),
            problem: (!webhook::is_taken(answer.status)).then(|| refusal(answer.status).to_string()),
        },
        Err(failure) => Tried { took_ms, problem: Some(word(failure).to_string()), ..Tried::default() },
    })
}

fn refusal(status: u16) -> &'static str {
    if (300..400).contains(&status) { "redirect" } else { "refused" }
}

fn word(failure: Failure) -> &'static str {
    match failure {
        Failure::Unfit(Unfit::Closed) => "closed",
        Failure::Unfit(_) => "unfit",
        Failure::Unresolved => "unresolved",
        Failure::Unreached => "unreached",
        Failure::Tls => "tls",
        Failure::Broken => "broken",
        Failure::Late => "late",
    }
}

/// Writes down what came of an attempt, with what follows: another attempt, the end, or the endpoint's being switched
/// off. Without an endpoint the delivery ends here.
async fn record(
    node: &Node,
    job: Job,
    id: WebhookDeliveryId,
    to: Option<(WebhookId, i64)>,
    tried: Tried,
) -> store::Result<()> {
    let (owner, now, jitter) = (node.name.clone(), node.clock.now(), node.random.thousandth());
    let divisor = node.tuning.backoff_divisor.max(1);
    let taken = tried.problem.is_none();
    let wait = to.as_ref().filter(|_| !taken).and_then(|(_, attempts)| webhook::wait_s(attempts + 1, jitter));
    let next = wait.map(|wait| now.plus_s((wait / divisor).max(1)));
    let state = match (taken, next) {
        (true, _) => State::Delivered,
        (false, Some(_)) => State::Deferred,
        (false, None) => State::Failed,
    };
    if let (false, Some((webhook, _))) = (taken, &to) {
        tracing::warn!(%webhook, delivery = %id, reason = ?tried.problem, "a webhook was not taken");
    }
    node.db
        .write(move |tx| {
            jobs::attempted(tx, job.id, &owner, next)?;
            webhook_deliveries::record(tx, id, state, next, &tried, now)?;
            match &to {
                Some((webhook, _)) => judge(tx, *webhook, taken, now),
                None => Ok(()),
            }
        })
        .await
}

/// What an attempt says of its endpoint.
fn judge(tx: &mut Tx<'_>, id: WebhookId, taken: bool, now: Micros) -> store::Result<()> {
    // As it stands now: other deliveries ended meanwhile.
    let Some(webhook) = webhooks::by_id(tx, id)? else { return Ok(()) };
    if taken {
        let told = webhook.succeeded_at.is_some_and(|at| at.plus_s(SUCCESS_EVERY_S) > now);
        return if told && webhook.failing_since.is_none() { Ok(()) } else { webhooks::succeeded(tx, webhook.id, now) };
    }
    let Some(since) = webhook.failing_since else { return webhooks::failed(tx, webhook.id, now) };
    if webhook::is_given_up(since, now) && webhooks::switch_off(tx, webhook.id, now)? {
        let data = json!({"days": limits::WEBHOOK_FAILING_SECONDS / 86_400});
        audit::add(tx, &Actor::System, "webhook.switched_off", &format!("webhook:{}", webhook.id), &data, now)?;
    }
    Ok(())
}

async fn give_back(node: &Node, job: Job, due: Micros) -> store::Result<()> {
    let owner = node.name.clone();
    node.db.write(move |tx| jobs::give_back(tx, job.id, &owner, due).map(drop)).await
}

async fn forget(node: &Node, job: Job, id: WebhookDeliveryId) -> store::Result<()> {
    let owner = node.name.clone();
    node.db
        .write(move |tx| {
            webhook_deliveries::remove(tx, id)?;
            jobs::done(tx, job.id, &owner).map(drop)
        })
        .await
}
