//! Following a conversation, and who may: the people whom a note can mention.

use axum::{Json, extract::State, http::StatusCode};
use desk::{AgentId, ConversationId, permit::Action};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::Id,
    sign_in::Caller,
};

/// Somebody who may see a conversation.
#[derive(Serialize, ToSchema)]
pub struct ConversationAgent {
    /// Which.
    #[schema(value_type = String)]
    pub id: AgentId,
    /// The name.
    #[schema(example = "Ana")]
    pub name: String,
    /// The address.
    #[schema(example = "ana@desk.example")]
    pub email: String,
    /// True where they follow it.
    pub following: bool,
}

/// Everybody who may see a conversation.
#[derive(Serialize, ToSchema)]
pub struct ConversationAgentList {
    /// By name, the caller included.
    pub items: Vec<ConversationAgent>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// Who of the team may see a conversation: whom a note can mention, and who follows it.
#[utoipa::path(get, path = "/conversations/{id}/agents", operation_id = "listConversationAgents", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = ConversationAgentList), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn agents(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<Json<ConversationAgentList>, Problem> {
    caller.may(Action::Read)?;
    let readers = web.node.db.read(move |tx| match flow::following::readers(tx, &caller.agent, id) {
        Ok(readers) => Ok(Some(readers)),
        Err(flow::Refused::Store(error)) => Err(error),
        Err(_) => Ok(None),
    });
    let readers = readers.await?.ok_or_else(Problem::not_found)?.into_iter();
    let items = readers.map(|one| ConversationAgent {
        id: one.agent.id,
        name: one.agent.name,
        email: one.agent.email,
        following: one.follows,
    });
    Ok(Json(ConversationAgentList { items: items.collect(), next: None }))
}

/// The caller follows a conversation: its messages and notes are news to them, whoever has it.
#[utoipa::path(put, path = "/conversations/{id}/follow", operation_id = "followConversation", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn follow(State(web): State<Web>, caller: Caller, Id(id): Id<ConversationId>) -> Result<StatusCode, Problem> {
    set(&web, caller, id, true).await
}

/// The caller follows a conversation no longer.
#[utoipa::path(delete, path = "/conversations/{id}/follow", operation_id = "unfollowConversation", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn unfollow(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<StatusCode, Problem> {
    set(&web, caller, id, false).await
}

async fn set(web: &Web, caller: Caller, id: ConversationId, follows: bool) -> Result<StatusCode, Problem> {
    caller.may(Action::Read)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    web.node.write(move |tx| flow::following::set(tx, &agent, id, follows, now)).await?;
    Ok(StatusCode::NO_CONTENT)
}
