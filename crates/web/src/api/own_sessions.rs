//! One's own sessions: where one is signed in, and ending them.

use axum::{Json, extract::State, http::StatusCode};
use desk::SessionId;
use jiff::Timestamp;
use serde::Serialize;
use store::sessions;
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::Id,
    shown::time,
    sign_in::Caller,
    writing::write,
};

/// A session of one's own.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// Which.
    #[schema(value_type = String)]
    pub id: SessionId,
    /// The kind of browser or program, as it said itself; null where it said nothing.
    #[schema(required, example = "Firefox · Linux")]
    pub device: Option<String>,
    /// The network address that it was begun from.
    #[schema(required, example = "192.0.2.7")]
    pub address: Option<String>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was used last, within an hour.
    pub seen_at: Timestamp,
    /// True for the one that asks.
    pub current: bool,
}

/// One's own sessions.
#[derive(Serialize, ToSchema)]
pub struct SessionList {
    /// The one that was used last first, at most 200.
    pub items: Vec<Session>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// Where one is signed in.
#[utoipa::path(get, path = "/me/sessions", operation_id = "listSessions", tag = "session",
    responses((status = 200, body = SessionList), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<SessionList>, Problem> {
    caller.in_person()?;
    let (agent, now) = (caller.agent.id, web.node.clock.now());
    let own = caller.token_hash();
    let all = web.node.db.read(move |tx| sessions::of(tx, agent, now)).await?;
    let items = all.into_iter().map(|one| Session {
        id: one.id,
        device: one.device.name,
        address: one.device.address,
        created_at: time(one.created_at),
        seen_at: time(one.seen_at),
        current: one.token_hash == own,
    });
    Ok(Json(SessionList { items: items.collect(), next: None }))
}

/// Ends one of one's own sessions, with its live news.
#[utoipa::path(delete, path = "/me/sessions/{id}", operation_id = "endSession", tag = "session",
    params(("id" = String, Path, description = "The session")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn end(State(web): State<Web>, caller: Caller, Id(id): Id<SessionId>) -> Result<StatusCode, Problem> {
    caller.in_person()?;
    let agent = caller.agent.id;
    write(&web, move |tx| match sessions::end_one(tx, agent, id)? {
        true => Ok(()),
        false => Err(Problem::not_found().into()),
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends all of one's own sessions but the one that asks.
#[utoipa::path(delete, path = "/me/sessions", operation_id = "endOtherSessions", tag = "session", responses((status = 204)))]
pub async fn end_others(State(web): State<Web>, caller: Caller) -> Result<StatusCode, Problem> {
    caller.in_person()?;
    let (agent, own) = (caller.agent.id, caller.token_hash());
    write(&web, move |tx| Ok(sessions::end_all(tx, agent, Some(&own))?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
