//! Presets: what large providers need, for the form of a mailbox (SB-9).

use axum::{Json, extract::State};
use desk::permit::Action;
use flow::presets::{PRESETS, Server};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Web, problem::Problem, shown::connections::Tls, sign_in::Caller};

/// A server of a provider.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresetServer {
    /// Its name.
    #[schema(example = "imap.example.org")]
    pub host: &'static str,
    /// Its port.
    #[schema(example = 993)]
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
}

impl From<Server> for PresetServer {
    fn from(server: Server) -> Self {
        Self { host: server.host, port: server.port, tls: server.tls.into() }
    }
}

/// What a provider needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preset {
    /// Its stable name.
    #[schema(example = "fastmail")]
    pub id: &'static str,
    /// Its name for people.
    #[schema(example = "Fastmail")]
    pub name: &'static str,
    /// Domains whose mailboxes it has.
    pub domains: &'static [&'static str],
    /// Where mail is read by IMAP.
    pub incoming: PresetServer,
    /// Where mail leaves.
    pub outgoing: PresetServer,
    /// What is to be done at the provider, in order, for people.
    pub steps: Vec<String>,
}

/// All presets.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresetList {
    /// All of them.
    pub items: Vec<Preset>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// What large providers need to be read from and sent through, with the steps that each asks for.
#[utoipa::path(get, path = "/mailboxes/presets", operation_id = "listPresets", tag = "mailboxes", responses((status = 200, body = PresetList)))]
pub async fn list(State(_web): State<Web>, caller: Caller) -> Result<Json<PresetList>, Problem> {
    caller.may(Action::ReadSettings)?;
    let items = PRESETS.iter().map(|preset| Preset {
        id: preset.id,
        name: preset.name,
        domains: preset.domains,
        incoming: preset.incoming.into(),
        outgoing: preset.outgoing.into(),
        steps: preset.steps(),
    });
    Ok(Json(PresetList { items: items.collect(), next: None }))
}
