//! Notes about contacts: added, and removed.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{ContactId, ContactNoteId, permit::Action};
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

/// A new note.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactNoteNew {
    /// What it says, up to 10,000 characters.
    #[schema(example = "Prefers to be called in the morning.")]
    pub text: String,
}

/// Adds a note about a contact, who is answered.
#[utoipa::path(post, path = "/contacts/{id}/notes", operation_id = "addContactNote", tag = "contacts", request_body = ContactNoteNew,
    params(("id" = String, Path, description = "The contact"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Contact), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ContactId>,
    Key(key): Key,
    body: Body<ContactNoteNew>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (agent, text, now) = (caller.agent, body.value.text, web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let about = flow::contacts::add_note(tx, &agent, id, &text, now)?;
        as_json(&after(tx, &agent, about)?)
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Removes a note: one's own, or as a manager any.
#[utoipa::path(delete, path = "/contact-notes/{id}", operation_id = "removeContactNote", tag = "contacts",
    params(("id" = String, Path, description = "The note")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn remove(State(web): State<Web>, caller: Caller, Id(id): Id<ContactNoteId>) -> Result<StatusCode, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    write(&web, move |tx| Ok(flow::contacts::remove_note(tx, &agent, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
