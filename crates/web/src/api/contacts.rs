//! Contacts, as whoever types an address wants them completed.

use axum::{Json, extract::State};
use desk::permit::Action;
use serde::{Deserialize, Serialize};
use store::contacts;
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::Parameters,
    shown::people::ContactRef,
    sign_in::Caller,
};

/// Characters of what was typed; beyond: 400.
const TYPED_CHARS: usize = 100;
/// Contacts that are offered.
const OFFERED: i64 = 8;

/// What was typed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompleteParameters {
    /// The beginning of an address, or of a word of a name.
    #[param(example = "zo")]
    q: Option<String>,
}

/// Contacts that fit.
#[derive(Serialize, ToSchema)]
pub struct ContactList {
    /// At most eight.
    pub items: Vec<ContactRef>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// Contacts whose address or name begins with what was typed, of conversations that the caller may see.
#[utoipa::path(get, path = "/contacts", operation_id = "completeContacts", tag = "contacts", params(CompleteParameters),
    responses((status = 200, body = ContactList), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn complete(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<CompleteParameters>,
) -> Result<Json<ContactList>, Problem> {
    caller.may(Action::Read)?;
    let typed = asked.q.unwrap_or_default();
    if typed.chars().count() > TYPED_CHARS {
        return Err(Problem::parameter("q", "parameter-long"));
    }
    let agent = caller.agent.id;
    let found = web.node.db.read(move |tx| contacts::beginning_with(tx, agent, &typed, OFFERED)).await?;
    Ok(Json(ContactList { items: found.into_iter().map(ContactRef::from).collect(), next: None }))
}
