//! Drafts: saved as the caller types, shown to the caller alone. Whose they are is never a parameter.

use axum::{Json, extract::State, http::StatusCode};
use desk::{ConversationId, permit::Action};
use store::drafts;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::drafts::{DraftItem, DraftList, DraftNew, DraftShown, load},
    sign_in::Caller,
};

/// The caller's drafts about conversations that they may see.
#[utoipa::path(get, path = "/drafts", operation_id = "listDrafts", tag = "drafts", responses((status = 200, body = DraftList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<DraftList>, Problem> {
    caller.may(Action::Read)?;
    let all = web.node.db.read(move |tx| drafts::list(tx, caller.agent.id)).await?;
    Ok(Json(DraftList { items: all.into_iter().map(DraftItem::from).collect(), next: None }))
}

/// The caller's draft about a conversation; an empty one where there is none.
#[utoipa::path(get, path = "/conversations/{id}/draft", operation_id = "readDraft", tag = "drafts",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = DraftShown), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<Json<DraftShown>, Problem> {
    caller.may(Action::Read)?;
    let agent = caller.agent;
    let found = web.node.db.read(move |tx| {
        let about = flow::access::reached(tx, &agent, Action::Read, id)?;
        about.map(|about| load(tx, &agent, Some(about.id))).transpose()
    });
    Ok(Json(found.await?.ok_or_else(Problem::not_found)?))
}

/// Saves the caller's draft about a conversation, in place of the one before.
#[utoipa::path(put, path = "/conversations/{id}/draft", operation_id = "saveDraft", tag = "drafts",
    params(("id" = String, Path, description = "The conversation")), request_body = DraftNew,
    responses((status = 200, body = DraftShown), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn save(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
    body: Body<DraftNew>,
) -> Result<Json<DraftShown>, Problem> {
    keep(&web, caller, Some(id), body.value).await
}

/// Discards the caller's draft about a conversation.
#[utoipa::path(delete, path = "/conversations/{id}/draft", operation_id = "discardDraft", tag = "drafts",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn discard(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<StatusCode, Problem> {
    forget(&web, caller, Some(id)).await
}

/// The caller's draft that begins a conversation; an empty one where there is none.
#[utoipa::path(get, path = "/drafts/new", operation_id = "readNewDraft", tag = "drafts", responses((status = 200, body = DraftShown)))]
pub async fn read_new(State(web): State<Web>, caller: Caller) -> Result<Json<DraftShown>, Problem> {
    caller.may(Action::Read)?;
    Ok(Json(web.node.db.read(move |tx| load(tx, &caller.agent, None)).await?))
}

/// Saves the caller's draft that begins a conversation, in place of the one before.
#[utoipa::path(put, path = "/drafts/new", operation_id = "saveNewDraft", tag = "drafts", request_body = DraftNew,
    responses((status = 200, body = DraftShown), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn save_new(
    State(web): State<Web>,
    caller: Caller,
    body: Body<DraftNew>,
) -> Result<Json<DraftShown>, Problem> {
    keep(&web, caller, None, body.value).await
}

/// Discards the caller's draft that begins a conversation.
#[utoipa::path(delete, path = "/drafts/new", operation_id = "discardNewDraft", tag = "drafts", responses((status = 204)))]
pub async fn discard_new(State(web): State<Web>, caller: Caller) -> Result<StatusCode, Problem> {
    forget(&web, caller, None).await
}

async fn keep(
    web: &Web,
    caller: Caller,
    about: Option<ConversationId>,
    new: DraftNew,
) -> Result<Json<DraftShown>, Problem> {
    caller.may(Action::Work)?;
    let (agent, now) = (caller.agent, web.node.clock.now());
    let (draft, files) = new.parts();
    let saved = web.node.write(move |tx| {
        let about = flow::drafts::save(tx, &agent, about, &draft, &files, now)?;
        Ok(load(tx, &agent, about)?)
    });
    Ok(Json(saved.await?))
}

async fn forget(web: &Web, caller: Caller, about: Option<ConversationId>) -> Result<StatusCode, Problem> {
    caller.may(Action::Work)?;
    let agent = caller.agent;
    web.node.write(move |tx| flow::drafts::discard(tx, &agent, about)).await?;
    Ok(StatusCode::NO_CONTENT)
}
