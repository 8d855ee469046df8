//! The people of the team.

use axum::{Json, extract::State};
use desk::{AgentId, permit::Action};
use serde::Serialize;
use store::bounced;
use utoipa::ToSchema;

use crate::{
    Web,
    problem::Problem,
    shown::people::{Bounced, Presence, Role},
    sign_in::Caller,
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
    let shown = |(bounced, agent): (Option<bounced::Bounced>, store::agents::Agent)| Agent {
        id: agent.id,
        name: agent.name,
        email: agent.email,
        role: agent.role.into(),
        presence: if offline.contains(&agent.id) { Presence::Offline } else { Presence::Online },
        bounced: bounced.as_ref().map(Bounced::from),
    };
    Ok(Json(AgentList { items: all.into_iter().map(shown).collect(), next: None }))
}
