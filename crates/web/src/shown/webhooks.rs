//! Webhooks: the endpoints and their log as administrators see them, and what is sent to them. What is sent is what the
//! API shows, whoever may see it: an administrator has chosen to tell that endpoint.

use desk::{
    ConversationId, WebhookDeliveryId, WebhookId, limits,
    message::Kind as MessageKind,
    webhook::{Kind, State},
};
use jiff::Timestamp;
use serde::Serialize;
use store::{
    Tx, conversations, events, lists, messages, webhook_deliveries::Delivery as StoredDelivery,
    webhooks::Webhook as StoredWebhook,
};
use utoipa::ToSchema;

use crate::{
    Web,
    shown::{
        conversations::{ConversationEvent, ConversationItem},
        messages::{Loaded, Message, dress, load},
        same_words, time,
    },
};

/// How an endpoint is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookHealth {
    /// Nothing was sent yet.
    Untried,
    /// It takes what is sent.
    Working,
    /// It fails; it is tried again.
    Failing,
    /// Somebody switched it off.
    Off,
    /// The desk switched it off, since it had failed for three days.
    SwitchedOff,
}

impl WebhookHealth {
    fn of(stored: &StoredWebhook) -> Self {
        match (stored.draft.enabled, stored.switched_off_at, stored.failing_since, stored.succeeded_at) {
            (false, Some(_), ..) => Self::SwitchedOff,
            (false, None, ..) => Self::Off,
            (true, _, Some(_), _) => Self::Failing,
            (true, _, None, Some(_)) => Self::Working,
            (true, _, None, None) => Self::Untried,
        }
    }
}

/// An endpoint that is told what happens.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Webhook {
    /// Which.
    #[schema(value_type = String, example = "3")]
    pub id: WebhookId,
    /// Where it is.
    #[schema(example = "https://shop.example/staffetta")]
    pub url: String,
    /// What it is for.
    #[schema(example = "Order system")]
    pub description: String,
    /// What it is told, by name.
    #[schema(example = json!(["conversation.created", "message.inbound"]))]
    pub kinds: Vec<String>,
    /// False: it is told nothing.
    pub enabled: bool,
    /// How it is doing.
    pub health: WebhookHealth,
    /// Since when it has only failed.
    #[schema(required)]
    pub failing_since: Option<Timestamp>,
    /// When the desk switched it off for that.
    #[schema(required)]
    pub switched_off_at: Option<Timestamp>,
    /// When it last took something, within a minute.
    #[schema(required)]
    pub succeeded_at: Option<Timestamp>,
    /// Until when the secret before the newest signs too.
    #[schema(required)]
    pub old_secret_until: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
}

impl From<StoredWebhook> for Webhook {
    fn from(stored: StoredWebhook) -> Self {
        Self {
            id: stored.id,
            health: WebhookHealth::of(&stored),
            url: stored.draft.url,
            description: stored.draft.description,
            kinds: stored.draft.kinds.iter().map(|kind| kind.word().to_string()).collect(),
            enabled: stored.draft.enabled,
            failing_since: stored.failing_since.map(time),
            switched_off_at: stored.switched_off_at.map(time),
            succeeded_at: stored.succeeded_at.map(time),
            old_secret_until: stored.old_secret.map(|(_, until)| time(until)),
            created_at: time(stored.created_at),
        }
    }
}

/// Where a delivery to an endpoint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum WebhookDeliveryState {
    /// Waits for its first attempt.
    Queued,
    /// Failed for now; tried again.
    Deferred,
    /// The endpoint took it.
    Delivered,
    /// Given up.
    Failed,
}

same_words!(WebhookDeliveryState, State, Queued = Queued, Deferred = Deferred, Delivered = Delivered, Failed = Failed);

/// One happening on its way to an endpoint.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WebhookDelivery {
    /// Which; its `webhook-id` is `msg_` and this.
    #[schema(value_type = String, example = "815")]
    pub id: WebhookDeliveryId,
    /// What happened.
    #[schema(example = "message.inbound")]
    pub kind: String,
    /// To which conversation; null for a test.
    #[schema(required, value_type = Option<String>)]
    pub conversation: Option<ConversationId>,
    /// Where it stands.
    pub state: WebhookDeliveryState,
    /// Attempts so far.
    pub attempts: i64,
    /// When it happened.
    pub created_at: Timestamp,
    /// When it was tried last.
    #[schema(required)]
    pub attempted_at: Option<Timestamp>,
    /// When it is tried next.
    #[schema(required)]
    pub next_attempt_at: Option<Timestamp>,
    /// How long the last attempt took, milliseconds.
    #[schema(required, example = 87)]
    pub took_ms: Option<i64>,
    /// The status of the last answer.
    #[schema(required, example = 200)]
    pub status: Option<i64>,
    /// How the last answer began, up to 2 kB.
    #[schema(required)]
    pub response: Option<String>,
    /// Why the last attempt failed: `refused` by its status, `redirect`, `late`, `unresolved`, `unreached`, `tls`,
    /// `broken`, `closed` where the address leads into a network that is not allowed, `unfit` where it is none any more,
    /// `off`; null where it did not fail.
    #[schema(required, example = "late")]
    pub problem: Option<String>,
}

impl From<StoredDelivery> for WebhookDelivery {
    fn from(stored: StoredDelivery) -> Self {
        Self {
            id: stored.id,
            kind: stored.kind.word().to_string(),
            conversation: stored.conversation,
            state: stored.state.into(),
            attempts: stored.attempts,
            created_at: time(stored.created_at),
            attempted_at: stored.attempted_at.map(time),
            next_attempt_at: stored.next_attempt_at.map(time),
            took_ms: stored.tried.took_ms,
            status: stored.tried.status,
            response: stored.tried.response,
            problem: stored.tried.problem,
        }
    }
}

/// What is sent to an endpoint, as JSON, with the headers `webhook-id`, `webhook-timestamp` and `webhook-signature` of
/// the Standard Webhooks convention. It may come more than once, and not in the order in which it happened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WebhookBody {
    /// The same as `webhook-id`: the same for each attempt.
    #[schema(example = "msg_815")]
    pub id: String,
    /// What happened.
    #[schema(example = "message.inbound")]
    pub kind: String,
    /// When.
    pub time: Timestamp,
    /// The conversation as it stood at the first attempt; null in a test. `unread` is nobody's here and always false; the
    /// preview is empty where the newest message is a note and this endpoint is not told of notes.
    #[schema(required)]
    pub conversation: Option<ConversationItem>,
    /// The message, where one came, left or was noted.
    #[schema(required)]
    pub message: Option<Message>,
    /// What happened to the conversation, where that is no message.
    #[schema(required)]
    pub event: Option<ConversationEvent>,
    /// True where the message was too long: its HTML is left out, and its text may be cut.
    pub cut: bool,
}

/// What shows a delivery to whatever sends it.
#[must_use]
pub fn show(web: Web) -> flow::webhooks::Show {
    std::sync::Arc::new(move |webhook, delivery| {
        let web = web.clone();
        Box::pin(async move {
            let stored = delivery.clone();
            let Some(facts) = web.node.db.read(move |tx| facts(tx, &webhook, &stored)).await? else { return Ok(None) };
            let message = match facts.message {
                Some(loaded) => Some(dress(&web.letters, loaded).await),
                None => None,
            };
            let body = WebhookBody {
                id: format!("msg_{}", delivery.id),
                kind: delivery.kind.word().to_string(),
                time: time(delivery.created_at),
                conversation: facts.conversation,
                message,
                event: facts.event,
                cut: false,
            };
            written(body).map(Some)
        })
    })
}

struct Facts {
    conversation: Option<ConversationItem>,
    message: Option<Loaded>,
    event: Option<ConversationEvent>,
}

/// What belongs to a delivery as it stands; none where it was undone meanwhile.
fn facts(tx: &mut Tx<'_>, webhook: &StoredWebhook, delivery: &StoredDelivery) -> store::Result<Option<Facts>> {
    let Some(of) = delivery.conversation else {
        return Ok(Some(Facts { conversation: None, message: None, event: None }));
    };
    let Some(conversation) = conversations::followed(tx, of)? else { return Ok(None) };
    let Some(item) = lists::any(tx, conversation.id)? else { return Ok(None) };
    let mut item = ConversationItem::from(item);
    item.unread = false;
    if !webhook.draft.kinds.contains(&Kind::Note)
        && messages::by_id(tx, conversation.last_message)?.is_some_and(|one| one.kind == MessageKind::Note)
    {
        item.preview = String::new();
    }
    let message = match delivery.message {
        None => None,
        Some(id) => match messages::by_id(tx, id)? {
            Some(message) if Kind::of_message(message.kind) == delivery.kind => Some(load(tx, message)?),
            _ => return Ok(None),
        },
    };
    let event = match delivery.event {
        None => None,
        Some(id) => match events::by_id(tx, id)? {
            Some(event) => Some(ConversationEvent::from(event)),
            None => return Ok(None),
        },
    };
    Ok(Some(Facts { conversation: Some(item), message, event }))
}

/// The body as text, within its bound.
fn written(mut body: WebhookBody) -> store::Result<String> {
    let text = as_text(&body)?;
    if text.len() <= limits::WEBHOOK_BODY_BYTES {
        return Ok(text);
    }
    body.cut = true;
    if let Some(message) = &mut body.message {
        message.html = None;
    }
    let text = as_text(&body)?;
    if text.len() <= limits::WEBHOOK_BODY_BYTES {
        return Ok(text);
    }
    if let Some(item) = &mut body.conversation {
        item.preview = item.preview.chars().take(limits::PREVIEW_CHARS).collect();
    }
    if let Some(message) = &mut body.message {
        // JSON writes a character in up to six bytes for each of its own.
        let room = limits::WEBHOOK_BODY_BYTES / 32;
        message.text = message.text.chars().take(room).collect();
        message.reply_text = message.reply_text.chars().take(room).collect();
        message.trace = Vec::new();
        message.parts_hidden = None;
    }
    as_text(&body)
}

fn as_text(body: &WebhookBody) -> store::Result<String> {
    serde_json::to_string(body).map_err(|error| store::Error::unreadable("webhook", error))
}
