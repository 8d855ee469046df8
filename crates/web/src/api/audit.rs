//! The audit log: who changed what, and when. Read by admins; nobody changes it.

use axum::{Json, extract::State};
use desk::{AgentId, permit::Action};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::audit::{self, Which};
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    cursor::Cursor,
    problem::{Problem, ProblemBody},
    request::{self, Parameters},
    shown::time,
    sign_in::Caller,
};

/// Bytes of a kind that is looked up.
const KIND_BYTES: usize = 40;

/// Which entries.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditParameters {
    /// Only what this person did.
    #[param(example = "1")]
    agent: Option<String>,
    /// Only what was done to this kind of thing: agent, arrival, category, mailbox, queue, settings, token, webhook.
    #[param(example = "agent")]
    kind: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// 1 to 200 items; 50 where nothing is said.
    #[param(example = "50")]
    limit: Option<String>,
}

/// Who did something.
#[derive(Serialize, ToSchema)]
pub struct AuditActor {
    /// Which person.
    #[schema(value_type = String)]
    pub id: AgentId,
    /// The name at that moment.
    pub name: String,
}

/// What somebody did.
#[derive(Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its place in the log.
    #[schema(example = "17")]
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who; null for the desk itself.
    #[schema(required)]
    pub actor: Option<AuditActor>,
    /// What was done.
    #[schema(example = "agent.role_changed")]
    pub action: String,
    /// To what: a kind and its id.
    #[schema(example = "agent:2")]
    pub object: String,
    /// What else there is to know.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// A page of the log.
#[derive(Serialize, ToSchema)]
pub struct AuditList {
    /// Newest first.
    pub items: Vec<AuditEntry>,
    /// Where the next page begins; null at the end.
    #[schema(required)]
    pub next: Option<String>,
}

impl From<audit::Entry> for AuditEntry {
    fn from(entry: audit::Entry) -> Self {
        Self {
            id: entry.id.to_string(),
            at: time(entry.at),
            actor: entry.actor.agent().map(|(id, name)| AuditActor { id, name: name.to_string() }),
            action: entry.action,
            object: entry.object,
            data: entry.data,
        }
    }
}

/// Who changed what, newest first.
#[utoipa::path(get, path = "/audit", operation_id = "readAudit", tag = "audit", params(AuditParameters),
    responses((status = 200, body = AuditList), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<AuditParameters>,
) -> Result<Json<AuditList>, Problem> {
    caller.may(Action::ReadAudit)?;
    let limit = request::limit(asked.limit.as_deref())?;
    let agent = request::said(asked.agent).map(|text| text.parse::<AgentId>()).transpose();
    let agent = agent.map_err(|_| Problem::parameter("agent", "parameter-agent"))?;
    let kind = request::said(asked.kind);
    if kind.as_ref().is_some_and(|kind| kind.len() > KIND_BYTES) {
        return Err(Problem::parameter("kind", "parameter-long"));
    }
    let before =
        request::said(asked.after).map(|text| text.parse::<i64>()).transpose().map_err(|_| Cursor::unknown())?;
    let mut found = web
        .node
        .db
        .read(move |tx| {
            let which = match (agent, kind.as_deref()) {
                (None, None) => Which::All,
                (Some(agent), None) => Which::By(agent),
                (None, Some(noun)) => Which::To(noun),
                (Some(agent), Some(noun)) => Which::ByTo(agent, noun),
            };
            audit::page(tx, which, before, limit + 1)
        })
        .await?;
    let more = request::cut(&mut found, limit);
    let next = found.last().filter(|_| more).map(|entry| entry.id.to_string());
    Ok(Json(AuditList { items: found.into_iter().map(AuditEntry::from).collect(), next }))
}
