//! What assistants looked at in a conversation: every turn with all that was found, asked and said (LD-5); and the draft
//! that agents can take away.

use axum::{Json, extract::State, http::StatusCode};
use desk::{ConversationId, permit::Action};
use serde::Serialize;
use store::assistants::{self, turns};
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::Id,
    shown::assistants::AssistantTurn,
    sign_in::Caller,
    writing::write,
};

/// What assistants looked at in a conversation.
#[derive(Serialize, ToSchema)]
pub struct AssistantTurnList {
    /// The newest first, up to 100.
    pub items: Vec<AssistantTurn>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// What assistants looked at in a conversation, with what was asked and said.
#[utoipa::path(get, path = "/conversations/{id}/assistant-turns", operation_id = "listAssistantTurns", tag = "assistants",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = AssistantTurnList),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<Json<AssistantTurnList>, Problem> {
    caller.may(Action::Read)?;
    let agent = caller.agent.clone();
    let items = web.node.db.read(move |tx| {
        let Some(about) = flow::access::reached(tx, &agent, Action::Read, id)? else { return Ok(None) };
        let mut items = Vec::new();
        for turn in turns::of(tx, about.id)? {
            let name = assistants::name(tx, turn.assistant)?.unwrap_or_default();
            items.push(AssistantTurn::new(turn, name));
        }
        Ok(Some(items))
    });
    Ok(Json(AssistantTurnList { items: items.await?.ok_or_else(Problem::not_found)?, next: None }))
}

/// Takes the draft away that an assistant suggests in a conversation; nobody sees it any more.
#[utoipa::path(delete, path = "/conversations/{id}/suggestion", operation_id = "deleteSuggestion", tag = "assistants",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn dismiss(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<StatusCode, Problem> {
    caller.may(Action::Work)?;
    write(&web, move |tx| Ok(flow::assistants::dismiss(tx, &caller.agent, id)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
