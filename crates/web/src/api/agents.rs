//! The people of the team: listed, invited by mail, changed, switched off and on by admins; and what each role may do.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use desk::{AgentId, Micros, agent, permit, permit::Action};
use flow::{invitations, team};
use serde::{Deserialize, Serialize};
use store::{
    Tx,
    account_links::{self, Purpose},
    bounced,
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{self, Body, Id, Parameters},
    shown::{
        people::{AgentState, Bounced, Presence, Role},
        time,
    },
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Asked, Key, once, write},
};

/// A person of the team.
#[derive(Serialize, ToSchema)]
pub struct Agent {
    /// Which.
    #[schema(value_type = String)]
    pub id: AgentId,
    /// The name; until somebody has joined, their address.
    pub name: String,
    /// The address.
    #[schema(example = "ana@example.org")]
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether they work here, are invited, or are switched off.
    pub state: AgentState,
    /// Until when their invitation is good; null for everybody who has joined.
    #[schema(required)]
    pub invited_until: Option<jiff::Timestamp>,
    /// Whether they are there.
    pub presence: Presence,
    /// How many conversations queues give them at most; others may be assigned to them by hand.
    #[schema(example = 20)]
    pub capacity: i64,
    /// Why mail to them comes back; null where it does not.
    #[schema(required)]
    pub bounced: Option<Bounced>,
}

/// The team.
#[derive(Serialize, ToSchema)]
pub struct AgentList {
    /// Everybody who was asked for, by name.
    pub items: Vec<Agent>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// Which people.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AgentParameters {
    /// active (where nothing is said), or all: who is invited and who is switched off too, which only admins see.
    #[param(example = "active")]
    state: Option<String>,
}

/// The people of the team.
#[utoipa::path(get, path = "/agents", operation_id = "listAgents", tag = "agents", params(AgentParameters),
    responses((status = 200, body = AgentList), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<AgentParameters>,
) -> Result<Json<AgentList>, Problem> {
    caller.may(Action::Read)?;
    let all = match asked.state.as_deref() {
        None | Some("" | "active") => false,
        Some("all") => true,
        Some(_) => return Err(Problem::parameter("state", "parameter-agent-state")),
    };
    if all {
        caller.may(Action::ManagePeople)?;
    }
    let now = web.node.clock.now();
    let items = web.node.db.read(move |tx| {
        let agents = if all { store::agents::everybody(tx)? } else { store::agents::list(tx)? };
        let team = store::presence::team(tx)?;
        agents
            .into_iter()
            .map(|agent| {
                let presence = team.get(&agent.id).cloned().unwrap_or_default();
                shown(tx, agent, Presence::of(&presence, now))
            })
            .collect::<store::Result<Vec<_>>>()
    });
    Ok(Json(AgentList { items: items.await?, next: None }))
}

fn shown(tx: &mut Tx<'_>, agent: store::agents::Agent, presence: Presence) -> store::Result<Agent> {
    let state = agent.state();
    let invited_until = match state {
        agent::State::Invited => account_links::until(tx, agent.id, Purpose::Invitation)?,
        agent::State::Active | agent::State::Off => None,
    };
    Ok(Agent {
        id: agent.id,
        capacity: agent.capacity,
        bounced: bounced::of(tx, &agent.email)?.as_ref().map(Bounced::from),
        name: agent.name,
        email: agent.email,
        role: agent.role.into(),
        state: state.into(),
        invited_until: invited_until.map(time),
        presence: if state == agent::State::Active { presence } else { Presence::Offline },
    })
}

pub(super) fn shown_now(tx: &mut Tx<'_>, agent: store::agents::Agent, now: Micros) -> store::Result<Agent> {
    let presence = store::presence::of(tx, agent.id)?;
    shown(tx, agent, Presence::of(&presence, now))
}

/// Somebody to invite.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentNew {
    /// Their address: where the invitation goes, and what they sign in with.
    #[schema(example = "max@example.org")]
    pub email: String,
    /// What they will be allowed to do.
    pub role: Role,
}

/// Invites somebody by mail. The link in it is good once, and for seven days.
#[utoipa::path(post, path = "/agents", operation_id = "inviteAgent", tag = "agents", request_body = AgentNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Agent), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn invite(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<AgentNew>,
) -> Result<Response, Problem> {
    caller.may(Action::ManagePeople)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (new, by, node, now) = (body.value, caller.actor(), web.node.clone(), web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let invited = invitations::invite(tx, &node, &by, &new.email, new.role.into(), now)?;
        as_json(&shown_now(tx, invited, now)?)
    });
    Ok((StatusCode::CREATED, Json(answer.await?)).into_response())
}

/// Mails an invitation again; the link of the former one ends.
#[utoipa::path(post, path = "/agents/{id}/invitation", operation_id = "inviteAgain", tag = "agents",
    params(("id" = String, Path, description = "The person"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 200, body = Agent), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn invite_again(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<AgentId>,
    Key(key): Key,
    parts: Parts,
) -> Result<Response, Problem> {
    caller.may(Action::ManagePeople)?;
    let print = request::print(&parts, &[]);
    let asked = Asked { agent: caller.agent.id, key, print, status: StatusCode::OK };
    let (by, node, now) = (caller.actor(), web.node.clone(), web.node.clock.now());
    let answer = once(&web, asked, move |tx| {
        let invited = invitations::again(tx, &node, &by, id, now)?;
        as_json(&shown_now(tx, invited, now)?)
    });
    Ok(Json(answer.await?).into_response())
}

/// Takes an invitation back: its link ends, and the person is not listed any more.
#[utoipa::path(delete, path = "/agents/{id}/invitation", operation_id = "cancelInvitation", tag = "agents",
    params(("id" = String, Path, description = "The person")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn cancel_invitation(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<AgentId>,
) -> Result<StatusCode, Problem> {
    caller.may(Action::ManagePeople)?;
    let (by, now) = (caller.actor(), web.node.clock.now());
    write(&web, move |tx| Ok(invitations::cancel(tx, &by, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What of a person can be edited.
fn version(agent: &store::agents::Agent) -> Version {
    Version::of(&(&agent.email, &agent.name, agent.role.word(), agent.active, agent.capacity))
}

/// A person of the team.
#[utoipa::path(get, path = "/agents/{id}", operation_id = "readAgent", tag = "agents",
    params(("id" = String, Path, description = "The person")),
    responses((status = 200, body = Agent, headers(("ETag" = String, description = "For If-Match"))),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<AgentId>) -> Result<Tagged<Agent>, Problem> {
    caller.may(Action::ManagePeople)?;
    let now = web.node.clock.now();
    let found = web.node.db.read(move |tx| {
        let Some(agent) = store::agents::by_id(tx, id)? else { return Ok(None) };
        let version = version(&agent);
        Ok(Some(Tagged(shown_now(tx, agent, now)?, version)))
    });
    found.await?.ok_or_else(Problem::not_found)
}

/// Changes of a person of the team: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentChange {
    /// The address that they sign in with and write from; never one of a mailbox. The former one is told.
    #[serde(default)]
    #[schema(example = "ana@example.org")]
    pub email: Option<String>,
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// What they may do; their sessions end when it changes. Never taken from the last admin.
    #[serde(default)]
    pub role: Option<Role>,
    /// How many conversations queues give them at most, 0 to 500. 0: none.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 500, example = 20)]
    pub capacity: Option<i64>,
    /// False switches them off: their sessions, tokens and live news end, what they did stays. Never the last admin.
    #[serde(default)]
    pub active: Option<bool>,
    /// With switching off: their conversations that are not done become nobody's; else they stay theirs.
    #[serde(default)]
    pub unassign: Option<bool>,
}

/// Changes a person of the team, switches them off or on.
#[utoipa::path(patch, path = "/agents/{id}", operation_id = "changeAgent", tag = "agents",
    params(("id" = String, Path, description = "The person"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = AgentChange,
    responses((status = 200, body = Agent), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<AgentId>,
    base: IfMatch,
    body: Body<AgentChange>,
) -> Result<Tagged<Agent>, Problem> {
    caller.may(Action::ManagePeople)?;
    let (asked, by, node, now) = (body.value, caller.actor(), web.node.clone(), web.node.clock.now());
    let change = team::Change {
        email: asked.email,
        name: asked.name,
        role: asked.role.map(Into::into),
        active: asked.active,
        capacity: asked.capacity,
        unassign: asked.unassign.unwrap_or_default(),
    };
    let changed = write(&web, move |tx| {
        if base.is_said()
            && let Some(stands) = store::agents::by_id(tx, id)?
        {
            base.check(tx, &version(&stands), &format!("agent:{id}"))?;
        }
        let agent = team::change(tx, &node, &by, id, &change, now)?;
        let version = version(&agent);
        Ok(Tagged(shown_now(tx, agent, now)?, version))
    });
    changed.await
}

/// What one role may do.
#[derive(Serialize, ToSchema)]
pub struct RolePowers {
    /// The role.
    pub role: Role,
    /// What it may do, in words: `read`, `work`, `read-settings`, `change-queues`, `change-settings`, `manage-people`,
    /// `read-audit`, `contact-data`, `change-contact-fields`, `lead-team`, and `every-queue` where it sees what is in queues that are for members only.
    #[schema(example = json!(["read", "work", "read-settings"]))]
    pub may: Vec<String>,
}

/// What each role may do.
#[derive(Serialize, ToSchema)]
pub struct RoleList {
    /// The roles, from least to most.
    pub items: Vec<RolePowers>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// What each role may do: the table that every request and every mail of an agent is asked against.
#[utoipa::path(get, path = "/roles", operation_id = "listRoles", tag = "agents", responses((status = 200, body = RoleList)))]
pub async fn roles(caller: Caller) -> Result<Json<RoleList>, Problem> {
    caller.may(Action::Read)?;
    let all = [agent::Role::Agent, agent::Role::Manager, agent::Role::Admin].into_iter();
    let told = all.map(|role| RolePowers {
        role: role.into(),
        may: permit::powers(role).into_iter().map(ToString::to_string).collect(),
    });
    Ok(Json(RoleList { items: told.collect(), next: None }))
}
