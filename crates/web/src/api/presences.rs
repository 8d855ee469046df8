//! Presences of the desk's own, each counting as online or away: listed for all who choose, added, named and deleted by
//! whoever sets up the desk (CC-14).

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{OwnPresenceId, permit::Action, presence};
use serde::{Deserialize, Serialize};
use store::own_presences;
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::same_words,
    sign_in::Caller,
    writing::{Asked, Key, once, write},
};

/// What a presence counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountsAs {
    /// There, and given conversations.
    Online,
    /// There, and given nothing.
    Away,
}

same_words!(CountsAs, presence::CountsAs, Online = Online, Away = Away);

/// A presence that the desk named itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnPresence {
    /// Which.
    #[schema(value_type = String)]
    pub id: OwnPresenceId,
    /// Its name.
    #[schema(example = "Lunch")]
    pub name: String,
    /// What it counts as.
    pub counts_as: CountsAs,
}

impl From<own_presences::OwnPresence> for OwnPresence {
    fn from(own_presences::OwnPresence { id, name, counts_as }: own_presences::OwnPresence) -> Self {
        Self { id, name, counts_as: counts_as.into() }
    }
}

/// The presences that the desk named itself.
#[derive(Serialize, ToSchema)]
pub struct OwnPresenceList {
    /// By name.
    pub items: Vec<OwnPresence>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A new presence.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnPresenceNew {
    /// Its name, at most 40 characters.
    #[schema(example = "Lunch")]
    pub name: String,
    /// What it counts as; it stays so.
    pub counts_as: CountsAs,
}

/// Another name of a presence.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnPresenceChange {
    /// Its name, at most 40 characters.
    #[schema(example = "Lunch")]
    pub name: String,
}

/// The presences that the desk named itself. Those that every desk has (`online`, `in_email`, `away`, `offline`) are not listed.
#[utoipa::path(get, path = "/presences", operation_id = "listPresences", tag = "agents", responses((status = 200, body = OwnPresenceList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<OwnPresenceList>, Problem> {
    caller.may(Action::Read)?;
    let all = web.node.db.read(own_presences::list).await?;
    Ok(Json(OwnPresenceList { items: all.into_iter().map(OwnPresence::from).collect(), next: None }))
}

/// Adds a presence.
#[utoipa::path(post, path = "/presences", operation_id = "addPresence", tag = "agents", request_body = OwnPresenceNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = OwnPresence), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<OwnPresenceNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeSettings)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (new, by, now) = (body.value, caller.agent, web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let added = flow::own_presences::add(tx, &by, &new.name, new.counts_as.into(), now)?;
        as_json(&OwnPresence::from(added))
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Names a presence anew, also for whoever has chosen it.
#[utoipa::path(patch, path = "/presences/{id}", operation_id = "changePresence", tag = "agents",
    params(("id" = String, Path, description = "The presence")), request_body = OwnPresenceChange,
    responses((status = 200, body = OwnPresence), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<OwnPresenceId>,
    body: Body<OwnPresenceChange>,
) -> Result<Json<OwnPresence>, Problem> {
    caller.may(Action::ChangeSettings)?;
    let (name, by, now) = (body.value.name, caller.agent, web.node.clock.now());
    let changed = write(&web, move |tx| Ok(flow::own_presences::rename(tx, &by, id, &name, now)?));
    Ok(Json(changed.await?.into()))
}

/// Deletes a presence. Whoever has chosen it is from now on what it counted as.
#[utoipa::path(delete, path = "/presences/{id}", operation_id = "deletePresence", tag = "agents",
    params(("id" = String, Path, description = "The presence")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<OwnPresenceId>) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeSettings)?;
    let (by, now) = (caller.agent, web.node.clock.now());
    write(&web, move |tx| Ok(flow::own_presences::delete(tx, &by, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}
