//! The domains of our mailboxes: what their records say, in plain words, and what to publish.

use axum::{Json, extract::State};
use desk::permit::Action;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Web, problem::Problem, sign_in::Caller};

/// A record to publish.
#[derive(Serialize, ToSchema)]
pub struct Publish {
    /// Its name.
    #[schema(example = "staffetta._domainkey.in.example.org")]
    pub name: String,
    /// `TXT` or `MX`.
    pub kind: String,
    /// Its value.
    pub value: String,
}

/// What was found of one kind of record.
#[derive(Serialize, ToSchema)]
pub struct DomainFinding {
    /// mx, spf, dkim or dmarc.
    #[schema(value_type = String, example = "spf")]
    pub kind: desk::domain::Kind,
    /// good, weak, bad or unknown.
    #[schema(value_type = String, example = "good")]
    pub verdict: desk::domain::Verdict,
    /// A stable word: why.
    pub reason: String,
    /// The same in words: what it means and what to do.
    pub message: String,
    /// The records.
    pub records: Vec<String>,
    /// What to publish.
    #[schema(required)]
    pub publish: Option<Publish>,
}

/// A domain of ours.
#[derive(Serialize, ToSchema)]
pub struct Domain {
    /// Its name.
    pub name: String,
    /// Our addresses there.
    pub addresses: Vec<String>,
    /// True for the domain of forwarding addresses.
    pub inbound: bool,
    /// What was found.
    pub findings: Vec<DomainFinding>,
}

/// All domains of ours.
#[derive(Serialize, ToSchema)]
pub struct DomainList {
    /// By name.
    pub items: Vec<Domain>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
    /// False when no name server answers: then no sender can be proved either.
    pub name_servers: bool,
}

impl From<desk::domain::Finding> for DomainFinding {
    fn from(found: desk::domain::Finding) -> Self {
        let message = flow::words::text(&format!("domain-{}-{}", found.kind.word(), found.reason), &[]);
        let publish = found.publish.map(|one| Publish { name: one.name, kind: one.kind.into(), value: one.value });
        Self {
            kind: found.kind,
            verdict: found.verdict,
            reason: found.reason.into(),
            message,
            records: found.records,
            publish,
        }
    }
}

/// The domains of our mailboxes, looked up now.
#[utoipa::path(get, path = "/domains", operation_id = "listDomains", tag = "domains", responses((status = 200, body = DomainList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<DomainList>, Problem> {
    caller.may(Action::ReadSettings)?;
    let found = flow::domains::all(&web.node).await?;
    let items = found.into_iter().map(|domain| Domain {
        name: domain.name,
        addresses: domain.addresses,
        inbound: domain.inbound,
        findings: domain.findings.into_iter().map(DomainFinding::from).collect(),
    });
    Ok(Json(DomainList { items: items.collect(), next: None, name_servers: web.node.names.answers().await }))
}
