//! Joining the team by the link of an invitation.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    Web,
    api::sessions::{SessionToken, begun, by_link},
    problem::{Problem, ProblemBody},
    request::Body,
    sign_in::{OwnSite, Peer, Whence},
};

/// Somebody who joins.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JoiningRequest {
    /// The token of the mailed link.
    pub token: String,
    /// The name that customers and colleagues see.
    #[schema(example = "Max Müller")]
    pub name: String,
    /// At least 10 characters.
    #[schema(write_only, min_length = 10)]
    pub password: String,
}

/// Joins the team by an invitation, and signs in.
#[utoipa::path(post, path = "/joining", operation_id = "join", tag = "session", security(()), request_body = JoiningRequest,
    responses((status = 201, body = SessionToken), (status = 410, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn join(
    State(web): State<Web>,
    _: OwnSite,
    Peer(peer): Peer,
    Whence(device): Whence,
    body: Body<JoiningRequest>,
) -> Result<Response, Problem> {
    let asked = body.value;
    let joining = flow::invitations::accept(&web.node, &asked.token, &asked.name, &asked.password, &device);
    let (_, token) = by_link(&web, peer, joining).await?;
    Ok(begun(&web, StatusCode::CREATED, token))
}
