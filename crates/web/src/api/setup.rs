//! The first run: whether the desk has nobody yet, and making its first administrator by the link that was printed.

use axum::{Json, extract::State, http::StatusCode, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Web,
    api::sessions::{SessionToken, begun, by_link},
    problem::{Problem, ProblemBody},
    request::Body,
    sign_in::{OwnSite, Peer, Whence},
};

/// Whether the desk has to be set up.
#[derive(Serialize, ToSchema)]
pub struct SetupState {
    /// True while there is nobody who could sign in.
    pub needed: bool,
    /// True when browsers reach the desk by https.
    pub encrypted: bool,
}

/// The first administrator.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// The token of the printed link.
    pub token: String,
    /// The name that customers and colleagues see.
    #[schema(example = "Ana Nováková")]
    pub name: String,
    /// The address to sign in with.
    #[schema(example = "ana@example.org")]
    pub email: String,
    /// At least 10 characters.
    #[schema(write_only, min_length = 10)]
    pub password: String,
}

/// Whether the desk has to be set up.
#[utoipa::path(get, path = "/setup", operation_id = "readSetup", tag = "setup", security(()),
    responses((status = 200, body = SetupState)))]
pub async fn read(State(web): State<Web>) -> Result<Json<SetupState>, Problem> {
    let needed = flow::people::needs_set_up(&web.node).await?;
    Ok(Json(SetupState { needed, encrypted: web.is_encrypted() }))
}

/// Makes the first administrator and signs them in.
#[utoipa::path(post, path = "/setup", operation_id = "setUp", tag = "setup", security(()),
    request_body = SetupRequest,
    responses((status = 201, body = SessionToken), (status = 410, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set_up(
    State(web): State<Web>,
    _: OwnSite,
    Peer(peer): Peer,
    Whence(device): Whence,
    body: Body<SetupRequest>,
) -> Result<Response, Problem> {
    let asked = body.value;
    let making = flow::people::set_up(&web.node, &asked.token, &asked.name, &asked.email, &asked.password, &device);
    let (_, token) = by_link(&web, peer, making).await?;
    Ok(begun(&web, StatusCode::CREATED, token))
}
