//! Webhooks: endpoints outside that administrators have told what happens. Here they are added, changed, tried and
//! made to hear again what they missed; `work.rs` is what tells them.

mod work;

pub use work::{Show, work};

use desk::{
    Micros, WebhookDeliveryId, WebhookId, limits,
    webhook::{self, Kind, State},
};
use links::post::Unfit;
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    audit, seal, webhook_deliveries,
    webhooks::{self, Draft, Webhook},
};

use crate::{Node, Refused};

/// Adds an endpoint; its id, and the secret that is told once.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(
    tx: &mut Tx<'_>,
    node: &Node,
    by: &Agent,
    draft: &Draft,
    now: Micros,
) -> Result<(WebhookId, String), Refused> {
    if webhooks::list(tx)?.len() >= limits::WEBHOOKS {
        return Err(Refused::field("url", "too-many-webhooks"));
    }
    let draft = checked(node, draft)?;
    let (secret, sealed) = new_secret(node)?;
    let id = webhooks::add(tx, &draft, &sealed, now)?;
    note(tx, by, "webhook.added", id, now)?;
    Ok((id, secret))
}

/// Writes an endpoint anew. One that is switched on again, or leads elsewhere, has its past forgiven.
///
/// # Errors
/// [`Refused`] where something does not fit, or there is none.
pub fn update(
    tx: &mut Tx<'_>,
    node: &Node,
    by: &Agent,
    id: WebhookId,
    draft: &Draft,
    now: Micros,
) -> Result<(), Refused> {
    let before = standing(tx, id)?;
    let draft = checked(node, draft)?;
    webhooks::update(tx, id, &draft)?;
    if (draft.enabled && !before.draft.enabled) || draft.url != before.draft.url {
        webhooks::forgive(tx, id)?;
    }
    note(tx, by, "webhook.changed", id, now)
}

/// Deletes an endpoint with its deliveries.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Agent, id: WebhookId, now: Micros) -> Result<(), Refused> {
    standing(tx, id)?;
    webhook_deliveries::delete_of(tx, id)?;
    webhooks::delete(tx, id)?;
    note(tx, by, "webhook.deleted", id, now)
}

/// Gives an endpoint a new secret, which is told once. The one before signs too for a day.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn rotate(tx: &mut Tx<'_>, node: &Node, by: &Agent, id: WebhookId, now: Micros) -> Result<String, Refused> {
    standing(tx, id)?;
    let (secret, sealed) = new_secret(node)?;
    webhooks::rotate(tx, id, &sealed, now.plus_s(limits::WEBHOOK_OLD_SECRET_SECONDS))?;
    note(tx, by, "webhook.secret_changed", id, now)?;
    Ok(secret)
}

/// Sends an endpoint something to try it.
///
/// # Errors
/// [`Refused`] where it is switched off, or was tried too often.
pub fn test(tx: &mut Tx<'_>, id: WebhookId, now: Micros) -> Result<WebhookDeliveryId, Refused> {
    let webhook = standing(tx, id)?;
    if !webhook.draft.enabled {
        return Err(Refused::field("enabled", "webhook-is-off"));
    }
    if webhook_deliveries::tests_since(tx, id, now.plus_s(-3_600))? >= limits::WEBHOOK_TESTS_AN_HOUR {
        return Err(Refused::field("url", "webhook-tested-enough"));
    }
    Ok(webhook_deliveries::queue(tx, id, Kind::Test, None, now)?)
}

/// Sends one delivery again, whether it was taken or given up, under its own id.
///
/// # Errors
/// [`Refused`] where there is none, it is on its way, or its endpoint is off.
pub fn replay(tx: &mut Tx<'_>, by: &Agent, id: WebhookDeliveryId, now: Micros) -> Result<(), Refused> {
    let delivery = webhook_deliveries::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    let webhook = standing(tx, delivery.webhook)?;
    if !matches!(delivery.state, State::Delivered | State::Failed) {
        return Err(Refused::field("delivery", "delivery-on-its-way"));
    }
    if !webhook.draft.enabled {
        return Err(Refused::field("delivery", "webhook-is-off"));
    }
    webhook_deliveries::again(tx, id, now)?;
    note(tx, by, "webhook.replayed", webhook.id, now)
}

/// Sends again what failed of all that happened since then, oldest first; how many there were. Where more than
/// [`limits::WEBHOOK_REPLAYS`] failed, the next request sends the rest.
///
/// # Errors
/// [`Refused`] where there is no such endpoint, or it is off.
pub fn replay_since(tx: &mut Tx<'_>, by: &Agent, id: WebhookId, since: Micros, now: Micros) -> Result<usize, Refused> {
    let webhook = standing(tx, id)?;
    if !webhook.draft.enabled {
        return Err(Refused::field("since", "webhook-is-off"));
    }
    let failed = webhook_deliveries::failed_since(tx, id, since, limits::WEBHOOK_REPLAYS)?;
    for delivery in &failed {
        webhook_deliveries::again(tx, *delivery, now)?;
    }
    note(tx, by, "webhook.replayed", id, now)?;
    Ok(failed.len())
}

/// The endpoint.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: WebhookId) -> Result<Webhook, Refused> {
    webhooks::by_id(tx, id)?.ok_or(Refused::NotFound)
}

fn checked(node: &Node, draft: &Draft) -> Result<Draft, Refused> {
    let typed = draft.url.trim();
    if typed.chars().count() > limits::WEBHOOK_URL_CHARS {
        return Err(Refused::field("url", "webhook-url-does-not-fit"));
    }
    let url = node.poster.fit(typed).map_err(|unfit| Refused::field("url", self::unfit(unfit)))?;
    let description = draft.description.trim();
    let broken = description.chars().any(char::is_control);
    if broken || description.chars().count() > limits::WEBHOOK_DESCRIPTION_CHARS {
        return Err(Refused::field("description", "webhook-description-too-long"));
    }
    let kinds: Vec<Kind> = Kind::CHOSEN.into_iter().filter(|kind| draft.kinds.contains(kind)).collect();
    if kinds.is_empty() {
        return Err(Refused::field("kinds", "webhook-kinds-needed"));
    }
    Ok(Draft { url: url.to_string(), description: description.to_string(), kinds, enabled: draft.enabled })
}

/// What is said to an administrator of an address that cannot be one of a service outside.
pub(crate) fn unfit(unfit: Unfit) -> &'static str {
    match unfit {
        Unfit::Malformed => "webhook-url-does-not-fit",
        Unfit::NotEncrypted => "webhook-url-not-encrypted",
        Unfit::SignIn => "webhook-url-holds-sign-in",
        Unfit::Closed => "webhook-url-closed",
    }
}

fn new_secret(node: &Node) -> Result<(String, Vec<u8>), Refused> {
    let secret = webhook::secret(&node.random.bytes());
    let sealed = node.sealer.seal(&secret, seal::WEBHOOK, node.random.bytes())?;
    Ok((secret, sealed))
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, id: WebhookId, now: Micros) -> Result<(), Refused> {
    Ok(audit::add(tx, &by.actor(), action, &format!("webhook:{id}"), &json!({}), now)?)
}
