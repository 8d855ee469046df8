//! Merging a contact into another, and back.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{ContactId, permit::Action};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{contacts::after, conversations::as_json};
use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::contacts::Contact,
    sign_in::Caller,
    writing::{Asked, Key, once, write},
};

/// Into which contact.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactMergeNew {
    /// The other contact, who stays.
    #[schema(value_type = String, example = "7")]
    pub into: ContactId,
}

/// Merges a contact into another, who is answered and has its conversations, addresses and notes from now on.
#[utoipa::path(post, path = "/contacts/{id}/merge", operation_id = "mergeContact", tag = "contacts", request_body = ContactMergeNew,
    params(("id" = String, Path, description = "The contact that goes"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 200, body = Contact), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn merge(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ContactId>,
    Key(key): Key,
    body: Body<ContactMergeNew>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::OK };
    let (agent, into, now) = (caller.agent, body.value.into, web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let target = flow::contacts::merge(tx, &agent, id, into, now)?;
        as_json(&after(tx, &agent, target)?)
    });
    Ok(Json(answer.await?).into_response())
}

/// Takes a merge back: what it brought returns to the contact, who is answered.
#[utoipa::path(delete, path = "/contacts/{id}/merge", operation_id = "undoContactMerge", tag = "contacts",
    params(("id" = String, Path, description = "The contact that was merged")),
    responses((status = 200, body = Contact), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn undo(State(web): State<Web>, caller: Caller, Id(id): Id<ContactId>) -> Result<Json<Contact>, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    let undone = write(&web, move |tx| {
        flow::contacts::undo_merge(tx, &agent, id, now)?;
        after(tx, &agent, id)
    });
    Ok(Json(undone.await?))
}
