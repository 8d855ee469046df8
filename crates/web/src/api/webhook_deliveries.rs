//! Deliveries of webhooks: the log of an endpoint, a test, and what is sent again. For administrators only.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{WebhookDeliveryId, WebhookId, permit::Action, webhook::State as Stand};
use flow::Refused;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Tx, webhook_deliveries, webhooks};
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    api::conversations::as_json,
    cursor::Cursor,
    problem::{Problem, ProblemBody},
    request::{self, Bare, Body, Id, Parameters},
    shown::{micros, webhooks::WebhookDelivery},
    sign_in::Caller,
    writing::{Asked, Key, once},
};

/// Which deliveries.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeliveryParameters {
    /// queued, deferred, delivered or failed; absent: all.
    #[param(example = "failed")]
    state: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// 1 to 200 items; 50 where nothing is said.
    #[param(example = "50")]
    limit: Option<String>,
}

/// A page of an endpoint's log.
#[derive(Serialize, ToSchema)]
pub struct WebhookDeliveryList {
    /// Newest first.
    pub items: Vec<WebhookDelivery>,
    /// Where the next page begins; null at the end.
    #[schema(required)]
    pub next: Option<String>,
}

/// What is sent again.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookReplay {
    /// Since when it happened.
    pub since: Timestamp,
}

/// What was queued to be sent again.
#[derive(Serialize, ToSchema)]
pub struct WebhookReplayed {
    /// How many deliveries. Where it is 1,000 there may be more: ask again.
    #[schema(example = 12)]
    pub count: usize,
}

/// What was sent to an endpoint within the last 30 days, and what came of it.
#[utoipa::path(get, path = "/webhooks/{id}/deliveries", operation_id = "listWebhookDeliveries", tag = "webhooks",
    params(("id" = String, Path, description = "The endpoint"), DeliveryParameters),
    responses((status = 200, body = WebhookDeliveryList), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<WebhookId>,
    Parameters(asked): Parameters<DeliveryParameters>,
) -> Result<Json<WebhookDeliveryList>, Problem> {
    caller.may(Action::ManageWebhooks)?;
    let most = request::limit(asked.limit.as_deref())?;
    let state = request::said(asked.state)
        .map(|word| Stand::from_word(&word).ok_or_else(|| Problem::parameter("state", "parameter-delivery-state")));
    let state = state.transpose()?;
    let before = request::said(asked.after).map(|text| text.parse::<WebhookDeliveryId>()).transpose();
    let before = before.map_err(|_| Cursor::unknown())?;
    let found = web.node.db.read(move |tx| match webhooks::by_id(tx, id)? {
        Some(_) => webhook_deliveries::page(tx, id, state, before, most + 1).map(Some),
        None => Ok(None),
    });
    let mut found = found.await?.ok_or_else(Problem::not_found)?;
    let more = request::cut(&mut found, most);
    let next = found.last().filter(|_| more).map(|last| last.id.to_string());
    Ok(Json(WebhookDeliveryList { items: found.into_iter().map(WebhookDelivery::from).collect(), next }))
}

fn shown(tx: &mut Tx<'_>, id: WebhookDeliveryId) -> Result<serde_json::Value, crate::writing::Halt> {
    let stored = webhook_deliveries::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    as_json(&WebhookDelivery::from(stored))
}

/// Sends a test, at most 30 within an hour.
#[utoipa::path(post, path = "/webhooks/{id}/tests", operation_id = "testWebhook", tag = "webhooks",
    params(("id" = String, Path, description = "The endpoint"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = WebhookDelivery), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn test(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<WebhookId>,
    Key(key): Key,
    Bare(print): Bare,
) -> Result<Response, Problem> {
    caller.may(Action::ManageWebhooks)?;
    let asked = Asked { agent: caller.agent.id, key, print, status: StatusCode::CREATED };
    let now = web.node.clock.now();
    let answer = once(&web, asked, move |tx| {
        let delivery = flow::webhooks::test(tx, id, now)?;
        shown(tx, delivery)
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Sends one delivery again under its own id, whether it was taken or given up.
#[utoipa::path(post, path = "/webhook-deliveries/{id}/replay", operation_id = "replayWebhookDelivery", tag = "webhooks",
    params(("id" = String, Path, description = "The delivery"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = WebhookDelivery), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn replay(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<WebhookDeliveryId>,
    Key(key): Key,
    Bare(print): Bare,
) -> Result<Response, Problem> {
    caller.may(Action::ManageWebhooks)?;
    let asked = Asked { agent: caller.agent.id, key, print, status: StatusCode::CREATED };
    let now = web.node.clock.now();
    let answer = once(&web, asked, move |tx| {
        flow::webhooks::replay(tx, &caller.agent, id, now)?;
        shown(tx, id)
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Sends again what failed of all that happened since then.
#[utoipa::path(post, path = "/webhooks/{id}/replays", operation_id = "replayWebhook", tag = "webhooks", request_body = WebhookReplay,
    params(("id" = String, Path, description = "The endpoint"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = WebhookReplayed), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn replay_since(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<WebhookId>,
    Key(key): Key,
    body: Body<WebhookReplay>,
) -> Result<Response, Problem> {
    caller.may(Action::ManageWebhooks)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (since, now) = (micros(body.value.since), web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let count = flow::webhooks::replay_since(tx, &caller.agent, id, since, now)?;
        as_json(&WebhookReplayed { count })
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}
