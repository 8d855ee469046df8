//! An agent's answer after it was written: undone or hastened while it waits, published where it came by mail and was kept
//! back as a note.

use axum::{Json, extract::State, http::StatusCode};
use desk::{MessageId, permit::Action};

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::Id,
    shown::messages::{Message, dress, load},
    sign_in::Caller,
};

/// Undoes an answer that waits to be sent: the caller has it as a draft again; one that came by mail stays as a note.
#[utoipa::path(delete, path = "/messages/{id}/sending", operation_id = "undoSending", tag = "conversations",
    params(("id" = String, Path, description = "The message")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn undo(State(web): State<Web>, caller: Caller, Id(id): Id<MessageId>) -> Result<StatusCode, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    web.node.write(move |tx| flow::mailed::undo(tx, &agent, id, now)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets an answer of the caller's that waits leave now.
#[utoipa::path(put, path = "/messages/{id}/sending", operation_id = "sendNow", tag = "conversations",
    params(("id" = String, Path, description = "The message")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn send_now(State(web): State<Web>, caller: Caller, Id(id): Id<MessageId>) -> Result<StatusCode, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    web.node.write(move |tx| flow::mailed::send_now(tx, &agent, id, now)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Publishes an answer by mail that was kept back as a note: it goes out as it was meant (TR-5). Only its author, 24 hours.
#[utoipa::path(put, path = "/messages/{id}/publication", operation_id = "publishMessage", tag = "conversations",
    params(("id" = String, Path, description = "The message")),
    responses((status = 200, body = Message), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn publish(State(web): State<Web>, caller: Caller, Id(id): Id<MessageId>) -> Result<Json<Message>, Problem> {
    caller.may(Action::Work)?;
    let (node, agent, now) = (web.node.clone(), caller.agent, web.node.clock.now());
    let loaded = web.node.write(move |tx| {
        flow::mailed::publish(tx, &node, &agent, id, now)?;
        let message = store::messages::by_id(tx, id)?.ok_or(flow::Refused::NotFound)?;
        Ok(load(tx, message)?)
    });
    Ok(Json(dress(&web.letters, loaded.await?).await))
}
