//! The people of the team: listed, and their addresses and names changed by admins.

use axum::{Json, extract::State};
use desk::{AgentId, permit::Action};
use serde::{Deserialize, Serialize};
use store::bounced;
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::people::{Bounced, Presence, Role},
    sign_in::Caller,
    writing::write,
};

/// A person of the team.
#[derive(Serialize, ToSchema)]
pub struct Agent {
    /// Which.
    #[schema(value_type = String)]
    pub id: AgentId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether they are there.
    pub presence: Presence,
    /// Why mail to them comes back; null where it does not.
    #[schema(required)]
    pub bounced: Option<Bounced>,
}

/// The whole team.
#[derive(Serialize, ToSchema)]
pub struct AgentList {
    /// All active agents, by name.
    pub items: Vec<Agent>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// The people of the team.
#[utoipa::path(get, path = "/agents", operation_id = "listAgents", tag = "agents", responses((status = 200, body = AgentList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<AgentList>, Problem> {
    caller.may(Action::Read)?;
    let now = web.node.clock.now();
    let all = web.node.db.read(move |tx| {
        let agents = store::agents::list(tx)?.into_iter();
        let agents = agents.map(|agent| Ok((bounced::of(tx, &agent.email)?, agent)));
        Ok((agents.collect::<store::Result<Vec<_>>>()?, store::presence::offline_agents(tx, now)?))
    });
    let (all, offline) = all.await?;
    let items = all.into_iter().map(|(bounced, agent)| {
        let offline = offline.contains(&agent.id);
        shown(agent, offline, bounced.as_ref())
    });
    Ok(Json(AgentList { items: items.collect(), next: None }))
}

fn shown(agent: store::agents::Agent, offline: bool, bounced: Option<&bounced::Bounced>) -> Agent {
    Agent {
        id: agent.id,
        name: agent.name,
        email: agent.email,
        role: agent.role.into(),
        presence: if offline { Presence::Offline } else { Presence::Online },
        bounced: bounced.map(Bounced::from),
    }
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
}

/// Changes the address or the name of a person of the team.
#[utoipa::path(patch, path = "/agents/{id}", operation_id = "changeAgent", tag = "agents",
    params(("id" = String, Path, description = "The person")), request_body = AgentChange,
    responses((status = 200, body = Agent), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<AgentId>,
    body: Body<AgentChange>,
) -> Result<Json<Agent>, Problem> {
    caller.may(Action::ChangeSettings)?;
    let (change, by, node, now) = (body.value, caller.actor(), web.node.clone(), web.node.clock.now());
    let changed = write(&web, move |tx| {
        let (email, name) = (change.email.as_deref(), change.name.as_deref());
        let agent = flow::people::change(tx, &node, &by, id, email, name, now)?;
        let offline = store::presence::offline_agents(tx, now)?.contains(&id);
        Ok((bounced::of(tx, &agent.email)?, agent, offline))
    });
    let (bounced, agent, offline) = changed.await?;
    Ok(Json(shown(agent, offline, bounced.as_ref())))
}
