//! The board: what everybody of the team is doing and has, for whoever leads it; and their presence set by them (CC-2).

use axum::{Json, extract::State};
use desk::{AgentId, permit::Action};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::people::{AgentRef, Presence},
    sign_in::Caller,
    writing::write,
};

/// Somebody on the board.
#[derive(Serialize, ToSchema)]
pub struct OnBoard {
    /// Who.
    pub agent: AgentRef,
    /// What they are doing.
    pub presence: Presence,
    /// What was chosen; it holds until another is, also while no browser is open.
    pub presence_chosen: Presence,
    /// How many conversations they have: new, open and answered ones.
    #[schema(example = 7)]
    pub load: i64,
    /// How many queues give them at most.
    #[schema(example = 20)]
    pub capacity: i64,
}

/// Everybody who works here.
#[derive(Serialize, ToSchema)]
pub struct Board {
    /// By name.
    pub items: Vec<OnBoard>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// What everybody of the team is doing and has.
#[utoipa::path(get, path = "/board", operation_id = "readBoard", tag = "agents",
    responses((status = 200, body = Board), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller) -> Result<Json<Board>, Problem> {
    caller.may(Action::LeadTeam)?;
    let now = web.node.clock.now();
    let items = web.node.db.read(store::presence::board).await?.into_iter().map(|one| OnBoard {
        presence: Presence::of(one.presence, now),
        presence_chosen: one.presence.chosen.into(),
        agent: (one.id, one.name, one.email).into(),
        load: one.load,
        capacity: one.capacity,
    });
    Ok(Json(Board { items: items.collect(), next: None }))
}

/// What somebody's presence is to be.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresenceSet {
    /// What it is from now on.
    pub presence: Presence,
}

/// What somebody's presence is.
#[derive(Serialize, ToSchema)]
pub struct PresenceShown {
    /// What they are doing.
    pub presence: Presence,
    /// What was chosen; it holds until another is, also while no browser is open.
    pub presence_chosen: Presence,
}

/// Sets the presence of somebody of the team. Their own they set by `PATCH /me`.
#[utoipa::path(put, path = "/agents/{id}/presence", operation_id = "setPresence", tag = "agents",
    params(("id" = String, Path, description = "The person")), request_body = PresenceSet,
    responses((status = 200, body = PresenceShown), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<AgentId>,
    body: Body<PresenceSet>,
) -> Result<Json<PresenceShown>, Problem> {
    caller.may(Action::LeadTeam)?;
    let (to, by, now) = (body.value.presence, caller.agent, web.node.clock.now());
    let set = write(&web, move |tx| {
        flow::presence::set(tx, &by, id, to.into(), now)?;
        Ok(store::presence::of(tx, id)?)
    });
    let stored = set.await?;
    Ok(Json(PresenceShown { presence: Presence::of(stored, now), presence_chosen: stored.chosen.into() }))
}
