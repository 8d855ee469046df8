//! Who has a conversation open or writes in it just now.

use axum::{Json, extract::State, http::StatusCode};
use desk::{AgentId, ConversationId, permit::Action, viewing};
use serde::{Deserialize, Serialize};
use store::viewers;
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::same_words,
    sign_in::Caller,
    writing::write,
};

/// What somebody does in a conversation.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Doing {
    /// They have it open.
    Viewing,
    /// They write in it.
    Writing,
}

same_words!(Doing, viewing::Doing, Viewing = Viewing, Writing = Writing);

/// Somebody who is there.
#[derive(Serialize, ToSchema)]
pub struct Viewer {
    /// Who.
    #[schema(value_type = String)]
    pub agent: AgentId,
    /// Their name.
    #[schema(example = "Ana")]
    pub name: String,
    /// What they do.
    pub doing: Doing,
}

/// Everybody who is there.
#[derive(Serialize, ToSchema)]
pub struct ViewerList {
    /// The caller included, at most 50.
    pub items: Vec<Viewer>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// What the caller does there.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewerChange {
    /// It counts for 60 seconds: say it again before.
    pub doing: Doing,
}

/// Who has a conversation open or writes in it just now.
#[utoipa::path(get, path = "/conversations/{id}/viewers", operation_id = "listViewers", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = ViewerList), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<Json<ViewerList>, Problem> {
    caller.may(Action::Read)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    let there = web.node.db.read(move |tx| {
        let seen = flow::access::reached(tx, &agent, Action::Read, id)?;
        seen.map(|seen| viewers::of(tx, seen.id, now)).transpose()
    });
    let there = there.await?.ok_or_else(Problem::not_found)?;
    let items = there.into_iter().map(|one| Viewer { agent: one.agent, name: one.name, doing: one.doing.into() });
    Ok(Json(ViewerList { items: items.collect(), next: None }))
}

/// Says that the caller has a conversation open or writes in it. Others hear `viewers.changed`.
#[utoipa::path(put, path = "/conversations/{id}/viewers", operation_id = "setViewer", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")), request_body = ViewerChange,
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
    body: Body<ViewerChange>,
) -> Result<StatusCode, Problem> {
    say(&web, caller, id, Some(body.value.doing.into())).await
}

/// Says that the caller left a conversation.
#[utoipa::path(delete, path = "/conversations/{id}/viewers", operation_id = "leaveConversation", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn leave(State(web): State<Web>, caller: Caller, Id(id): Id<ConversationId>) -> Result<StatusCode, Problem> {
    say(&web, caller, id, None).await
}

async fn say(
    web: &Web,
    caller: Caller,
    id: ConversationId,
    doing: Option<viewing::Doing>,
) -> Result<StatusCode, Problem> {
    caller.may(Action::Read)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    write(web, move |tx| {
        let id = flow::access::reached(tx, &agent, Action::Read, id)?.ok_or_else(Problem::not_found)?.id;
        Ok(viewers::set(tx, id, agent.id, doing, now)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
