//! Assistants (LD-5): administrators add, change and place them here; `takes.rs` lets one look at a customer's message,
//! `work.rs` asks it, `end.rs` writes what came of it. What decides is `desk::assistant`.

mod ask;
mod dialogflow;
mod end;
pub mod help;
mod takes;
mod trial;
mod work;

pub use takes::human_takeover;
pub(crate) use takes::{Letter, Taken, assign, begin, keeps_quiet, look};
pub use trial::{Told, ask as try_out};
pub(crate) use work::work;

use desk::{
    AssistantId, ConversationId, MailboxId, Micros,
    assistant::{Did, HandOver, Kind, Settings},
    event::Event,
    limits,
};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    assistants::{self, Assistant, Place, turns},
    audit,
    events::{self, Actor},
    mailboxes, seal,
};

use crate::{Node, Refused, access};

/// What becomes of the key of an assistant's service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// It stays what it is.
    Keep,
    /// There is none.
    None,
    /// It is this.
    Is(String),
}

/// Adds an assistant, which works nowhere yet; its id.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(
    tx: &mut Tx<'_>,
    node: &Node,
    by: &Agent,
    settings: &Settings,
    secret: &Secret,
    now: Micros,
) -> Result<AssistantId, Refused> {
    if assistants::list(tx)?.len() >= limits::ASSISTANTS {
        return Err(Refused::field("name", "too-many-assistants"));
    }
    let settings = checked(node, settings)?;
    let sealed = sealed(node, &settings.kind, secret)?;
    let id = assistants::add(tx, &settings, sealed.as_deref(), now)?;
    note(tx, by, "assistant.added", id, now)?;
    Ok(id)
}

/// Writes an assistant anew. Where it leads elsewhere, its key does not go along.
///
/// # Errors
/// [`Refused`] where something does not fit, or there is none.
pub fn change(
    tx: &mut Tx<'_>,
    node: &Node,
    by: &Agent,
    id: AssistantId,
    settings: &Settings,
    secret: &Secret,
    now: Micros,
) -> Result<(), Refused> {
    let before = standing(tx, id)?;
    let settings = checked(node, settings)?;
    if *secret == Secret::Keep && before.secret.is_some() && goes_elsewhere(&before.settings.kind, &settings.kind) {
        return Err(Refused::field("key", "assistant-key-needed-again"));
    }
    if *secret != Secret::Keep {
        let sealed = sealed(node, &settings.kind, secret)?;
        assistants::set_secret(tx, id, sealed.as_deref())?;
    } else if before.secret.is_none() {
        // Dialogflow cannot do without.
        sealed(node, &settings.kind, &Secret::None)?;
    }
    assistants::update(tx, id, &settings, now)?;
    note(tx, by, "assistant.changed", id, now)
}

/// Deletes an assistant. What it has goes to people with its next round; what it said stays.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Agent, id: AssistantId, now: Micros) -> Result<(), Refused> {
    standing(tx, id)?;
    assistants::delete(tx, id, now)?;
    note(tx, by, "assistant.deleted", id, now)
}

/// Says which assistants work in a mailbox, in which order.
///
/// # Errors
/// [`Refused`] where there is no such mailbox or assistant, or one stands there twice.
pub fn place(tx: &mut Tx<'_>, by: &Agent, mailbox: MailboxId, places: &[Place], now: Micros) -> Result<(), Refused> {
    mailboxes::by_id(tx, mailbox)?.filter(|one| one.deleted_at.is_none()).ok_or(Refused::NotFound)?;
    let known = assistants::list(tx)?;
    for (at, place) in places.iter().enumerate() {
        let twice = places.iter().take(at).any(|other| other.assistant == place.assistant);
        if twice || !known.iter().any(|one| one.id == place.assistant) {
            return Err(Refused::field("assistants", "assistant-places-do-not-fit"));
        }
    }
    assistants::set_places(tx, mailbox, places)?;
    let ids: Vec<AssistantId> = places.iter().map(|place| place.assistant).collect();
    let data = json!({"assistants": ids});
    Ok(audit::add(tx, &by.actor(), "mailbox.assistants_changed", &format!("mailbox:{mailbox}"), &data, now)?)
}

/// The assistant.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, id: AssistantId) -> Result<Assistant, Refused> {
    assistants::by_id(tx, id)?.ok_or(Refused::NotFound)
}

/// Takes the draft of an assistant away from a conversation, if there is one.
///
/// # Errors
/// [`Refused::NotFound`] where the conversation is not this agent's to work on.
pub fn dismiss(tx: &mut Tx<'_>, agent: &Agent, conversation: ConversationId) -> Result<(), Refused> {
    let about = access::worked_on(tx, agent, conversation)?;
    if let Some(turn) = turns::last(tx, about.id)? {
        turns::dismiss(tx, &turn)?;
    }
    Ok(())
}

/// Takes a conversation from an assistant; who gets it then is the caller's.
fn release(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    assistant: AssistantId,
    why: HandOver,
    now: Micros,
) -> store::Result<()> {
    assistants::let_go(tx, conversation)?;
    let name = assistants::name(tx, assistant)?.unwrap_or_default();
    tell(tx, conversation, (assistant, &name), Did::HandedOver(why), now)
}

/// Tells in the timeline what an assistant did.
fn tell(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    (assistant, name): (AssistantId, &str),
    did: Did,
    now: Micros,
) -> store::Result<()> {
    let event = Event::Assistant { assistant, name: name.to_string(), did };
    events::add(tx, conversation, &event, &Actor::Assistant(assistant, name.to_string()), now)
}

fn checked(node: &Node, settings: &Settings) -> Result<Settings, Refused> {
    let settings = settings.clone().tidied();
    settings.check().map_err(|wrong| Refused::field(wrong.field, wrong.why))?;
    match &settings.kind {
        Kind::Model { base_url, .. } => fit(node, "base_url", base_url)?,
        Kind::Dialogflow { endpoint, .. } if !endpoint.is_empty() => fit(node, "endpoint", endpoint)?,
        Kind::Script { .. } | Kind::Dialogflow { .. } => {}
    }
    Ok(settings)
}

fn fit(node: &Node, field: &'static str, typed: &str) -> Result<(), Refused> {
    if typed.chars().count() > limits::WEBHOOK_URL_CHARS {
        return Err(Refused::field(field, "webhook-url-does-not-fit"));
    }
    match node.poster.fit(typed) {
        Ok(_) => Ok(()),
        Err(unfit) => Err(Refused::field(field, crate::webhooks::unfit(unfit))),
    }
}

/// True where a key would come to another service than it was given for.
fn goes_elsewhere(before: &Kind, after: &Kind) -> bool {
    match (before, after) {
        (Kind::Model { base_url: one, .. }, Kind::Model { base_url: other, .. })
        | (Kind::Dialogflow { endpoint: one, .. }, Kind::Dialogflow { endpoint: other, .. }) => one != other,
        _ => true,
    }
}

fn sealed(node: &Node, kind: &Kind, secret: &Secret) -> Result<Option<Vec<u8>>, Refused> {
    let typed = match secret {
        Secret::Keep | Secret::None => "",
        Secret::Is(key) => key.trim(),
    };
    if typed.len() > limits::ASSISTANT_KEY_BYTES {
        return Err(Refused::field("key", "assistant-key-does-not-fit"));
    }
    dialogflow::check_key(kind, typed)?;
    if typed.is_empty() || !kind.asks_outside() {
        return Ok(None);
    }
    Ok(Some(node.sealer.seal(typed, seal::ASSISTANT, node.random.bytes())?))
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, id: AssistantId, now: Micros) -> Result<(), Refused> {
    Ok(audit::add(tx, &by.actor(), action, &format!("assistant:{id}"), &json!({}), now)?)
}
