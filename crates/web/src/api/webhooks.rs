//! Webhooks: endpoints outside that are told what happens, for administrators only. Their secrets are told once. What was
//! sent to them stands in `webhook_deliveries.rs`.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{WebhookId, permit::Action, webhook::Kind};
use flow::Refused;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::webhooks;
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Bare, Body, Id},
    shown::{time, webhooks::Webhook},
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Asked, Halt, Key, once_with_secret, write},
};

/// All endpoints.
#[derive(Serialize, ToSchema)]
pub struct WebhookList {
    /// Oldest first.
    pub items: Vec<Webhook>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A new endpoint.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookNew {
    /// Where it is: https, on the public internet or in a network that the administrator of the machine allowed.
    #[schema(example = "https://shop.example/staffetta")]
    pub url: String,
    /// What it is for.
    #[serde(default)]
    #[schema(example = "Order system")]
    pub description: String,
    /// What it is told: `conversation.created`, `conversation.status_changed`, `conversation.assigned`,
    /// `conversation.queued`, `conversation.categorised`, `conversation.fields_set`, `conversation.tagged`, `conversation.merged`, `conversation.split`,
    /// `conversation.rated`, `conversation.sla_warning`, `conversation.sla_broken`, `message.inbound`, `message.outbound`, `message.note`, `delivery.failed`. Absent: all but notes.
    #[serde(default)]
    #[schema(example = json!(["conversation.created", "message.inbound"]))]
    pub kinds: Option<Vec<String>>,
    /// False: it is told nothing yet.
    #[serde(default)]
    pub enabled: Option<bool>,
}

/// Changes of an endpoint: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookChange {
    /// Where it is.
    #[serde(default)]
    #[schema(example = "https://shop.example/staffetta")]
    pub url: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// All that it is told.
    #[serde(default)]
    pub kinds: Option<Vec<String>>,
    /// False: it is told nothing. What waits then fails, and can be sent again.
    #[serde(default)]
    pub enabled: Option<bool>,
}

/// An endpoint that was added: the only time that its secret is told.
#[derive(Serialize, ToSchema)]
pub struct WebhookMade {
    /// The endpoint.
    #[schema(value_type = Webhook)]
    pub made: Value,
    /// By which what is sent is signed; null where the request was repeated.
    #[schema(required, example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: Option<String>,
}

/// A new secret: the only time that it is told.
#[derive(Serialize, ToSchema)]
pub struct WebhookSecret {
    /// By which what is sent is signed; null where the request was repeated.
    #[schema(required, example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: Option<String>,
    /// Until when the one before signs too.
    #[schema(value_type = String, format = DateTime)]
    pub old_secret_until: Value,
}

/// All endpoints.
#[utoipa::path(get, path = "/webhooks", operation_id = "listWebhooks", tag = "webhooks",
    responses((status = 200, body = WebhookList), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<WebhookList>, Problem> {
    caller.may(Action::ManageWebhooks)?;
    let all = web.node.db.read(webhooks::list).await?;
    Ok(Json(WebhookList { items: all.into_iter().map(Webhook::from).collect(), next: None }))
}

/// What of an endpoint can be edited.
fn version(webhook: &webhooks::Webhook) -> Version {
    let draft = &webhook.draft;
    let kinds: Vec<&str> = draft.kinds.iter().map(|kind| kind.word()).collect();
    Version::of(&(&draft.url, &draft.description, kinds, draft.enabled))
}

/// An endpoint.
#[utoipa::path(get, path = "/webhooks/{id}", operation_id = "readWebhook", tag = "webhooks",
    params(("id" = String, Path, description = "The endpoint")),
    responses((status = 200, body = Webhook, headers(("ETag" = String, description = "For If-Match"))),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<WebhookId>) -> Result<Tagged<Webhook>, Problem> {
    caller.may(Action::ManageWebhooks)?;
    let found = web.node.db.read(move |tx| webhooks::by_id(tx, id)).await?.ok_or_else(Problem::not_found)?;
    let version = version(&found);
    Ok(Tagged(found.into(), version))
}

/// The kinds of these words.
fn kinds(words: &[String]) -> Result<Vec<Kind>, Halt> {
    let chosen = |word: &String| Kind::CHOSEN.into_iter().find(|kind| kind.word() == word);
    let kinds: Option<Vec<Kind>> = words.iter().map(chosen).collect();
    Ok(kinds.ok_or(Refused::field("kinds", "webhook-kinds-unknown"))?)
}

/// Adds an endpoint.
#[utoipa::path(post, path = "/webhooks", operation_id = "addWebhook", tag = "webhooks", request_body = WebhookNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = WebhookMade), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<WebhookNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ManageWebhooks)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (new, node, now) = (body.value, web.node.clone(), web.node.clock.now());
    let (made, secret) = once_with_secret(&web, asked, move |tx| {
        let draft = webhooks::Draft {
            url: new.url.clone(),
            description: new.description.clone(),
            kinds: match &new.kinds {
                Some(words) => kinds(words)?,
                None => Kind::CHOSEN.into_iter().filter(|kind| *kind != Kind::Note).collect(),
            },
            enabled: new.enabled.unwrap_or(true),
        };
        let (id, secret) = flow::webhooks::add(tx, &node, &caller.agent, &draft, now)?;
        Ok((as_json(&Webhook::from(flow::webhooks::standing(tx, id)?))?, secret))
    })
    .await?;
    Ok((StatusCode::CREATED, Json(WebhookMade { made, secret })).into_response())
}

/// Changes an endpoint. One that is switched on again starts anew.
#[utoipa::path(patch, path = "/webhooks/{id}", operation_id = "changeWebhook", tag = "webhooks",
    params(("id" = String, Path, description = "The endpoint"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = WebhookChange,
    responses((status = 200, body = Webhook), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<WebhookId>,
    base: IfMatch,
    body: Body<WebhookChange>,
) -> Result<Tagged<Webhook>, Problem> {
    caller.may(Action::ManageWebhooks)?;
    let (change, node, now) = (body.value, web.node.clone(), web.node.clock.now());
    let changed = write(&web, move |tx| {
        let stored = flow::webhooks::standing(tx, id)?;
        base.check(tx, &version(&stored), &format!("webhook:{id}"))?;
        let (change, before) = (change.clone(), stored.draft);
        let draft = webhooks::Draft {
            url: change.url.unwrap_or(before.url),
            description: change.description.unwrap_or(before.description),
            kinds: change.kinds.map_or(Ok(before.kinds), |words| kinds(&words))?,
            enabled: change.enabled.unwrap_or(before.enabled),
        };
        flow::webhooks::update(tx, &node, &caller.agent, id, &draft, now)?;
        Ok(flow::webhooks::standing(tx, id)?)
    });
    let webhook = changed.await?;
    let version = version(&webhook);
    Ok(Tagged(webhook.into(), version))
}

/// Deletes an endpoint with its log.
#[utoipa::path(delete, path = "/webhooks/{id}", operation_id = "deleteWebhook", tag = "webhooks",
    params(("id" = String, Path, description = "The endpoint")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<WebhookId>) -> Result<StatusCode, Problem> {
    caller.may(Action::ManageWebhooks)?;
    let now = web.node.clock.now();
    write(&web, move |tx| Ok(flow::webhooks::delete(tx, &caller.agent, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a new secret. For a day what is sent is signed by the one before too.
#[utoipa::path(post, path = "/webhooks/{id}/secret", operation_id = "changeWebhookSecret", tag = "webhooks",
    params(("id" = String, Path, description = "The endpoint"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = WebhookSecret), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn rotate(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<WebhookId>,
    Key(key): Key,
    Bare(print): Bare,
) -> Result<Response, Problem> {
    caller.may(Action::ManageWebhooks)?;
    let asked = Asked { agent: caller.agent.id, key, print, status: StatusCode::CREATED };
    let (node, now) = (web.node.clone(), web.node.clock.now());
    let (until, secret) = once_with_secret(&web, asked, move |tx| {
        let secret = flow::webhooks::rotate(tx, &node, &caller.agent, id, now)?;
        let until = flow::webhooks::standing(tx, id)?.old_secret.map(|(_, until)| time(until));
        Ok((as_json(&until)?, secret))
    })
    .await?;
    Ok((StatusCode::CREATED, Json(WebhookSecret { secret, old_secret_until: until })).into_response())
}
