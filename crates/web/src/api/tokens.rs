//! Tokens by which one's programs use the API: made, listed without their secret, ended. A token makes no tokens.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::ApiTokenId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::api_tokens;
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::{micros, time},
    sign_in::Caller,
    writing::{Asked, Key, once_with_secret, write},
};

/// A token, without its secret.
#[derive(Serialize, ToSchema)]
pub struct ApiToken {
    /// Which.
    #[schema(value_type = String)]
    pub id: ApiTokenId,
    /// What it is called.
    #[schema(example = "Nightly report")]
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was used last, within five minutes; null where it never was.
    #[schema(required)]
    pub seen_at: Option<Timestamp>,
    /// Until when it is good; null: until it is ended.
    #[schema(required)]
    pub expires_at: Option<Timestamp>,
}

impl From<api_tokens::ApiToken> for ApiToken {
    fn from(stored: api_tokens::ApiToken) -> Self {
        Self {
            id: stored.id,
            name: stored.name,
            created_at: time(stored.created_at),
            seen_at: stored.seen_at.map(time),
            expires_at: stored.expires_at.map(time),
        }
    }
}

/// One's own tokens.
#[derive(Serialize, ToSchema)]
pub struct ApiTokenList {
    /// All, oldest first.
    pub items: Vec<ApiToken>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A token to be made.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiTokenNew {
    /// What it is called.
    #[schema(example = "Nightly report")]
    pub name: String,
    /// Until when it is good; absent: until it is ended.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

/// A token that was made: the only time that its secret is told.
#[derive(Serialize, ToSchema)]
pub struct ApiTokenMade {
    /// The token, without its secret.
    #[schema(value_type = ApiToken)]
    pub made: Value,
    /// For `Authorization: Bearer`; null where the request was repeated: nobody keeps it.
    #[schema(required, example = "staffetta_pUGk5T2sVQ…")]
    pub token: Option<String>,
}

/// One's own tokens.
#[utoipa::path(get, path = "/me/tokens", operation_id = "listTokens", tag = "session",
    responses((status = 200, body = ApiTokenList), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<ApiTokenList>, Problem> {
    caller.in_person()?;
    let all = web.node.db.read(move |tx| api_tokens::of(tx, caller.agent.id)).await?;
    Ok(Json(ApiTokenList { items: all.into_iter().map(ApiToken::from).collect(), next: None }))
}

/// Makes a token. It may what its agent may, but nothing about their ways in.
#[utoipa::path(post, path = "/me/tokens", operation_id = "addToken", tag = "session", request_body = ApiTokenNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = ApiTokenMade), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<ApiTokenNew>,
) -> Result<Response, Problem> {
    caller.in_person()?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (new, node, now) = (body.value, web.node.clone(), web.node.clock.now());
    let until = new.expires_at.map(micros);
    let (made, token) = once_with_secret(&web, asked, move |tx| {
        let (stored, token) = flow::api_tokens::add(tx, &node, &caller.agent, &new.name, until, now)?;
        Ok((as_json(&ApiToken::from(stored))?, token))
    })
    .await?;
    Ok((StatusCode::CREATED, Json(ApiTokenMade { made, token })).into_response())
}

/// Ends a token of one's own.
#[utoipa::path(delete, path = "/me/tokens/{id}", operation_id = "endToken", tag = "session",
    params(("id" = String, Path, description = "The token")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn end(State(web): State<Web>, caller: Caller, Id(id): Id<ApiTokenId>) -> Result<StatusCode, Problem> {
    caller.in_person()?;
    let now = web.node.clock.now();
    write(&web, move |tx| Ok(flow::api_tokens::end(tx, &caller.agent, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
