//! Splitting messages off a conversation, and back.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{ConversationId, MessageId, permit::Action};
use flow::splitting::Split;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    conversations::{as_json, shown},
    messages,
};
use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::conversations::{Conversation, whole},
    sign_in::Caller,
    writing::{Asked, Key, once},
};

/// What is split off.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitNew {
    /// A message of the conversation; at least one other stays.
    #[schema(value_type = String, example = "4711")]
    pub message: MessageId,
    /// True where all messages after it go along, 500 at most.
    #[serde(default)]
    pub following: bool,
    /// The subject of the new conversation; the same where nothing is said.
    #[serde(default)]
    #[schema(example = "A second order")]
    pub subject: Option<String>,
}

/// Splits messages off into a new conversation, which is answered: in the same mailbox and queue, of the same customer, or of
/// whoever wrote the first of them. Answers to these messages lead there from now on.
#[utoipa::path(post, path = "/conversations/{id}/split", operation_id = "splitConversation", tag = "conversations",
    params(("id" = String, Path, description = "The conversation"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    request_body = SplitNew,
    responses((status = 201, body = Conversation), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn split(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
    Key(key): Key,
    body: Body<SplitNew>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let (agent, now, new) = (caller.agent, web.node.clock.now(), body.value);
    let wanted = Split { message: new.message, following: new.following, subject: new.subject };
    let asked = Asked { agent: agent.id, key, print: body.print, status: StatusCode::CREATED };
    let answer = once(&web, asked, move |tx| {
        let target = flow::splitting::split(tx, &agent, id, &wanted, now)?;
        let loaded = whole(tx, agent.id, target)?.ok_or_else(Problem::not_found)?;
        as_json(&loaded.bare())
    });
    let answer = messages::dressed_again(&web, answer.await?).await?;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// Takes a split back: all messages return to the conversation that they were split off, which is answered, and the number
/// leads there.
#[utoipa::path(delete, path = "/conversations/{id}/split", operation_id = "undoSplit", tag = "conversations",
    params(("id" = String, Path, description = "The conversation that was split off")),
    responses((status = 200, body = Conversation), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn undo(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<Json<Conversation>, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    let reader = agent.id;
    let into = web.node.write(move |tx| flow::splitting::undo(tx, &agent, id, now)).await?;
    shown(&web, reader, into).await.map(Json)
}
