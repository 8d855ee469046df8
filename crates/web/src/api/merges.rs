//! Merging a conversation into another, and back.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{ConversationId, permit::Action};
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

/// Into which conversation.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeNew {
    /// The other conversation.
    #[schema(value_type = String, example = "1042")]
    pub into: ConversationId,
}

/// Merges a conversation into another, which is answered. Its number, its links and its customers' answers lead there from now on.
#[utoipa::path(post, path = "/conversations/{id}/merge", operation_id = "mergeConversation", tag = "conversations",
    params(("id" = String, Path, description = "The conversation that goes"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    request_body = MergeNew,
    responses((status = 200, body = Conversation), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn merge(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
    Key(key): Key,
    body: Body<MergeNew>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let (agent, now, into) = (caller.agent, web.node.clock.now(), body.value.into);
    let asked = Asked { agent: agent.id, key, print: body.print, status: StatusCode::OK };
    let answer = once(&web, asked, move |tx| {
        let target = flow::merging::merge(tx, &agent, id, into, now)?;
        let loaded = whole(tx, agent.id, target)?.ok_or_else(Problem::not_found)?;
        as_json(&loaded.bare())
    });
    let answer = messages::dressed_again(&web, answer.await?).await?;
    Ok(Json(answer).into_response())
}

/// Takes a merge back: the messages that it brought return to the conversation, which is answered.
#[utoipa::path(delete, path = "/conversations/{id}/merge", operation_id = "undoMerge", tag = "conversations",
    params(("id" = String, Path, description = "The conversation that was merged")),
    responses((status = 200, body = Conversation), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn undo(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<Json<Conversation>, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    let reader = agent.id;
    web.node.write(move |tx| flow::merging::undo(tx, &agent, id, now)).await?;
    shown(&web, reader, id).await.map(Json)
}
