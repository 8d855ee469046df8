//! The board: what everybody of the team is doing and has, for whoever leads it; and their presence set by them (CC-2).

use axum::{Json, extract::State};
use desk::{AgentId, OwnPresenceId, permit::Action};
use flow::presence::To;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::people::{AgentRef, OwnPresenceRef, Presence, PresenceChoice},
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
    pub presence_chosen: PresenceChoice,
    /// The desk's own name of it, where that was chosen.
    #[schema(required)]
    pub presence_own: Option<OwnPresenceRef>,
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
        presence: Presence::of(&one.presence, now),
        presence_chosen: one.presence.chosen.into(),
        presence_own: one.presence.own.map(OwnPresenceRef::from),
        agent: (one.id, one.name, one.email).into(),
        load: one.load,
        capacity: one.capacity,
    });
    Ok(Json(Board { items: items.collect(), next: None }))
}

/// What somebody's presence is to be: one of the two.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresenceChange {
    /// One that every desk has.
    #[serde(default)]
    #[schema(example = "away")]
    pub presence: Option<PresenceChoice>,
    /// One that this desk named itself.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub own: Option<OwnPresenceId>,
}

/// What a request sets a presence to; none where it says nothing of it.
///
/// # Errors
/// 422 where it says two things.
pub(super) fn chosen(presence: Option<PresenceChoice>, own: Option<OwnPresenceId>) -> Result<Option<To>, Problem> {
    match (presence, own) {
        (Some(_), Some(_)) => Err(Problem::field("own", "presence-or-own")),
        (Some(built_in), None) => Ok(Some(To::BuiltIn(built_in.into()))),
        (None, own) => Ok(own.map(To::Own)),
    }
}

/// What somebody's presence is.
#[derive(Serialize, ToSchema)]
pub struct PresenceShown {
    /// What they are doing.
    pub presence: Presence,
    /// What was chosen; it holds until another is, also while no browser is open.
    pub presence_chosen: PresenceChoice,
    /// The desk's own name of it, where that was chosen.
    #[schema(required)]
    pub presence_own: Option<OwnPresenceRef>,
}

/// Sets the presence of somebody of the team. Their own they set by `PATCH /me`.
#[utoipa::path(put, path = "/agents/{id}/presence", operation_id = "setPresence", tag = "agents",
    params(("id" = String, Path, description = "The person")), request_body = PresenceChange,
    responses((status = 200, body = PresenceShown), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<AgentId>,
    body: Body<PresenceChange>,
) -> Result<Json<PresenceShown>, Problem> {
    caller.may(Action::LeadTeam)?;
    let to =
        chosen(body.value.presence, body.value.own)?.ok_or_else(|| Problem::field("presence", "presence-or-own"))?;
    let (by, now) = (caller.agent, web.node.clock.now());
    let set = write(&web, move |tx| {
        flow::presence::set(tx, &by, id, to, now)?;
        Ok(store::presence::of(tx, id)?)
    });
    let stored = set.await?;
    let (presence, presence_chosen) = (Presence::of(&stored, now), stored.chosen.into());
    Ok(Json(PresenceShown { presence, presence_chosen, presence_own: stored.own.map(OwnPresenceRef::from) }))
}
